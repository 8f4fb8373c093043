package blob

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

	"github.com/doanket/doanket/core/fault"
)

// Part is one finished part of a multipart upload.
type Part struct {
	Number int
	ETag   string
	Size   int64
}

// Begin opens a multipart upload and answers its id. SHA256 of the whole is
// not sent: S3 has no such check for parts.
func (s *Store) Begin(ctx context.Context, bucket, key string, opts PutOptions) (string, error) {
	upload, err := s.core.NewMultipartUpload(ctx, bucket, key, minio.PutObjectOptions{ContentType: opts.Type})
	return upload, translate("begin multipart", err)
}

// Part sends one part of at least MinPart bytes (the last may be smaller). The
// same number again replaces it. When r can seek, a lost connection is tried again.
func (s *Store) Part(ctx context.Context, bucket, key, upload string, number int, r io.Reader, size int64, sha256 string) (Part, error) {
	part, err := s.core.PutObjectPart(ctx, bucket, key, upload, number, r, size, minio.PutObjectPartOptions{Sha256Hex: sha256})
	if err != nil {
		return Part{}, translate("put part", err)
	}
	return Part{Number: number, ETag: part.ETag, Size: size}, nil
}

// Parts lists what has arrived, in order of number.
func (s *Store) Parts(ctx context.Context, bucket, key, upload string) ([]Part, error) {
	var parts []Part
	for marker := 0; ; {
		page, err := s.core.ListObjectParts(ctx, bucket, key, upload, marker, 1000)
		if err != nil {
			return nil, translate("list parts", err)
		}
		for _, p := range page.ObjectParts {
			parts = append(parts, Part{Number: p.PartNumber, ETag: strings.Trim(p.ETag, `"`), Size: p.Size})
		}
		if !page.IsTruncated {
			return parts, nil
		}
		marker = page.NextPartNumberMarker
	}
}

// Complete joins the parts, in order of number, into one object version. Done
// before, it is NotFound: List knows the version.
func (s *Store) Complete(ctx context.Context, bucket, key, upload string, parts []Part) (Version, error) {
	list := make([]minio.CompletePart, len(parts))
	size := int64(0)
	for i, p := range parts {
		list[i] = minio.CompletePart{PartNumber: p.Number, ETag: p.ETag}
		size += p.Size
	}
	up, err := s.core.CompleteMultipartUpload(ctx, bucket, key, upload, list, minio.PutObjectOptions{})
	if err != nil {
		return Version{}, translate("complete multipart", err)
	}
	if up.VersionID == "" { // so versitygw answers to the second time, where others know the upload no more
		return Version{}, fault.New(fault.NotFound, "not_found", fault.Cause(errors.New("complete multipart: done before")))
	}
	return Version{ID: up.VersionID, ETag: up.ETag, Size: size}, nil
}

// Abort forgets a multipart upload; an absent one is no error.
func (s *Store) Abort(ctx context.Context, bucket, key, upload string) error {
	err := s.core.AbortMultipartUpload(ctx, bucket, key, upload)
	if err != nil && isMissing(minio.ToErrorResponse(err).Code) {
		return nil
	}
	return translate("abort multipart", err)
}

// AbortAll forgets every multipart upload under the prefix that was begun
// before the given time. MinIO lists only those of exactly that key; it forgets
// the others by itself after a day.
func (s *Store) AbortAll(ctx context.Context, bucket, prefix string, before time.Time) error {
	for upload := range s.core.ListIncompleteUploads(ctx, bucket, prefix, true) {
		if upload.Err != nil {
			return translate("list uploads", upload.Err)
		}
		if upload.Initiated.After(before) {
			continue
		}
		if err := s.Abort(ctx, bucket, upload.Key, upload.UploadID); err != nil {
			return err
		}
	}
	return nil
}

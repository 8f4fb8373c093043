package blob

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

	"github.com/doanket/doanket/core/fault"
)

// PutOptions go with a Put or Begin.
type PutOptions struct {
	SHA256 string // hex, when known before the bytes are sent
	Type   string // media type
}

// Put stores size bytes of r under the key as a new version. When r can seek,
// a lost connection is tried again.
func (s *Store) Put(ctx context.Context, bucket, key string, r io.Reader, size int64, opts PutOptions) (Version, error) {
	o := minio.PutObjectOptions{ContentType: opts.Type}
	if opts.SHA256 != "" {
		// Up front, never trailing: versitygw refuses trailers over plain HTTP.
		raw, err := hex.DecodeString(opts.SHA256)
		if err != nil {
			return Version{}, fault.New(fault.Invalid, "sha256_invalid", fault.Field("sha256", "invalid"))
		}
		o.UserMetadata = map[string]string{"x-amz-checksum-sha256": base64.StdEncoding.EncodeToString(raw)}
	}
	sum := opts.SHA256
	if size == 0 && sum == "" {
		sum = noBytes
	}
	up, err := s.core.PutObject(ctx, bucket, key, r, size, "", sum, o)
	if err != nil {
		return Version{}, translate("put object", err)
	}
	return Version{ID: up.VersionID, ETag: up.ETag, Size: size}, nil
}

// noBytes is the SHA-256 of nothing. Without a sum the body goes in signed chunks, and
// an empty one leaves its last chunk on the connection, where the gateway may take it
// for the beginning of the next request.
const noBytes = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// Get opens length bytes from off; length < 0 reads to the end, version "" is
// the newest. Close what it returns.
func (s *Store) Get(ctx context.Context, bucket, key, version string, off, length int64) (io.ReadCloser, Info, error) {
	if length == 0 {
		info, err := s.Stat(ctx, bucket, key, version)
		return io.NopCloser(bytes.NewReader(nil)), info, err
	}
	o := minio.GetObjectOptions{VersionID: version}
	if off > 0 || length > 0 {
		o.Set("Range", rangeOf(off, length))
	}
	body, object, header, err := s.core.GetObject(ctx, bucket, key, o)
	if err != nil {
		return nil, Info{}, translate("get object", err)
	}
	info := infoOf(object)
	info.Key, info.Size = key, wholeSize(header, object.Size)
	return &reader{body}, info, nil
}

func rangeOf(off, length int64) string {
	if length < 0 {
		return fmt.Sprintf("bytes=%d-", off)
	}
	return fmt.Sprintf("bytes=%d-%d", off, off+length-1)
}

// wholeSize reads the total out of "bytes 0-9/1234".
func wholeSize(header http.Header, size int64) int64 {
	_, total, found := strings.Cut(header.Get("Content-Range"), "/")
	if n, err := strconv.ParseInt(total, 10, 64); found && err == nil {
		return n
	}
	return size
}

// reader translates errors that come while the bytes flow.
type reader struct{ io.ReadCloser }

func (r *reader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = translate("read object", err)
	}
	return n, err
}

// Stat describes a version; version "" is the newest.
func (s *Store) Stat(ctx context.Context, bucket, key, version string) (Info, error) {
	object, err := s.core.StatObject(ctx, bucket, key, minio.StatObjectOptions{VersionID: version})
	if err != nil {
		return Info{}, translate("stat object", err)
	}
	info := infoOf(object)
	info.Key = key
	if until, err := time.Parse(time.RFC3339, object.Metadata.Get("X-Amz-Object-Lock-Retain-Until-Date")); err == nil {
		info.RetainUntil = until
	}
	return info, nil
}

func infoOf(o minio.ObjectInfo) Info {
	return Info{Key: o.Key, Version: o.VersionID, ETag: o.ETag, Type: o.ContentType, Size: o.Size, At: o.LastModified, Marker: o.IsDeleteMarker}
}

// Retain locks a version until the given time. Governance mode: only Remove
// and Drop with a bypass can take it away sooner.
func (s *Store) Retain(ctx context.Context, bucket, key, version string, until time.Time) error {
	mode := minio.Governance
	err := s.core.PutObjectRetention(ctx, bucket, key,
		minio.PutObjectRetentionOptions{VersionID: version, Mode: &mode, RetainUntilDate: &until})
	return translate("lock object", err)
}

// Remove deletes one version for good, past its lock when bypass is set; an
// absent one is no error. A lock that holds is Conflict "storage_locked".
func (s *Store) Remove(ctx context.Context, bucket, key, version string, bypass bool) error {
	err := s.core.RemoveObject(ctx, bucket, key, minio.RemoveObjectOptions{VersionID: version, GovernanceBypass: bypass})
	switch answer := minio.ToErrorResponse(err); {
	case err == nil, isMissing(answer.Code):
		return nil
	case isLocked(answer):
		return fault.New(fault.Conflict, "storage_locked", fault.Cause(err))
	}
	return translate("remove object", err)
}

// isLocked knows both servers' words for an object lock that holds.
func isLocked(answer minio.ErrorResponse) bool {
	return answer.Code == "ObjectLocked" ||
		strings.Contains(answer.Message, "object lock") || strings.Contains(answer.Message, "WORM protected")
}

// List walks the newest versions under a prefix, or all versions and markers.
func (s *Store) List(ctx context.Context, bucket, prefix string, versions bool) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		o := minio.ListObjectsOptions{Prefix: prefix, Recursive: true, WithVersions: versions}
		for object := range s.core.ListObjectsIter(ctx, bucket, o) {
			if object.Err != nil {
				yield(Info{}, translate("list objects", object.Err))
				return
			}
			if !yield(infoOf(object), nil) {
				return
			}
		}
	}
}

package blob

import (
	"context"
	"time"

	"github.com/minio/minio-go/v7"
)

// Bucket is the name of a province's bucket.
func (s *Store) Bucket(slug string) string { return s.prefix + slug }

// EnsureBucket makes the province's bucket with versioning and object lock;
// doing it again changes nothing.
func (s *Store) EnsureBucket(ctx context.Context, slug string) error {
	bucket := s.Bucket(slug)
	exists, err := s.core.BucketExists(ctx, bucket)
	if err != nil {
		return translate("look for bucket", err)
	}
	if !exists {
		err = s.core.MakeBucket(ctx, bucket, minio.MakeBucketOptions{Region: s.region, ObjectLocking: true})
		if err != nil && minio.ToErrorResponse(err).Code != "BucketAlreadyOwnedByYou" {
			return translate("make bucket", err)
		}
	}
	versioning, err := s.core.GetBucketVersioning(ctx, bucket)
	if err != nil {
		return translate("read versioning", err)
	}
	if versioning.Enabled() {
		return nil
	}
	return translate("switch versioning on", s.core.EnableVersioning(ctx, bucket))
}

// Ready answers whether the store can be reached and the keys are right.
func (s *Store) Ready(ctx context.Context) error {
	_, err := s.core.BucketExists(ctx, s.prefix+"ready")
	return translate("reach store", err)
}

// Drop removes the bucket with every version, locked or not. An absent bucket
// is no error.
func (s *Store) Drop(ctx context.Context, bucket string) error {
	exists, err := s.core.BucketExists(ctx, bucket)
	if err != nil || !exists {
		return translate("look for bucket", err)
	}
	if err := s.AbortAll(ctx, bucket, "", time.Now().Add(24*time.Hour)); err != nil {
		return err
	}
	for info, err := range s.List(ctx, bucket, "", true) {
		if err != nil {
			return err
		}
		if err := s.Remove(ctx, bucket, info.Key, info.Version, true); err != nil {
			return err
		}
	}
	return translate("remove bucket", s.core.RemoveBucket(ctx, bucket))
}

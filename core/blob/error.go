package blob

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"

	"github.com/doanket/doanket/core/fault"
)

// retry is when to try again after the store was away.
const retry = 5 * time.Second

// translate turns what minio-go says into a fault; act says what was tried.
func translate(act string, err error) error {
	if err == nil {
		return nil
	}
	cause := fault.Cause(err)
	answer := minio.ToErrorResponse(err)
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: %w", act, fault.New(fault.Unavailable, "storage_unavailable", fault.Retry(retry), cause))
	case isMissing(answer.Code), answer.Code != "" && answer.StatusCode == http.StatusNotFound:
		return fmt.Errorf("%s: %w", act, fault.New(fault.NotFound, "not_found", cause))
	case isFull(answer):
		return fmt.Errorf("%s: %w", act, fault.New(fault.Unavailable, "storage_full", fault.Retry(time.Minute), cause))
	case answer.StatusCode == http.StatusRequestedRangeNotSatisfiable:
		return fmt.Errorf("%s: %w", act, fault.New(fault.Invalid, "range_invalid", fault.Field("range", "out_of_range"), cause))
	case isDigest(answer.Code):
		return fmt.Errorf("%s: %w", act, fault.New(fault.Invalid, "checksum_mismatch", cause))
	case isLimit(answer.Code):
		return fmt.Errorf("%s: %w", act, fault.New(fault.Internal, "storage_refused", cause))
	}
	// Wrong keys and no network look the same to people: the store is away.
	return fmt.Errorf("%s: %w", act, fault.New(fault.Unavailable, "storage_unavailable", fault.Retry(retry), cause))
}

func isMissing(code string) bool {
	switch code {
	case "NoSuchKey", "NoSuchVersion", "NoSuchBucket", "NoSuchUpload", "NotFound":
		return true
	}
	return false
}

func isFull(answer minio.ErrorResponse) bool {
	switch answer.Code {
	case "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded":
		return true
	}
	return answer.StatusCode == http.StatusInsufficientStorage
}

func isDigest(code string) bool {
	switch code {
	case "BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch":
		return true
	}
	return false
}

// isLimit lists what only a mistake of ours can cause.
func isLimit(code string) bool {
	switch code {
	case "EntityTooSmall", "EntityTooLarge", "InvalidPart", "InvalidPartOrder", "InvalidRequest", "InvalidArgument", "MalformedXML":
		return true
	}
	return false
}

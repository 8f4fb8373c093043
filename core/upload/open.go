package upload

import (
	"context"
	"fmt"
	"io"

	"github.com/doanket/doanket/core/fault"
)

// Open is an upload of the caller's, whole, that no document has claimed, with its
// bytes; close what it returns. Faults: those of Finish, Conflict "upload.claimed",
// Unavailable.
func (s *Uploads) Open(ctx context.Context, uploadID string) (Finished, io.ReadCloser, error) {
	u, err := s.Finish(ctx, uploadID)
	if err == nil && u.DocumentID != "" {
		err = fault.New(fault.Conflict, "upload.claimed", fault.Field("upload"))
	}
	if err != nil {
		return u, nil, err
	}
	body, _, err := s.options.Store.Get(ctx, s.bucket(ctx), u.key, u.version, 0, -1)
	if err != nil {
		return u, nil, fmt.Errorf("open upload: %w", err)
	}
	return u, body, nil
}

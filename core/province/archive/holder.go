package archive

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/doanket/doanket/core/fault"
)

// Holder keeps part of a province in the store, each object named by a SHA-256 that its
// room proves: documents, closed periods.
type Holder interface {
	Each(ctx context.Context, take func(sha256 string, size int64, open func() (io.ReadCloser, error)) error) error
	// Adopt stores an object the province already has a row for. NotFound: it has none.
	Adopt(ctx context.Context, sha256 string, size int64, r io.Reader) error
}

// Take writes all that the holders keep and says how many objects and bytes that is.
func (w *Writer) Take(ctx context.Context, holders []Holder) (count int, bytes int64, err error) {
	for _, h := range holders {
		err := h.Each(ctx, func(sum string, size int64, open func() (io.ReadCloser, error)) error {
			body, err := open()
			if err != nil {
				return err
			}
			count, bytes = count+1, bytes+size
			return errors.Join(w.Document(sum, size, body), body.Close())
		})
		if err != nil {
			return count, bytes, err
		}
	}
	return count, bytes, nil
}

// GiveBack has the holders take what was written for them, and counts what the archive
// holds. What was stored after the database was read is in the archive too; the province
// knows nothing of it. Fault: Invalid backup_malformed when a holder lacks something.
func (r *Reader) GiveBack(ctx context.Context, holders []Holder) (int, error) {
	lacking := 0
	for _, h := range holders {
		err := h.Each(ctx, func(string, int64, func() (io.ReadCloser, error)) error { lacking++; return nil })
		if err != nil {
			return 0, err
		}
	}
	count, err := r.Documents(func(sum string, size int64, body io.Reader) error {
		for _, h := range holders {
			err := h.Adopt(ctx, sum, size, body)
			if fault.Is(err, fault.NotFound) {
				continue
			}
			if err != nil {
				return fmt.Errorf("document %s: %w", sum, err)
			}
			lacking--
			break
		}
		return nil
	})
	if err == nil && lacking != 0 {
		err = Malformed(nil)
	}
	return count, err
}

package closing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/doanket/doanket/core/closing/statement"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// Each hands on the statement of every closed period of the province in ctx, by the
// hash it was signed with; backup asks.
func (cs *Closings) Each(ctx context.Context, take func(sha256 string, size int64, open func() (io.ReadCloser, error)) error) error {
	all, err := list(ctx, "ORDER BY sha256")
	for _, c := range all {
		if err := take(c.SHA256, c.Size, func() (io.ReadCloser, error) { return cs.open(ctx, c) }); err != nil {
			return fmt.Errorf("closing %s: %w", c.ID, err)
		}
	}
	return err
}

// Adopt stores a statement that a restored province already has the row of, under lock
// again, and proves it by its signature. Faults: NotFound without a row; Invalid
// checksum_mismatch.
func (cs *Closings) Adopt(ctx context.Context, sha256 string, size int64, r io.Reader) error {
	found, err := list(ctx, "WHERE sha256 = ?", sha256)
	if err == nil && len(found) == 0 {
		err = fault.New(fault.NotFound, "not_found")
	}
	if err != nil {
		return err
	}
	file, err := os.CreateTemp("", "doanket-closing-")
	if err != nil {
		return err
	}
	defer func() { _ = errors.Join(file.Close(), os.Remove(file.Name())) }()
	if n, err := io.Copy(file, r); err != nil || n != size {
		return cmp.Or(err, changed(sha256))
	}
	c := found[0]
	for _, read := range []func() error{
		func() error {
			if _, err := statement.Sound(file, c.Key, sha256); err != nil {
				return changed(sha256)
			}
			return nil
		},
		func() error { return cs.lock(ctx, c, file) },
	} {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if err := read(); err != nil {
			return err
		}
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.Exec(ctx, "UPDATE closing SET object_version = ? WHERE id = ?", c.objectVersion, c.ID)
		return err
	})
}

func changed(sha256 string) error {
	return fault.New(fault.Invalid, "checksum_mismatch", fault.Param("sha256", sha256))
}

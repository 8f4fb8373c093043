package province

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/province/archive"
	"github.com/doanket/doanket/core/tenant"
)

// Archive is what a backup holds; it stands first in the file and, with the
// counts, last, so that a cut file is known by its missing end.
type Archive struct {
	Format    int           `json:"format"`
	Tenant    string        `json:"tenant"`
	Record    tenant.Tenant `json:"record"`
	MadeAt    time.Time     `json:"made_at"`
	Documents int           `json:"documents"`
	Bytes     int64         `json:"bytes"`
	Sealed    bool          `json:"sealed,omitempty"` // restored, and sealed fields open only with the master key it comes from
}

// Backup writes one province into a file: its database, the bytes of every
// document version and its closed periods, encrypted under the installation's master
// key. The file appears only when it is whole.
func (p *Provinces) Backup(ctx context.Context, slug, path string) (a Archive, err error) {
	ctx = p.Cluster.With(ctx)
	t, err := p.Tenants.Get(ctx, slug)
	if err != nil {
		return a, err
	}
	if t.State == tenant.Restoring {
		return a, fault.New(fault.Conflict, "tenant_unfinished", fault.Param("tenant", slug))
	}
	in := p.inside(ctx, t, "tenant.backup")
	part, err := os.CreateTemp(filepath.Dir(path), ".backup-")
	if err != nil {
		return a, fmt.Errorf("backup %s: %w", slug, err)
	}
	defer os.Remove(part.Name()) //nolint:errcheck // gone already when all went well
	a = Archive{Format: archive.Format, Tenant: slug, Record: *t, MadeAt: id.NowIn(ctx)}
	sealed, err := p.Keys.SealFile(part)
	if err != nil {
		return a, errors.Join(err, part.Close())
	}
	w := archive.NewWriter(sealed)
	err = p.write(in, w, &a)
	if err = errors.Join(err, w.Close(), sealed.Close(), part.Sync(), part.Close()); err != nil {
		return a, fmt.Errorf("backup %s: %w", slug, err)
	}
	return a, os.Rename(part.Name(), path)
}

func (p *Provinces) write(ctx context.Context, w *archive.Writer, a *Archive) error {
	if err := w.Head(a); err != nil {
		return err
	}
	if err := p.writeDatabase(ctx, w, a.Tenant); err != nil {
		return fmt.Errorf("database: %w", err)
	}
	var err error
	if a.Documents, a.Bytes, err = w.Take(ctx, p.Holders); err != nil {
		return err
	}
	return w.End(a)
}

// writeDatabase goes through a file, because tar must know a size beforehand.
func (p *Provinces) writeDatabase(ctx context.Context, w *archive.Writer, slug string) error {
	dump, err := os.CreateTemp("", "doanket-dump-")
	if err != nil {
		return err
	}
	_ = os.Remove(dump.Name()) // where a name can go before its file is closed, nothing in clear outlives this process
	defer func() { _ = errors.Join(dump.Close(), os.RemoveAll(dump.Name())) }()
	if err := p.Cluster.Dump(ctx, slug, dump); err != nil {
		return err
	}
	size, err := dump.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	if _, err := dump.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return w.Database(size, dump)
}

package province

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/province/archive"
	"github.com/doanket/doanket/core/tenant"
)

// Restore makes a province from a backup, under its own slug or another one.
// The file is one that a master key named here sealed, unchanged; every document's
// SHA-256 is proved. Nobody sees the province before it is
// whole; a restore that fails leaves nothing, one that was killed leaves a
// province in the state Restoring, which Remove takes away.
// Faults: Conflict "exists", Invalid "backup_malformed", Unavailable "seal_key_unknown".
func (p *Provinces) Restore(ctx context.Context, path, as string) (Archive, error) {
	file, err := os.Open(path)
	if err != nil {
		return Archive{}, fault.New(fault.Invalid, "file_missing", fault.Param("file", path), fault.Cause(err))
	}
	defer file.Close()
	opened, err := p.Keys.OpenFile(file)
	if err != nil {
		return Archive{}, err
	}
	in, err := archive.NewReader(opened)
	if err != nil {
		return Archive{}, err
	}
	r := &restoring{Provinces: p, in: in}
	ctx = p.Cluster.With(ctx)
	if err := r.head(as); err != nil {
		return Archive{}, err
	}
	if _, err := p.Tenants.Get(ctx, r.slug); !fault.Is(err, fault.NotFound) {
		return Archive{}, errors.Join(fault.New(fault.Conflict, "exists", fault.Param("tenant", r.slug)), err)
	}
	if err := r.fill(ctx); err != nil {
		err = fmt.Errorf("restore %s: %w", r.slug, err)
		if r.made { // else the name is another's
			err = errors.Join(err, p.Remove(context.WithoutCancel(ctx), r.slug))
		}
		return Archive{}, err
	}
	r.end.Tenant, r.end.Sealed = r.slug, r.sealed
	return r.end, nil
}

// restoring is one run of Restore.
type restoring struct {
	*Provinces
	in     *archive.Reader
	slug   string
	made   bool // the province is this run's
	from   Archive
	end    Archive
	sealed bool // its keys are wrapped by a master key that is not named here
}

func (r *restoring) head(as string) error {
	if err := r.in.Head(&r.from); err != nil {
		return err
	}
	r.slug = r.from.Tenant
	if as != "" {
		r.slug = as
	}
	return nil
}

func (r *restoring) fill(ctx context.Context) error {
	t := r.from.Record
	t.Slug, t.State = r.slug, tenant.Restoring // nobody sees it before it is whole
	if r.slug != r.from.Tenant {
		t.Hosts = nil // hosts stay with the province they belong to
	}
	made, err := r.Tenants.Create(ctx, t)
	if err != nil {
		return err
	}
	r.made = true
	dump, err := r.in.Database()
	if err != nil {
		return err
	}
	if err := r.Cluster.Load(ctx, r.slug, dump); err != nil {
		if !fault.Is(err, fault.Unavailable) { // the database is there, so it is the archive
			err = archive.Malformed(err)
		}
		return fmt.Errorf("database: %w", err)
	}
	if err := r.Store.EnsureBucket(ctx, r.slug); err != nil {
		return err
	}
	in := r.inside(ctx, made, "tenant.restore")
	if err := r.documents(in); err != nil {
		return err
	}
	if err := r.settleKeys(in); err != nil {
		return err
	}
	if err := r.Kinds.Prepare(in); err != nil {
		return err
	}
	if err := r.Figures.Prepare(in); err != nil {
		return err
	}
	return r.Tenants.Restored(ctx, r.slug, cmp.Or(r.from.Record.State, tenant.Active))
}

// documents puts back and proves all that is kept in the store; the archive's end says
// how much that must be.
func (r *restoring) documents(ctx context.Context) error {
	count, err := r.in.GiveBack(ctx, r.Holders)
	if err != nil {
		return err
	}
	if err := r.in.End(&r.end); err != nil {
		return err
	}
	if r.end.Documents != count {
		return archive.Malformed(nil)
	}
	return nil
}

package province

import (
	"context"
	"errors"
	"fmt"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/tenant"
)

// Rotated says what came of a new master key.
type Rotated struct {
	Keys    int  `json:"keys"`     // keys of provinces wrapped anew
	OldKept bool `json:"old_kept"` // old master keys stand where only the operator can take them out
}

// RotateMaster wraps the keys of every province with a new master key; torn, it
// goes on when run again. Where the master keys come from the configuration the
// new one must stand there first. Faults: Invalid seal_key_file; Unavailable
// seal_key_unknown with the province.
func (p *Provinces) RotateMaster(ctx context.Context) (Rotated, error) {
	var r Rotated
	if err := p.Keys.AddMaster(); err != nil {
		return r, err
	}
	list, err := p.Tenants.List(p.Cluster.With(ctx))
	if err != nil {
		return r, err
	}
	var failed []error
	for _, t := range list {
		if t.State == tenant.Restoring {
			continue // bound when it is whole
		}
		n, err := p.Keys.Rebind(p.inside(ctx, t, "seal.rotate_master"))
		if err != nil {
			failed = append(failed, fmt.Errorf("province %s: %w", t.Slug, err))
		}
		r.Keys += n
	}
	if err := errors.Join(failed...); err != nil {
		return r, err
	}
	dropped, err := p.Keys.DropMasters()
	r.OldKept = !dropped
	return r, err
}

// settleKeys binds the keys of a restored province to it and ends the sessions and
// tokens that were copied with it. Keys of another installation stay closed until
// its master key is named.
func (r *restoring) settleKeys(ctx context.Context) error {
	if err := r.People.EndAll(ctx); err != nil {
		return err
	}
	err := r.Keys.Settle(ctx)
	if fault.HasCode(err, "seal_key_unknown") {
		r.sealed = true
		return nil
	}
	return err
}

package read

import (
	"context"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/unit"
)

// Reach is the kind and the condition on the rows of the table record that are its
// records the actor may read, at or below a unit as owner or addressee ("" for
// wherever they may read); no condition where there can be none. Fault: NotFound
// for an unknown kind or unit.
func (r *Reader) Reach(ctx context.Context, name, under string) (*kind.Kind, *row.Clause, error) {
	k, err := r.kinds.Of(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	readable, err := r.readable(ctx, k)
	if err != nil || readable == nil {
		return k, nil, err
	}
	c := &row.Clause{}
	c.Add("kind = ? AND phase <> 'discarded' AND ", k.Full)
	c.Add(readable.Text.String(), readable.Args...)
	return k, c, r.under(ctx, c, k, under)
}

// under adds "at or below the unit, as owner or addressee".
func (r *Reader) under(ctx context.Context, c *row.Clause, k *kind.Kind, unitID string) error {
	if unitID == "" {
		return nil
	}
	u, err := r.tree.Get(ctx, unitID)
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "not_found", fault.Field("under"))
	}
	if err != nil {
		return err
	}
	from, to := unit.Range(u.Path)
	if k.DeliversToMany() {
		c.Add(" AND ((unit_path >= ? AND unit_path < ?) OR id IN (SELECT record_id FROM record_delivery WHERE path >= ? AND path < ?))", from, to, from, to)
		return nil
	}
	c.Add(" AND ((unit_path >= ? AND unit_path < ?) OR (to_path >= ? AND to_path < ?))", from, to, from, to)
	return nil
}

package record

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
)

// settle computes what follows from the act's input, holds its dates to the life
// of its unit and addresses the record.
func (r *Records) settle(ctx context.Context, a *act.Act) error {
	if err := a.Settle(); err != nil {
		return err
	}
	if err := r.inLife(ctx, a); err != nil {
		return err
	}
	return r.address(ctx, a)
}

// address sends the record to the units in the field the transition names.
func (r *Records) address(ctx context.Context, a *act.Act) error {
	name := a.DeliverField()
	if name == "" {
		return nil
	}
	ids := act.UnitsIn(a.After.Fields[name])
	if len(ids) == 0 {
		if !act.Faulty(a.Problems, name) {
			a.Problems = append(a.Problems, kind.Problem(name, "required")...)
		}
		return nil
	}
	a.Delivered = nil
	for _, unitID := range ids {
		u, err := r.Tree.Get(ctx, unitID)
		if err != nil {
			return fmt.Errorf("find addressee: %w", err)
		}
		a.Delivered = append(a.Delivered, row.Delivery{UnitID: u.ID, Path: u.Path})
	}
	if a.Kind.Field(name).Type == manifest.TypeUnit {
		a.After.ToUnitID, a.After.ToPath = a.Delivered[0].UnitID, a.Delivered[0].Path
		return nil
	}
	a.After.Sent, a.After.SentTo, a.After.SentCount = nil, nil, len(a.Delivered)
	for _, d := range a.Delivered {
		a.After.Sent, a.After.SentTo = append(a.After.Sent, d.Path), append(a.After.SentTo, d.UnitID)
	}
	return nil
}

// keepDeliveries stores to whom the acts send their records.
func keepDeliveries(ctx context.Context, acts []*act.Act) error {
	for _, a := range acts {
		if len(a.Delivered) == 0 {
			continue
		}
		if err := row.Deliver(ctx, a.After, a.DeliverField(), a.Delivered); err != nil {
			return err
		}
	}
	return nil
}

// moveDeliveries rewrites the paths of addressees.
func moveDeliveries(ctx context.Context, oldPath, newPath, from, to string) error {
	_, err := db.Exec(ctx, "UPDATE record_delivery SET path = ? || substr(path, ?) WHERE path >= ? AND path < ?", newPath, len(oldPath)+1, from, to)
	return err
}

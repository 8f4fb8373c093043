package record

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/act"
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
	return r.deliver(ctx, a)
}

// deliver addresses the record to the unit the transition names.
func (r *Records) deliver(ctx context.Context, a *act.Act) error {
	if a.Move == nil || a.Move.Deliver == "" {
		return nil
	}
	id := act.Str(a.After.Fields[a.Move.Deliver])
	if id == "" {
		if !act.Faulty(a.Problems, a.Move.Deliver) {
			a.Problems = append(a.Problems, kind.Problem(a.Move.Deliver, "required")...)
		}
		return nil
	}
	u, err := r.Tree.Get(ctx, id)
	if err != nil {
		return fmt.Errorf("find addressee: %w", err)
	}
	a.After.ToUnitID, a.After.ToPath = u.ID, u.Path
	return nil
}

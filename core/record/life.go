package record

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/act"
)

// inLife notes the dates by which the record counts that lie outside the life of
// its unit. Units know little of what was before the first day the province
// entered for them: communes formed on 1 July 2025 have no predecessors on
// record, and what those did is theirs. So whatever the first day, facts go back
// to the province's facts_from; earlier only where the tree itself does.
func (r *Records) inLife(ctx context.Context, a *act.Act) error {
	stated := a.Stated(r.Kinds.In(ctx).Placing(a.Kind.Full))
	if len(stated) == 0 {
		return nil
	}
	life, err := r.Tree.Life(ctx, a.After.UnitID)
	if err != nil {
		return fmt.Errorf("life of the unit: %w", err)
	}
	since := a.Province.Settings.FactsSince()
	if life.From.Before(since) {
		since = life.From
	}
	u, err := r.Tree.Get(ctx, a.After.UnitID)
	if err != nil {
		return err
	}
	for name, day := range stated {
		switch {
		case act.Faulty(a.Problems, name):
		case day.Before(since):
			a.Problems = append(a.Problems, kind.Problem(name, "before_unit", "unit", u.Name, "day", since.String())...)
		case !life.To.IsZero() && day.After(life.To):
			a.Problems = append(a.Problems, kind.Problem(name, "after_unit", "unit", u.Name, "day", life.To.String())...)
		}
	}
	return nil
}

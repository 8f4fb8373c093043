package duty

import (
	"context"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/text"
)

// Excuse says who released a unit from an obligation, when and why.
type Excuse struct {
	By     string
	At     time.Time
	Reason string
}

// maxReason is how many characters a reason may have.
const maxReason = 1000

func (r *row) excuse() *Excuse {
	if r.State != Excused {
		return nil
	}
	return &Excuse{By: r.ExcusedBy, At: time.UnixMicro(r.ExcusedAt).UTC(), Reason: r.Reason}
}

// Excuse releases the unit from the obligation; it counts no more among those that
// owe. Faults: NotFound; Forbidden, also own_work where the actor has a post at the
// unit; Invalid at
// reason; Conflict duty_settled when it is met, excused or ended.
func (ds *Duties) Excuse(ctx context.Context, obligationID, reason string) (*Obligation, error) {
	reason, err := text.Check("reason", reason, maxReason, true)
	if err != nil {
		return nil, err
	}
	return ds.turn(ctx, obligationID, "duty.excuse", reason, func(ctx context.Context, r *row) error {
		if r.State != Open {
			return fault.New(fault.Conflict, "duty_settled")
		}
		r.State, r.ExcusedBy, r.ExcusedAt, r.Reason = Excused, identity.By(ctx), db.Now(ctx).UnixMicro(), reason
		return nil
	})
}

// TakeBack takes an excuse back: the obligation is again what the records for it
// say. Faults as Excuse; Conflict duty_settled when it is not excused.
func (ds *Duties) TakeBack(ctx context.Context, obligationID string) (*Obligation, error) {
	return ds.turn(ctx, obligationID, "duty.take_back", "", func(ctx context.Context, r *row) error {
		if r.State != Excused {
			return fault.New(fault.Conflict, "duty_settled")
		}
		sums, err := sumsOf(ctx, []*row{r})
		if err != nil {
			return err
		}
		r.State, r.ExcusedBy, r.ExcusedAt, r.Reason = Open, "", 0, ""
		r.settle(sums[r.ID])
		return nil
	})
}

// turn changes one obligation and logs it.
func (ds *Duties) turn(ctx context.Context, obligationID, action, reason string, change func(ctx context.Context, r *row) error) (out *Obligation, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		r, err := ds.reachable(ctx, obligationID)
		if err != nil {
			return err
		}
		if err := db.Lock(ctx, "duty:"+r.UnitID+" "+r.Duty); err != nil {
			return err
		}
		if r, err = ds.reachable(ctx, obligationID); err != nil { // as it is behind the lock
			return err
		}
		if err := ds.mayExcuse(ctx, r); err != nil {
			return err
		}
		if err := change(ctx, r); err != nil {
			return err
		}
		ds.Counted(ctx)
		if err := r.save(ctx); err != nil {
			return err
		}
		entry := audit.Entry{Action: action, Object: r.ID, Kind: r.Duty, UnitID: r.UnitID, Reason: reason, Detail: map[string]any{"period": r.Period}}
		if err := audit.Append(ctx, entry); err != nil {
			return err
		}
		out, err = ds.shown(ctx, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", action, obligationID, err)
	}
	return out, nil
}

// mayExcuse asks whether the actor may release the unit: by permission, and not
// one they have a post at themselves.
func (ds *Duties) mayExcuse(ctx context.Context, r *row) error {
	if err := ds.Gate.Check(ctx, ExcuseAct, r.object()); err != nil {
		return err
	}
	a, err := identity.From(ctx)
	if err != nil {
		return err
	}
	for _, p := range a.Posts {
		if p.UnitID == r.UnitID {
			return fault.New(fault.Forbidden, "own_work")
		}
	}
	return nil
}

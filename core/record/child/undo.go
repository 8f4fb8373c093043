package child

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/read"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
)

// UndoCascade stops a cascade and takes back what it made: by the step children
// take when their parent is given up, so that whoever has seen one finds it
// cancelled and why; where there is no such step, those nobody has touched are
// thrown away. What has gone on since stays. Only who took the step may, and still
// could today. Faults:
// NotFound; Forbidden; Conflict wrong_state when it is undone already or has moved
// children on.
func (c *Children) UndoCascade(ctx context.Context, recordID, cascadeID, reason string) error {
	parent, err := c.w.Get(ctx, recordID)
	if err != nil {
		return err
	}
	reason, problems := kind.Tidy("reason", reason)
	if len(problems) > 0 {
		return fault.New(fault.Invalid, "invalid", fault.Fields(problems...))
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		found, err := read.FindCascades(ctx, "id = ? AND record_id = ?", cascadeID, recordID)
		switch {
		case err != nil:
			return err
		case len(found) == 0:
			return fault.New(fault.NotFound, "not_found")
		case found[0].By != identity.By(ctx), !c.w.MayStill(ctx, parent):
			return fault.New(fault.Forbidden, "forbidden")
		}
		n, err := db.Exec(ctx, "UPDATE record_cascade SET state = ?, reason = ?, after_id = '' WHERE id = ? AND step = '' AND state IN (?)",
			read.CascadeUndoing, reason, cascadeID, []string{read.CascadeRunning, read.CascadeDone})
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "wrong_state", fault.Field("state"))
		}
		if err := audit.Append(ctx, audit.Entry{Action: "record.undo_cascade", Object: recordID, Reason: reason}); err != nil {
			return err
		}
		return job.Enqueue(ctx, Job, cascadeID)
	})
}

// undo takes back the next hundred.
func (c *Children) undo(ctx context.Context, a *act.Act, x *cascade) error {
	found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE phase <> 'discarded' AND id > ? AND id IN "+
		"(SELECT to_id FROM record_link WHERE from_id = ? AND rel = 'effect') ORDER BY id LIMIT ?", x.after, x.RecordID, MaxInline)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		x.State = read.CascadeUndone
		return nil
	}
	if err := c.w.Fill(ctx, found...); err != nil {
		return err
	}
	var withdrawn, discarded []*act.Act
	for _, rec := range found {
		k, err := c.kinds.Of(ctx, rec.Kind)
		if err != nil {
			return err
		}
		one := &act.Act{Kind: k, Before: rec, After: rec.Clone(), Reason: because(a)}
		switch step := withdrawal(a.Kind, k); {
		case step != nil && slices.Contains(step.From, rec.State):
			take(one, step)
			withdrawn = append(withdrawn, one)
		case rec.Version == 1 && (step == nil || rec.Draft):
			one.Op, one.Action, one.Reason, one.After.Phase = sdk.OpDelete, "discard", "", row.Discarded
			discarded = append(discarded, one)
		default:
			continue
		}
		if err := one.Open(ctx); err != nil {
			return err
		}
	}
	if err := c.w.Advance(ctx, withdrawn); err != nil {
		return err
	}
	x.after = found[len(found)-1].ID
	x.Undone += len(act.Alive(withdrawn)) + len(discarded)
	return c.w.Store(ctx, discarded)
}

// withdrawal is the step that children take when a record of the parent's kind is
// given up, nil if there is none.
func withdrawal(parent, child *kind.Kind) *manifest.Transition {
	for _, t := range parent.Lifecycle.Transitions {
		for _, s := range t.Children {
			step := child.Lifecycle.Transition(s.Do)
			if s.Kind != child.Full || step == nil {
				continue
			}
			if to := child.Lifecycle.State(step.To); to != nil && to.Phase == row.Cancelled {
				return step
			}
		}
	}
	return nil
}

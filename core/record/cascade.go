package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/read"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
)

// CascadeJob makes or undoes the next hundred; its arguments are the id.
const CascadeJob = "record.cascade"

// startCascade leaves the records an act makes to a job.
func startCascade(ctx context.Context, a *act.Act, made []sdk.Effect) error {
	text, err := json.Marshal(made)
	if err != nil {
		return err
	}
	cascadeID := id.New("csc")
	if _, err = db.Exec(ctx, "INSERT INTO record_cascade (id, record_id, person, module, state, total, done, undone, effects, at) VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?, ?)",
		cascadeID, a.After.ID, identity.By(ctx), a.EffectSource().ID, CascadeRunning, len(made), string(text), row.Micros(db.Now(ctx))); err != nil {
		return fmt.Errorf("start cascade: %w", err)
	}
	return job.Enqueue(ctx, CascadeJob, cascadeID)
}

// UndoCascade stops a cascade and has what it made thrown away, but for records
// somebody has touched since. Only who took the step may. Faults: NotFound;
// Forbidden; Conflict wrong_state when it is undone already.
func (r *Records) UndoCascade(ctx context.Context, recordID, cascadeID string) error {
	if _, err := r.Get(ctx, recordID); err != nil {
		return err
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		found, err := read.FindCascades(ctx, "id = ? AND record_id = ?", cascadeID, recordID)
		switch {
		case err != nil:
			return err
		case len(found) == 0:
			return fault.New(fault.NotFound, "not_found")
		case found[0].By != identity.By(ctx):
			return fault.New(fault.Forbidden, "forbidden")
		}
		n, err := db.Exec(ctx, "UPDATE record_cascade SET state = ? WHERE id = ? AND state IN (?)", CascadeUndoing, cascadeID, []string{CascadeRunning, CascadeDone})
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "wrong_state", fault.Field("state"))
		}
		if err := audit.Append(ctx, audit.Entry{Action: "record.undo_cascade", Object: recordID}); err != nil {
			return err
		}
		return job.Enqueue(ctx, CascadeJob, cascadeID)
	})
}

// Proceed does the next hundred of a cascade and asks for the next turn.
func (r *Records) Proceed(ctx context.Context, j job.Job) error {
	var cascadeID string
	if err := j.Decode(&cascadeID); err != nil {
		return err
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, "cascade:"+cascadeID); err != nil {
			return err
		}
		found, err := read.FindCascades(ctx, "id = ?", cascadeID)
		if err != nil || len(found) == 0 {
			return err
		}
		c := found[0]
		ctx = identity.With(ctx, identity.Actor{PersonID: c.By})
		switch c.State {
		case CascadeRunning:
			err = r.proceed(ctx, &c)
		case CascadeUndoing:
			err = r.undo(ctx, &c)
		default:
			return nil
		}
		if err != nil {
			return fmt.Errorf("cascade %s: %w", cascadeID, err)
		}
		if _, err := db.Exec(ctx, "UPDATE record_cascade SET state = ?, done = ?, undone = ? WHERE id = ?", c.State, c.Done, c.Undone, c.ID); err != nil {
			return err
		}
		if c.State == CascadeRunning || c.State == CascadeUndoing {
			return job.Enqueue(ctx, CascadeJob, cascadeID)
		}
		return nil
	})
}

func (r *Records) proceed(ctx context.Context, c *Cascade) error {
	var module, text string
	if err := db.QueryRow(ctx, "SELECT module, effects FROM record_cascade WHERE id = ?", c.ID).Scan(&module, &text); err != nil {
		return err
	}
	var made []sdk.Effect
	if err := json.Unmarshal([]byte(text), &made); err != nil {
		return err
	}
	parent, err := row.Find(ctx, c.RecordID)
	if err != nil {
		return err
	}
	if err := r.Fill(ctx, parent); err != nil {
		return err
	}
	k, err := r.Kinds.Of(ctx, parent.Kind)
	if err != nil {
		return err
	}
	a := &act.Act{Kind: k, Before: parent, After: parent, Speaker: r.Kinds.In(ctx).Manifest(module)}
	var births []birth
	upTo := min(c.Done+maxInline, len(made))
	for _, e := range made[c.Done:upTo] {
		births = append(births, birth{a, e})
	}
	if err := r.createChildren(ctx, births); err != nil {
		return err
	}
	if c.Done = upTo; c.Done == len(made) {
		c.State = CascadeDone
	}
	return nil
}

// undo throws away the next hundred that nobody has touched.
func (r *Records) undo(ctx context.Context, c *Cascade) error {
	found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE version = 1 AND phase <> 'discarded' AND id IN "+
		"(SELECT to_id FROM record_link WHERE from_id = ? AND rel = 'effect') ORDER BY id LIMIT ?", c.RecordID, maxInline)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		c.State = CascadeUndone
		return nil
	}
	if err := r.Fill(ctx, found...); err != nil {
		return err
	}
	var acts []*act.Act
	var all []error
	for _, rec := range found {
		k, err := r.Kinds.Of(ctx, rec.Kind)
		if err != nil {
			return err
		}
		a := &act.Act{Op: sdk.OpDelete, Action: "discard", Kind: k, Before: rec, After: rec.Clone(), Reason: ""}
		a.After.Phase = Discarded
		all = append(all, a.Open(ctx))
		acts = append(acts, a)
	}
	if err := errors.Join(all...); err != nil {
		return err
	}
	c.Undone += len(acts)
	return r.store(ctx, acts)
}

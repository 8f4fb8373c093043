package child

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/read"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
)

// cascade is a row of record_cascade: what Cascade shows, and where it is.
type cascade struct {
	read.Cascade
	module  string
	reason  string
	after   string // id of the last child it has been to
	effects string
}

// Make leaves the records an act makes to a job.
func (c *Children) Make(ctx context.Context, a *act.Act, made []sdk.Effect) error {
	text, err := json.Marshal(made)
	if err != nil {
		return err
	}
	return start(ctx, a, cascade{Cascade: read.Cascade{Total: len(made)}, module: a.EffectSource().ID, effects: string(text)})
}

func start(ctx context.Context, a *act.Act, x cascade) error {
	x.ID = id.New("csc")
	_, err := db.Exec(ctx, "INSERT INTO record_cascade (id, record_id, person, module, state, total, done, undone, effects, at, step, reason) VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?)",
		x.ID, a.After.ID, identity.By(ctx), x.module, read.CascadeRunning, x.Total, x.effects, row.Micros(db.Now(ctx)), x.Step, x.reason)
	if err != nil {
		return fmt.Errorf("start cascade: %w", err)
	}
	return job.Enqueue(ctx, Job, x.ID)
}

// turn does the next hundred of a cascade. Those of one record take turns as they
// came: what a step passes on reaches also what the one before is still making.
func (c *Children) turn(ctx context.Context, cascadeID string) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, "cascade:"+cascadeID); err != nil {
			return err
		}
		x, err := find(ctx, cascadeID)
		if err != nil || x == nil || x.State != read.CascadeRunning && x.State != read.CascadeUndoing {
			return err
		}
		if before, err := running(ctx, x.RecordID, "id < ?", x.ID); err != nil || before != "" {
			return err // that one asks for this one when it is through
		}
		if err := c.proceed(identity.With(ctx, identity.Actor{PersonID: x.By}), x); err != nil {
			return fmt.Errorf("cascade %s: %w", cascadeID, err)
		}
		if _, err := db.Exec(ctx, "UPDATE record_cascade SET state = ?, done = ?, undone = ?, after_id = ? WHERE id = ?", x.State, x.Done, x.Undone, x.after, x.ID); err != nil {
			return err
		}
		next := x.ID
		if x.State == read.CascadeDone || x.State == read.CascadeUndone {
			if next, err = running(ctx, x.RecordID, "id > ?", x.ID); err != nil || next == "" {
				return err
			}
		}
		return job.Enqueue(ctx, Job, next)
	})
}

// proceed holds the parent, so that none is made beside a step of its that ends it.
func (c *Children) proceed(ctx context.Context, x *cascade) error {
	if err := db.Lock(ctx, "record:"+x.RecordID); err != nil {
		return err
	}
	parent, err := row.Find(ctx, x.RecordID)
	if err != nil {
		return err
	}
	if err := c.w.Fill(ctx, parent); err != nil {
		return err
	}
	k, err := c.kinds.Of(ctx, parent.Kind)
	if err != nil {
		return err
	}
	a := &act.Act{Kind: k, Before: parent, After: parent, Speaker: c.kinds.In(ctx).Manifest(x.module), Move: k.Lifecycle.Transition(x.Step), Reason: x.reason}
	switch {
	case x.State == read.CascadeUndoing:
		return c.undo(ctx, a, x)
	case x.Step != "":
		return c.follow(ctx, a, x)
	case parent.Phase == row.Cancelled:
		x.State = read.CascadeDone // given up meanwhile: no more of them
		return nil
	}
	return c.make(ctx, a, x)
}

// make makes the next hundred.
func (c *Children) make(ctx context.Context, a *act.Act, x *cascade) error {
	var made []sdk.Effect
	if err := json.Unmarshal([]byte(x.effects), &made); err != nil {
		return err
	}
	a.Move = nil
	upTo := min(x.Done+MaxInline, len(made))
	if err := c.w.Make(ctx, a, made[x.Done:upTo]); err != nil {
		return err
	}
	if x.Done = upTo; x.Done == len(made) {
		x.State = read.CascadeDone
	}
	return nil
}

func find(ctx context.Context, cascadeID string) (*cascade, error) {
	found, err := read.FindCascades(ctx, "id = ?", cascadeID)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	x := &cascade{Cascade: found[0]}
	err = db.QueryRow(ctx, "SELECT module, effects, reason, after_id FROM record_cascade WHERE id = ?", x.ID).Scan(&x.module, &x.effects, &x.reason, &x.after)
	return x, err
}

// running is the first cascade of a record that is not through, among those the
// condition finds; "" if there is none.
func running(ctx context.Context, recordID, where string, args ...any) (string, error) {
	found, err := read.FindCascades(ctx, "record_id = ? AND state IN (?) AND "+where+" ORDER BY id LIMIT 1",
		append([]any{recordID, []string{read.CascadeRunning, read.CascadeUndoing}}, args...)...)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0].ID, nil
}

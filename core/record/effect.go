package record

import (
	"context"
	"fmt"
	"strconv"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/sdk"
)

// NotifyJob tells people what a module wants them told; its arguments are a
// Notify.
const NotifyJob = "record.notify"

// Notify is a module's line for somebody's box about a record, or about none.
type Notify struct {
	Module   string           `json:"module"`
	RecordID string           `json:"record_id,omitempty"`
	By       string           `json:"by"`
	Key      string           `json:"key"` // one cause is told once
	Effect   sdk.NotifyEffect `json:"effect"`
}

// effect does one effect of a verdict in the record's own transaction.
func (r *Records) effect(ctx context.Context, a *act, e sdk.Effect) error {
	switch e.Kind {
	case sdk.EffectCreate:
		return r.bear(ctx, a, e)
	case sdk.EffectLink:
		return link(ctx, a.after.ID, e.Link.Rel, "", e.Link.To)
	case sdk.EffectNotify:
		return job.Enqueue(ctx, NotifyJob, Notify{Module: a.voice().ID, RecordID: a.after.ID, By: a.after.UpdatedBy,
			Key: e.IdemKey + ":" + strconv.Itoa(a.after.Version), Effect: *e.Notify})
	case sdk.EffectEmit:
		return r.publish(ctx, sdk.Happening{Name: a.voice().ID + "." + e.Emit.Name, Kind: a.after.Kind, RecordID: a.after.ID,
			UnitID: a.after.UnitID, Payload: e.Emit.Payload})
	}
	return malformed(a, "effect "+e.Kind)
}

// bear makes the record a verdict asks for, once per key, tied to the one it
// came from. It may set read-only fields: it speaks for the module.
func (r *Records) bear(ctx context.Context, a *act, e sdk.Effect) error {
	known, err := count(ctx, "SELECT COUNT(*) FROM record_link WHERE from_id = ? AND rel = 'effect' AND key = ?", a.after.ID, e.IdemKey)
	if err != nil || known > 0 {
		return err
	}
	child, err := r.unborn(ctx, a, e.Create)
	if err != nil {
		return err
	}
	if err := r.settle(ctx, child); err != nil {
		return err
	}
	if err := r.judge(ctx, child); err != nil {
		return err
	}
	if err := r.store(ctx, child); err != nil {
		return err
	}
	if err := link(ctx, child.after.ID, "origin", "", a.after.ID); err != nil {
		return err
	}
	return link(ctx, a.after.ID, "effect", e.IdemKey, child.after.ID)
}

// unborn is the act of a record a module asks for.
func (r *Records) unborn(ctx context.Context, a *act, c *sdk.CreateEffect) (*act, error) {
	k, err := r.Kinds.Of(ctx, c.Kind)
	if err != nil {
		return nil, malformed(a, "kind "+c.Kind)
	}
	unitID := c.UnitID
	if unitID == "" {
		unitID = a.after.UnitID
	}
	u, err := r.Tree.Get(ctx, unitID)
	if err != nil {
		return nil, fmt.Errorf("unit of %s: %w", c.Kind, err)
	}
	stateID := c.State
	if stateID == "" {
		stateID = k.Lifecycle.Initial
	}
	state := k.Lifecycle.State(stateID)
	if state == nil {
		return nil, malformed(a, "state "+stateID)
	}
	fields, problems := kind.CleanRow(k.Fields, "", c.Fields)
	if len(problems) > 0 {
		return nil, malformed(a, problems[0].Field+" "+problems[0].Code)
	}
	for name, value := range map[string]string{"origin": a.after.ID, "origin_kind": a.after.Kind} {
		if value != "" && k.Field(name) != nil && fields[name] == nil {
			fields[name] = value
		}
	}
	child := &act{op: sdk.OpCreate, action: "create", kind: k, reason: a.reason,
		after: &Record{ID: id.New("rec"), Kind: k.Full, UnitID: u.ID, UnitPath: u.Path, State: state.ID, Phase: state.Phase,
			Draft: state.Phase == Draft, CreatedBy: a.after.UpdatedBy, Fields: fields}}
	return child, child.open(ctx)
}

// count runs a statement that answers one number.
func count(ctx context.Context, text string, args ...any) (int, error) {
	rows, err := query(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	n := 0
	err = each(rows, func() error { return rows.Scan(&n) })
	return n, db.Fault(err)
}

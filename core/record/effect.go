package record

import (
	"context"
	"fmt"
	"strconv"

	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/child"
	"github.com/doanket/doanket/core/record/row"
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

// effects does what the verdicts of the acts ask for, in the acts' own
// transaction. The records they make are stored together.
func (r *Records) effects(ctx context.Context, acts []*act.Act) error {
	var births []birth
	for _, a := range acts {
		made, err := a.Makes()
		if err != nil {
			return &failed{a, err}
		}
		if len(made) > child.MaxInline {
			if err := r.children.Make(ctx, a, made); err != nil {
				return err
			}
			made = nil
		}
		for _, e := range made {
			births = append(births, birth{a, e})
		}
		for _, e := range a.Effects {
			if err := r.effect(ctx, a, e); err != nil {
				return fmt.Errorf("effect %s: %w", e.IdemKey, err)
			}
		}
	}
	if err := r.createChildren(ctx, births); err != nil {
		return err
	}
	for _, a := range acts {
		if err := r.children.Follow(ctx, a); err != nil {
			return &failed{a, err}
		}
	}
	return nil
}

// effect does one effect other than making a record.
func (r *Records) effect(ctx context.Context, a *act.Act, e sdk.Effect) error {
	switch e.Kind {
	case sdk.EffectCreate:
		return nil
	case sdk.EffectLink:
		return row.Link(ctx, row.Tie{From: a.After.ID, Rel: e.Link.Rel, To: e.Link.To})
	case sdk.EffectNotify:
		return job.Enqueue(ctx, NotifyJob, Notify{Module: a.EffectSource().ID, RecordID: a.After.ID, By: a.After.UpdatedBy,
			Key: e.IdemKey + ":" + strconv.Itoa(a.After.Version), Effect: *e.Notify})
	case sdk.EffectEmit:
		return r.publish(ctx, sdk.Happening{Name: a.EffectSource().ID + "." + e.Emit.Name, Kind: a.After.Kind, RecordID: a.After.ID,
			UnitID: a.After.UnitID, Payload: e.Emit.Payload})
	}
	return act.Malformed(a, "effect "+e.Kind)
}

// birth is a record an act's verdict asks for.
type birth struct {
	parent *act.Act
	effect sdk.Effect
}

// createChildren makes the records verdicts ask for, once per parent and key,
// each tied to the one it came from. It may set read-only fields: it speaks for
// the module.
func (r *Records) createChildren(ctx context.Context, births []birth) error {
	births, err := unmade(ctx, births)
	if err != nil || len(births) == 0 {
		return err
	}
	children := make([]*act.Act, len(births))
	ties := make([]row.Tie, 0, 2*len(births))
	for i, b := range births {
		born, err := r.unborn(ctx, b.parent, b.effect.Create)
		if err != nil {
			return &failed{b.parent, fmt.Errorf("effect %s: %w", b.effect.IdemKey, err)}
		}
		children[i] = born
		ties = append(ties, row.Tie{From: born.After.ID, Rel: "origin", Key: "", To: b.parent.After.ID}, row.Tie{From: b.parent.After.ID, Rel: "effect", Key: b.effect.IdemKey, To: born.After.ID})
	}
	if err := r.conclude(ctx, children); err != nil {
		return err
	}
	for i, born := range children {
		if born.Err != nil {
			return &failed{births[i].parent, fmt.Errorf("effect %s: %w", births[i].effect.IdemKey, born.Err)}
		}
	}
	if err := r.store(ctx, children); err != nil {
		return err
	}
	return row.Link(ctx, ties...)
}

// unmade leaves out what was made under the same key before, or is asked for
// twice.
func unmade(ctx context.Context, births []birth) ([]birth, error) {
	made := map[[2]string]bool{}
	var parents []string
	for _, b := range births {
		if b.parent.Before != nil {
			parents = append(parents, b.parent.After.ID)
		}
	}
	if len(parents) > 0 {
		var err error
		if made, err = row.Effects(ctx, parents); err != nil {
			return nil, err
		}
	}
	var out []birth
	for _, b := range births {
		key := [2]string{b.parent.After.ID, b.effect.IdemKey}
		if !made[key] {
			made[key] = true
			out = append(out, b)
		}
	}
	return out, nil
}

// unborn is the act of a record a module asks for.
func (r *Records) unborn(ctx context.Context, a *act.Act, c *sdk.CreateEffect) (*act.Act, error) {
	k, err := r.Kinds.Of(ctx, c.Kind)
	if err != nil {
		return nil, act.Malformed(a, "kind "+c.Kind)
	}
	unitID := c.UnitID
	if unitID == "" {
		unitID = a.After.UnitID
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
		return nil, act.Malformed(a, "state "+stateID)
	}
	fields, problems := kind.CleanRow(k.Fields, "", c.Fields)
	if len(problems) > 0 {
		return nil, act.Malformed(a, problems[0].Field+" "+problems[0].Code)
	}
	for name, value := range map[string]string{"origin": a.After.ID, "origin_kind": a.After.Kind} {
		if value != "" && k.Field(name) != nil && fields[name] == nil {
			fields[name] = value
		}
	}
	if err := owned(k, u); err != nil {
		return nil, err
	}
	born := &act.Act{Op: sdk.OpCreate, Action: "create", Kind: k, Reason: a.Reason, Elsewhere: u.ID != a.After.UnitID,
		After: &Record{ID: id.New("rec"), Kind: k.Full, UnitID: u.ID, UnitPath: u.Path, Branch: u.Branch, State: state.ID, Phase: state.Phase,
			Draft: state.Phase == Draft, CreatedBy: a.After.UpdatedBy, Fields: fields}}
	return born, born.Open(ctx)
}

package act

import (
	"fmt"
	"strconv"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk"
)

// Makes are the effects that make records: those of the verdict, and those the
// step declares. What a row makes it makes once for good; the rest is made anew
// when the step is taken again.
func (a *Act) Makes() ([]sdk.Effect, error) {
	if a.Move == nil || len(a.Move.Creates) == 0 {
		return a.Creates(), nil
	}
	made, err := a.Kind.Rules.Creates(a.RuleInput())
	if err != nil {
		return nil, fmt.Errorf("records %s makes: %w", a.Move.Name, err)
	}
	out := a.Creates()
	for _, c := range made {
		key := a.Move.Name + ":" + c.Key
		if !c.Row {
			key += ":" + strconv.Itoa(a.After.Version)
		}
		out = append(out, sdk.Effect{Kind: sdk.EffectCreate, IdemKey: key, Create: &sdk.CreateEffect{Kind: c.Kind, UnitID: c.Unit, State: c.State, Fields: c.Fields}})
	}
	return out, nil
}

// Entry is the step whose number and addressee the record takes: its move, or of
// a record made beyond its draft the step that leads there. nil if there is none.
func (a *Act) Entry() *manifest.Transition {
	if a.Move != nil || a.Before != nil {
		return a.Move
	}
	return a.Kind.Lifecycle.Entry(a.After.State)
}

// DeliverField is the field of that step that names whom it delivers to, "" if it
// delivers to nobody.
func (a *Act) DeliverField() string {
	if entry := a.Entry(); entry != nil {
		return entry.Deliver
	}
	return ""
}

package province

import (
	"context"
	"encoding/json"

	"github.com/doanket/doanket/core/unit"
)

// unitKinds makes the province's kinds of units what the folder says; those a
// person added stay.
func (a *application) unitKinds(ctx context.Context) error {
	have, err := a.Tree.Kinds(ctx)
	if err != nil {
		return err
	}
	there := map[string]unit.Kind{}
	for _, k := range have {
		there[k.Code] = k
	}
	var next []unit.Kind
	changed := false
	for n, k := range a.folder.UnitKinds {
		want := unit.Kind{Code: k.ID, VI: k.Label.VI, EN: k.Label.EN, Branch: k.Branch, Parents: k.Parents, Sort: n + 1}
		is, ok := there[k.ID]
		delete(there, k.ID)
		if a.settle("kind of units "+k.ID, "entry", entry(want, true), entry(is, ok)) {
			is, changed = want, true
		}
		next = append(next, is)
	}
	for _, code := range keys(there) {
		if a.settle("kind of units "+code, "entry", "", entry(there[code], true)) {
			changed = true
		} else {
			next = append(next, there[code])
		}
	}
	if !changed {
		return nil
	}
	a.note("set %d kinds of units", len(next))
	return a.Tree.SetKinds(ctx, next)
}

func entry(k unit.Kind, is bool) string {
	if !is {
		return ""
	}
	if len(k.Parents) == 0 {
		k.Parents = nil
	}
	raw, err := json.Marshal(k)
	if err != nil {
		return k.Code
	}
	return string(raw)
}

package near

import (
	"context"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
)

// Point reads the records that the expressions of the acts look at through their
// reference fields: one statement, and one for each kind among them.
func Point(ctx context.Context, kinds *kind.Kinds, acts []*act.Act) error {
	var ids []string
	for _, a := range acts {
		for _, name := range a.Kind.Rules.Pointed(a.Transition()) {
			// what the actor may not name is not looked at: rules would tell of it
			if !act.Faulty(a.Problems, name) {
				ids = append(ids, named(a, name)...)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE id IN (?) AND phase <> 'discarded'", ids)
	if err == nil {
		err = row.Fill(ctx, kinds, found...)
	}
	if err != nil {
		return err
	}
	byID := map[string]map[string]any{}
	for _, rec := range found {
		fields := kind.Unsealed(rec.Fields)
		fields["id"], fields["kind"], fields["state"], fields["number"] = rec.ID, rec.Kind, rec.State, rec.Number
		byID[rec.ID] = fields
	}
	for _, a := range acts {
		for _, name := range a.Kind.Rules.Pointed(a.Transition()) {
			if there := told(a, name, byID); there != nil && !act.Faulty(a.Problems, name) {
				if a.Pointed == nil {
					a.Pointed = map[string]map[string]any{}
				}
				a.Pointed[name] = there
			}
		}
	}
	return nil
}

// named are the ids a reference field holds.
func named(a *act.Act, field string) []string {
	switch v := a.After.Fields[field].(type) {
	case string:
		return []string{v}
	case []string:
		return v
	}
	return nil
}

// told is what is known of what a reference field points at: of one record its
// fields, of many the kind and the state of each.
func told(a *act.Act, field string, byID map[string]map[string]any) map[string]any {
	if f := a.Kind.Field(field); f == nil || f.Type != manifest.TypeRefs {
		return byID[act.Str(a.After.Fields[field])]
	}
	var kinds, states []string
	for _, id := range named(a, field) {
		kinds, states = append(kinds, act.Str(byID[id]["kind"])), append(states, act.Str(byID[id]["state"]))
	}
	return map[string]any{"kinds": kinds, "states": states}
}

package near

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/kind"
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
			if to := act.Str(a.After.Fields[name]); to != "" && !act.Faulty(a.Problems, name) && !slices.Contains(ids, to) {
				ids = append(ids, to)
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
		fields["id"], fields["state"], fields["number"] = rec.ID, rec.State, rec.Number
		byID[rec.ID] = fields
	}
	for _, a := range acts {
		for _, name := range a.Kind.Rules.Pointed(a.Transition()) {
			if there := byID[act.Str(a.After.Fields[name])]; there != nil && !act.Faulty(a.Problems, name) {
				if a.Pointed == nil {
					a.Pointed = map[string]map[string]any{}
				}
				a.Pointed[name] = there
			}
		}
	}
	return nil
}

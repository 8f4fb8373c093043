package act

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/record/row"
)

// KeepLinks keeps the ties of reference fields that changed, and of what finds
// found.
func KeepLinks(ctx context.Context, acts []*Act) error {
	var ties []row.Tie
	for _, a := range acts {
		ties = append(ties, a.linked()...)
		if len(a.Kind.Refs) == 0 {
			continue
		}
		changed := a.Changed()
		for _, name := range a.Kind.Refs {
			if !slices.Contains(changed, name) {
				continue
			}
			now := a.referred(name)
			ties = append(ties, now...)
			if err := a.untie(ctx, name, now); err != nil {
				return err
			}
		}
	}
	return row.Link(ctx, ties...)
}

// referred are the ties of a reference field: that of a single reference has no key,
// so that another record takes its place; those of many have each its own.
func (a *Act) referred(name string) []row.Tie {
	switch v := a.After.Fields[name].(type) {
	case string:
		return []row.Tie{{From: a.After.ID, Rel: name, Key: "", To: v}}
	case []string:
		out := make([]row.Tie, len(v))
		for i, id := range v {
			out[i] = row.Tie{From: a.After.ID, Rel: name, Key: id, To: id}
		}
		return out
	}
	return nil
}

// untie cuts the ties of a reference field that are not among those it has now.
func (a *Act) untie(ctx context.Context, name string, now []row.Tie) error {
	if a.Before == nil {
		return nil
	}
	var gone []string
	switch v := a.Before.Fields[name].(type) {
	case string:
		gone = []string{""}
	case []string:
		gone = slices.Clone(v)
	}
	gone = slices.DeleteFunc(gone, func(key string) bool {
		return slices.ContainsFunc(now, func(t row.Tie) bool { return t.Key == key })
	})
	if len(gone) == 0 {
		return nil
	}
	_, err := db.Exec(ctx, "DELETE FROM record_link WHERE from_id = ? AND rel = ? AND key IN (?)", a.After.ID, name, gone)
	return err
}

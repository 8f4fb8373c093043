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
			to := Str(a.After.Fields[name])
			switch {
			case !slices.Contains(changed, name):
			case to != "":
				ties = append(ties, row.Tie{From: a.After.ID, Rel: name, Key: "", To: to})
			default:
				if _, err := db.Exec(ctx, "DELETE FROM record_link WHERE from_id = ? AND rel = ? AND key = ''", a.After.ID, name); err != nil {
					return err
				}
			}
		}
	}
	return row.Link(ctx, ties...)
}

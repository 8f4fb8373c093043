package province

import (
	"context"

	"github.com/doanket/doanket/core/access"
)

// roles makes the province's roles what the folder says; those a person made
// or changed stay.
func (a *application) roles(ctx context.Context) error {
	have, err := a.Guard.List(ctx)
	if err != nil {
		return err
	}
	there := map[string]access.Role{}
	for _, r := range have {
		there[r.ID] = r
	}
	var next []access.Role
	for _, want := range a.folder.Roles {
		is, ok := there[want.ID]
		delete(there, want.ID)
		was := ""
		if ok {
			was = is.Body()
		}
		if a.settle("role "+want.ID, "entry", want.Body(), was) || !ok {
			is = want
		}
		next = append(next, is)
	}
	for _, id := range keys(there) {
		if !a.settle("role "+id, "entry", "", there[id].Body()) {
			next = append(next, there[id])
		}
	}
	diff, err := a.Guard.Apply(ctx, next)
	if err == nil && !diff.Empty() {
		a.note("roles: add %v, change %v, remove %v (%d rules)", diff.Added, diff.Changed, diff.Removed, diff.Rules)
	}
	return err
}

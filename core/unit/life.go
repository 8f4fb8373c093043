package unit

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
)

// LivedOn reports whether the unit, or one it has taken the place of through
// mergers and splits, existed on the day: what is said to have happened there
// then can be so. Fault: NotFound.
func (t *Tree) LivedOn(ctx context.Context, id string, day calendar.Date) (bool, error) {
	f, err := t.memory.forest(ctx)
	if err != nil {
		return false, err
	}
	if f.nodes[id] == nil {
		return false, fault.New(fault.NotFound, "not_found")
	}
	line := []string{id} // and those before it, as they are found
	for i := 0; i < len(line); i++ {
		if f.nodes[line[i]].at(day) != nil {
			return true, nil
		}
		for _, n := range f.nodes {
			if slices.Contains(n.Successors, line[i]) && !slices.Contains(line, n.ID) {
				line = append(line, n.ID)
			}
		}
	}
	return false, nil
}

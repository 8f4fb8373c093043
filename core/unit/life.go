package unit

import (
	"context"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
)

// Life is the time in which something can have happened at a unit.
type Life struct {
	From calendar.Date // the first day
	To   calendar.Date // the last day; zero: it goes on, in the unit or in its heirs
}

// Life is the unit's. It begins on the first day of the unit, of its place, or
// of those whose place either has taken through mergers and splits, whichever is
// earliest; it ends only with a unit that has no heir, for an heir carries on
// what its predecessors left open. Fault: NotFound.
func (t *Tree) Life(ctx context.Context, id string) (Life, error) {
	f, err := t.memory.forest(ctx)
	if err != nil {
		return Life{}, err
	}
	n := f.nodes[id]
	if n == nil {
		return Life{}, fault.New(fault.NotFound, "not_found")
	}
	f.index()
	life := Life{From: n.edges[0].From}
	if len(n.Successors) == 0 {
		life.To = n.To
	}
	line := []*node{n, f.placeOf(n)} // and those before them, as they are found
	seen := map[string]bool{}
	for i := 0; i < len(line); i++ {
		if seen[line[i].ID] {
			continue
		}
		seen[line[i].ID] = true
		if first := line[i].edges[0].From; first.Before(life.From) {
			life.From = first
		}
		line = append(line, f.before[line[i].ID]...)
	}
	return life, nil
}

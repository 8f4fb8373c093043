package act

import (
	"reflect"
	"slices"

	"github.com/doanket/doanket/core/record/row"
)

// Finding is what one find of an act came to.
type Finding struct {
	Asked []any            // with which values
	IDs   []string         // of the records found
	Rows  []map[string]any // what is told of each
}

// Finds are the finds the act must know: those its rules read, those its step
// links, those its decision needs.
func (a *Act) Finds() []string {
	if len(a.Kind.Finds) == 0 || a.relaxed() && a.Move == nil {
		return nil
	}
	out := a.Kind.Rules.Finds(a.Transition())
	for name, f := range a.Kind.Finds {
		if a.Move != nil && slices.Contains(f.Link, a.Move.Name) || a.AsksModule() && slices.Contains(a.Kind.Needs[a.Transition()], name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Asks reports whether a find is to be asked with these values, and forgets what it
// came to with others. answerable is false while a value is missing: then it finds
// nothing.
func (a *Act) Asks(name string, values []any, answerable bool) bool {
	if a.Found == nil {
		a.Found = map[string]Finding{}
	}
	known, there := a.Found[name]
	if there && reflect.DeepEqual(known.Asked, values) {
		return false
	}
	a.Found[name] = Finding{Asked: values}
	return answerable
}

// told is what was found, as rules and a decision hear it.
func (a *Act) told() map[string][]map[string]any {
	if len(a.Found) == 0 {
		return nil
	}
	out := make(map[string][]map[string]any, len(a.Found))
	for name, f := range a.Found {
		out[name] = f.Rows
	}
	return out
}

// linked are the ties to what the step's finds found. They are the core's: no
// module is asked for them, or told where they lead.
func (a *Act) linked() []row.Tie {
	var out []row.Tie
	for name, found := range a.Found {
		if a.Move == nil || !slices.Contains(a.Kind.Finds[name].Link, a.Move.Name) {
			continue
		}
		for _, id := range found.IDs {
			out = append(out, row.Tie{From: a.After.ID, Rel: name, Key: id, To: id})
		}
	}
	slices.SortFunc(out, func(x, y row.Tie) int { return slices.Compare([]string{x.Rel, x.To}, []string{y.Rel, y.To}) })
	return out
}

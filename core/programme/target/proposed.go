package target

import (
	"cmp"
	"slices"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/programme/reading"
)

// Proposed are the targets of a resolution as it was read, with the measures that say
// they are the figures of one of that code: of the text the modules were written for.
// What the text gives no number for is 100 % by default where it is a share.
func Proposed(modules []*manifest.Manifest, r *reading.Resolution) []Goal {
	out := []Goal{}
	for _, in := range r.Indicators() {
		g := Goal{Code: in.ID, Title: in.Text, Op: "none", Measures: []string{}, Rhythm: in.Rhythm, Judged: JudgedRunning}
		share, context := false, false
		for _, m := range modules {
			for i := range m.Measures {
				if one := &m.Measures[i]; slices.Contains(one.Meets, in.ID) {
					g.Measures = append(g.Measures, one.FullName())
					share = share || one.Unit == "percent"
					context = context || one.Of == "core.declared_value"
				}
			}
		}
		switch {
		case in.Op == ">":
			g.Op, g.Value, g.Basis = "more_than", in.Value, "stated"
		case in.Op != "": // of a range too: more than it asks for is met
			g.Op, g.Value, g.Basis = "at_least", in.Value, "stated"
		case share:
			g.Op, g.Value, g.Basis = "at_least", 100, "default"
		}
		switch {
		case context, g.Op == "none":
			g.Judged = JudgedNever
		case in.Kind == reading.Recurrence && in.Rhythm == "year":
			g.Judged = JudgedAtEnd
		}
		out = append(out, g)
	}
	return out
}

// Fields are those of the record of a goal.
func (g Goal) Fields() map[string]any {
	out := map[string]any{"code": g.Code, "title": g.Title, "op": g.Op, "measures": g.Measures, "rhythm": g.Rhythm, "judged": cmp.Or(g.Judged, JudgedRunning), "basis": g.Basis}
	if g.Op != "none" {
		out["value"] = g.Value
	}
	if g.Op == "between" {
		out["most"] = g.Most
	}
	return out
}

package pilot

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
)

// Where a figure of a tried measure stands: of a unit above those that try it, it is
// the figure of those only; of a unit beside them there is none. Of a measure whose
// module was switched off there is none anywhere: nobody follows it.
const (
	Part    = "part"
	Outside = "outside"
	Off     = "off"
)

// Reach is where a measure counts: where its module and that of the records it counts
// are both on.
//
// While a module is tried, a figure of the province, or of any unit above those that
// try it, is the figure of the units that try it and of nothing else, above and below
// the line: what was recorded elsewhere before is kept but not counted, and units that
// do not try it are not among those that must be reached. It is never set beside the
// whole province. A target is held against it all the same, as it will be against the
// whole: a pilot is tried to see whether the target can be met. When the module is on
// everywhere again, figures are those of all units at once, since nothing was taken
// from what is kept.
func Reach(ctx context.Context, kinds *kind.Kinds, m *measure.Measure) (kind.Reach, error) {
	own, err := kinds.Reach(ctx, m.Module+".")
	if err != nil || m.Of == "" {
		return own, err
	}
	of, err := kinds.Reach(ctx, m.Of)
	if err != nil || of.None() {
		return own, err // a kind that is off keeps what it counted
	}
	return own.Both(of), nil
}

// Reaches is the Reach of each measure.
func Reaches(ctx context.Context, kinds *kind.Kinds, measures []*measure.Measure) ([]kind.Reach, error) {
	out := make([]kind.Reach, len(measures))
	for i, m := range measures {
		var err error
		if out[i], err = Reach(ctx, kinds, m); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Standing is Part, Outside or Off for a unit by its path, "" where the measure counts
// it whole.
func Standing(r kind.Reach, path string) string {
	switch {
	case r.None():
		return Off
	case r.Holds(path):
		return ""
	case r.Touches(path):
		return Part
	}
	return Outside
}

// Stamp is equal while what the province in ctx says of its modules is: which are off,
// and by its settings what is tried where.
func Stamp(ctx context.Context) string {
	t, err := tenant.From(ctx)
	if err != nil {
		return ""
	}
	var off []string
	for module := range t.Modules {
		if t.Ended(module) {
			off = append(off, module)
		}
	}
	slices.Sort(off)
	return strings.Join(off, " ") + t.Stamp()
}

// Ended reports whether the module was on in the province in ctx and has been switched
// off: its figures are shown grey.
func Ended(ctx context.Context, module string) bool {
	t, err := tenant.From(ctx)
	return err == nil && t.Ended(module)
}

// Tree is the part of unit.Tree that this needs.
type Tree interface {
	ByPath(ctx context.Context, path string) (*unit.Unit, error)
}

// Cells reads kept figures of measures under their keys at units, by row.CellKey,
// stocks as they stand at the period's end: where a measure is tried, of those units
// only that try it.
func Cells(ctx context.Context, tree Tree, reaches []kind.Reach, measures []*measure.Measure, keys []string, units []unit.Unit, p calendar.Period) (map[string]row.Cell, error) {
	ids := make([]string, len(units))
	for i, u := range units {
		ids[i] = u.ID
	}
	tried := map[string]string{} // path → id of units that try some measure
	for _, r := range reaches {
		for _, path := range r.Paths {
			if tried[path] != "" {
				continue
			}
			u, err := tree.ByPath(ctx, path)
			if err != nil {
				return nil, err
			}
			tried[path], ids = u.ID, append(ids, u.ID)
		}
	}
	kept, err := row.Cells(ctx, keys, ids, p)
	if err != nil {
		return nil, err
	}
	if err := row.AddStocks(ctx, kept, measures, keys, ids, p); err != nil {
		return nil, err
	}
	for i, r := range reaches {
		if !r.All {
			gather(kept, keys[i], r, units, tried)
		}
	}
	return kept, nil
}

// gather puts, at each unit that does not try a measure, the sum of those below it
// that do in place of the unit's own figure.
func gather(kept map[string]row.Cell, key string, r kind.Reach, units []unit.Unit, tried map[string]string) {
	for _, u := range units {
		if r.Holds(u.Path) {
			continue
		}
		var sum measure.Amount
		for _, path := range r.Within(u.Path) {
			sum = sum.Plus(kept[row.CellKey(key, tried[path])].Amount())
		}
		kept[row.CellKey(key, u.ID)] = row.Cell{Measure: key, UnitID: u.ID, Num: sum.Num, Den: sum.Den, Proven: sum.Proven, Approved: sum.Approved, Withdrawn: sum.Withdrawn}
	}
}

// Below narrows a query of contributions to those at and below a path where the
// measure counts.
func Below(q *bun.SelectQuery, r kind.Reach, path string) *bun.SelectQuery {
	within := r.Within(path)
	if len(within) == 0 {
		return q.Where("1 = 0")
	}
	var or []string
	var args []any
	for _, p := range within {
		from, to := unit.Range(p)
		or, args = append(or, "unit_path >= ? AND unit_path < ?"), append(args, from, to)
	}
	return q.Where("("+strings.Join(or, " OR ")+")", args...)
}

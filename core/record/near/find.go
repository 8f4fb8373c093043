package near

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/find"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
)

// Guard is the part of access.Guard that telling of records needs.
type Guard interface {
	Can(ctx context.Context, action string, o access.Object) bool
}

// plainTypes are the types of fields told of a record the actor may not read: none
// that holds words somebody wrote.
var plainTypes = []string{manifest.TypeInt, manifest.TypeDecimal, manifest.TypeMoney, manifest.TypeBool, manifest.TypeDate, manifest.TypeDateTime,
	manifest.TypeEnum, manifest.TypeEnums, manifest.TypeUnit, manifest.TypeUnits}

// question is one find of one act.
type question struct {
	act  *act.Act
	name string
	args []any
}

// Find answers the finds of the acts: one statement for all that ask the same of
// the same kind, however many they are. What stands already, asked with the same
// values, is not asked again.
func Find(ctx context.Context, kinds *kind.Kinds, guard Guard, acts []*act.Act) error {
	groups := map[*find.Find][]question{}
	var order []*find.Find
	for _, a := range acts {
		for _, name := range a.Finds() {
			f := a.Kind.Finds[name]
			args, ask := values(a, f)
			if !a.Asks(name, args, ask) {
				continue
			}
			if groups[f] == nil {
				order = append(order, f)
			}
			groups[f] = append(groups[f], question{a, name, args})
		}
	}
	for _, f := range order {
		group := groups[f]
		theirs, err := kinds.Of(ctx, group[0].act.Kind.Found(f).FullName())
		if err != nil {
			return err
		}
		if err := answer(ctx, guard, theirs, f, group); err != nil {
			return fmt.Errorf("find %s of %s: %w", group[0].name, group[0].act.Kind.Full, err)
		}
	}
	return nil
}

// values are what a find is asked with, in the order of its statement; false while
// one is missing.
func values(a *act.Act, f *find.Find) ([]any, bool) {
	var out []any
	for _, their := range f.Theirs() {
		var v any = a.After.UnitID
		if ours := f.Where[their]; ours != find.Unit {
			v = a.After.Fields[ours]
		}
		if v == nil || v == "" {
			return nil, false
		}
		out = append(out, v)
	}
	for _, their := range f.Shared() {
		shared := unitsOf(a, f.Shares[their])
		if len(shared) == 0 {
			return nil, false
		}
		raw, err := json.Marshal(shared)
		if err != nil {
			return nil, false
		}
		out = append(out, string(raw))
	}
	if w := f.Within; w != nil {
		day, there := dayOf(a, w.OurDay())
		if !there {
			return nil, false
		}
		out = append(out, day.AddDays(-w.Days).String(), day.AddDays(w.Days).String())
	}
	if o := f.Overlap; o != nil {
		first, there := dayOf(a, o.OurDays()[0])
		if !there {
			return nil, false
		}
		last, there := dayOf(a, o.OurDays()[1])
		if !there {
			last = first
		}
		out = append(out, last.String(), first.String())
	}
	return append(out, a.After.ID), true
}

// unitsOf are the units a field of the act's record names, or the unit that keeps it.
func unitsOf(a *act.Act, field string) []string {
	if field == find.Unit {
		return []string{a.After.UnitID}
	}
	return slices.DeleteFunc(slices.Clone(named(a, field)), func(id string) bool { return id == "" })
}

func dayOf(a *act.Act, field string) (calendar.Date, bool) {
	day, err := calendar.ParseDate(act.Str(a.After.Fields[field]))
	return day, err == nil && !day.IsZero()
}

// answer puts one question for each act into one statement.
func answer(ctx context.Context, guard Guard, theirs *kind.Kind, f *find.Find, group []question) error {
	columns := columnsOf(theirs, f)
	var text strings.Builder
	var args []any
	for i, q := range group {
		if i > 0 {
			text.WriteString(" UNION ALL ")
		}
		text.WriteString(arm(db.DialectOf(ctx), i, theirs, f, columns))
		args = append(args, q.args...)
		if len(f.States) > 0 {
			args = append(args, f.States)
		}
	}
	hits, err := row.Hits(ctx, columns, text.String(), args...)
	if err != nil {
		return err
	}
	for _, q := range group {
		q.act.Found[q.name] = act.Finding{Asked: q.args}
	}
	for _, h := range hits {
		q := group[h.Question]
		found := q.act.Found[q.name]
		found.IDs = append(found.IDs, h.ID)
		found.Rows = append(found.Rows, tell(h.Record, columns, guard.Can(ctx, "read", h.Object())))
		q.act.Found[q.name] = found
	}
	return nil
}

// columnsOf are the columns of theirs that the find reads.
func columnsOf(theirs *kind.Kind, f *find.Find) []kind.Column {
	var out []kind.Column
	for _, name := range f.Fields {
		if c := theirs.Column(name); c != nil && !c.Field.Sealed {
			out = append(out, *c)
		}
	}
	return out
}

// arm is the statement of one question. Its answer begins in the index of theirs
// and ends at the limit.
func arm(d db.Dialect, i int, theirs *kind.Kind, f *find.Find, columns []kind.Column) string {
	inner := "SELECT id AS found_id"
	for n, c := range columns {
		inner += ", " + kind.Quote(c.Field.Name) + " AS told" + strconv.Itoa(n)
	}
	order := "found_id"
	if day := f.Day(); day != "" {
		inner += ", " + kind.Quote(day) + " AS found_day"
		order = "found_day DESC, found_id"
	}
	inner += " FROM " + theirs.SQLTable + " WHERE " + condition(d, theirs, f) + " AND id <> ?"
	text := "SELECT " + strconv.Itoa(i) + " AS question, " + row.Directory
	for n := range columns {
		text += ", told" + strconv.Itoa(n)
	}
	text += " FROM (" + inner + ") AS theirs JOIN record ON record.id = found_id WHERE phase <> 'discarded' AND NOT draft"
	if len(f.States) > 0 {
		text += " AND state IN (?)"
	} else {
		text += " AND phase <> 'cancelled'"
	}
	text += " ORDER BY " + order + " DESC LIMIT " + strconv.Itoa(f.Most())
	return "SELECT * FROM (" + text + ") AS a" + strconv.Itoa(i)
}

// condition is what the fields of theirs must be, with marks in the order of values.
func condition(d db.Dialect, theirs *kind.Kind, f *find.Find) string {
	var parts []string
	for _, their := range f.Theirs() {
		parts = append(parts, kind.Quote(their)+" = ?")
	}
	for _, their := range f.Shared() {
		c := theirs.Column(their)
		parts = append(parts, sharing(d, kind.Quote(their), c != nil && c.Shape == kind.ShapeJSON))
	}
	if w := f.Within; w != nil {
		parts = append(parts, kind.Quote(w.Theirs)+" BETWEEN ? AND ?")
	}
	if o := f.Overlap; o != nil {
		first, last := kind.Quote(o.Theirs[0]), kind.Quote(o.Theirs[1])
		parts = append(parts, first+" <= ? AND COALESCE("+last+", "+first+") >= ?")
	}
	return strings.Join(parts, " AND ")
}

// sharing is that a column holds one of the units of a list given as JSON, or, where
// it holds many itself, that it has one in common with it.
func sharing(d db.Dialect, column string, many bool) string {
	each := func(list string) string { return "SELECT value FROM json_each(" + list + ")" }
	if d == db.Postgres {
		each = func(list string) string { return "SELECT jsonb_array_elements_text(CAST(" + list + " AS jsonb))" }
	}
	given := each("CAST(? AS text)")
	if many {
		return "EXISTS (" + each(column) + " INTERSECT " + given + ")"
	}
	return column + " IN (" + given + ")"
}

// tell is what an expression and a module hear of a record found. Of one the actor
// may not read: that it is there, and those declared fields that hold no words.
func tell(rec *row.Record, columns []kind.Column, readable bool) map[string]any {
	out := map[string]any{"hidden": !readable}
	if readable {
		out["id"], out["state"], out["number"] = rec.ID, rec.State, rec.Number
	}
	for _, c := range columns {
		if v := rec.Fields[c.Field.Name]; v != nil && (readable || slices.Contains(plainTypes, c.Field.Type)) {
			out[c.Field.Name] = v
		}
	}
	return out
}

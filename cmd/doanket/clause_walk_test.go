package main_test

import (
	"database/sql"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest/program"
	"github.com/doanket/doanket/core/coretest/task"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/record"
)

// walked is a record of a clause: made by the role that owes it, moved to its end with
// its evidence. Beside what filed says, an act ">kind" goes on with the newest record of
// that kind, which a step before it made, and "<" comes back; "~" lets the queue do its
// work.
type walked struct {
	name string // by which later records say "#name", and a walk without a kind goes on
	filed
	serves string // the clauses it counts under, and those its steps made
	ends   string // its last state
}

// inForce are last states that are not done: the paper or the figure stands until
// another replaces it.
var inForce = []string{"leadership.party_document confirmed", "cadre.body_roll confirmed", "coordination.official_report checked"}

// TestEveryClauseIsWalked takes a record of each home of each of the 78 clauses to its
// end, with the modules as they are built, and reads it counted and proven under its
// clauses.
func TestEveryClauseIsWalked(t *testing.T) {
	t.Parallel()
	task.Alone(t, func(t *testing.T) {
		y := newWalk(t)
		made := map[string]string{}
		want := map[string]int{}
		for _, w := range walks {
			y.walk(w, made)
			for _, clause := range strings.Fields(w.serves) {
				want[clause]++
			}
		}
		y.settle(yearsEnd)
		tally, err := y.p.Programme.Count(y.as("theodoi.tam", yearsEnd), y.p.Unit("42"), "2026")
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range table(t, clauseTable, "clause,counts_as,homes") {
			i := slices.IndexFunc(tally.Items, func(c programme.ClauseCount) bool { return c.ID == row[0] })
			if i < 0 {
				t.Errorf("%s is not followed", row[0])
				continue
			}
			if c := tally.Items[i]; c.Records != want[c.ID] || c.Records == 0 || c.Proven == 0 {
				t.Errorf("%s: %d records, %d proven; %d were walked", c.ID, c.Records, c.Proven, want[c.ID])
			}
		}
		y.everyHome(t)
	})
}

// newWalk opens the province with the modules as they are built.
func newWalk(t *testing.T) *halfYear {
	t.Helper()
	modules, exec := program.Modules(t), []string{program.Server(t), "module-exec"}
	return &halfYear{t, task.Installed(t, slug, modules, exec)}
}

// patient acts again while a module is only starting, as people are asked to.
func (y *halfYear) patient(act func() error) (err error) {
	y.t.Helper()
	wait.Until(y.t, "the module to answer", func() bool {
		err = act()
		return !fault.Is(err, fault.Unavailable)
	})
	return err
}

// walk takes one record to its end.
func (y *halfYear) walk(w walked, made map[string]string) {
	y.t.Helper()
	day, first := w.day, made[w.name]
	if w.kind != "" {
		var rec *record.Record
		err := y.patient(func() (err error) {
			rec, err = y.p.Records.Create(y.as(w.by, day), w.kind, record.Input{UnitID: y.p.Unit(w.unit), Fields: y.known(w.fields, made)})
			return err
		})
		if err != nil {
			y.t.Errorf("%s by %s: %v", w.kind, w.by, err)
			return
		}
		first = rec.ID
		made[w.name] = first
	}
	at := []string{first}
	for _, act := range strings.Fields(w.acts) {
		who, what, whole := strings.Cut(act, ":")
		current := at[len(at)-1]
		switch {
		case act == "<":
			at = at[:len(at)-1]
		case act == "~":
			if err := y.p.Queue.Drain(id.WithClock(y.p.In(slug), func() time.Time { return noon(day) })); err != nil {
				y.t.Fatal(err)
			}
		case act[0] == '>':
			at = append(at, y.newest(act[1:]))
		case !whole:
			day = act
		case what[0] == '+':
			y.attach(who, day, current, what[1:])
		default:
			err := y.patient(func() error {
				_, err := y.p.Records.Do(y.as(who, day), current, what, 0, record.Act{Fields: y.known(w.with[what], made), Reason: "Theo văn bản"})
				return err
			})
			if err != nil {
				y.t.Errorf("%s %v, %s by %s on %s: %v", w.kind, w.fields["title"], what, who, day, err)
				return
			}
		}
	}
	if w.ends != "" {
		y.ended(first, w)
	}
}

// ended holds the record to the end it should have come to.
func (y *halfYear) ended(recordID string, w walked) {
	y.t.Helper()
	c, err := y.p.Records.Shown(y.p.In(slug), recordID)
	if err != nil {
		y.t.Fatal(err)
	}
	if r := c.After; r.State != w.ends || r.Phase != record.Done && !slices.Contains(inForce, r.Kind+" "+r.State) {
		y.t.Errorf("%s %q ended in %s, %s; want %s, done", r.Kind, r.Title, r.State, r.Phase, w.ends)
	}
}

// newest is the record of a kind made last.
func (y *halfYear) newest(kind string) string {
	y.t.Helper()
	var newest string
	rows, err := db.Query(y.p.In(slug), "SELECT id FROM record WHERE kind = ? ORDER BY id DESC LIMIT 1", kind)
	if err == nil {
		err = db.Each(rows, func(rows *sql.Rows) error { return rows.Scan(&newest) })
	}
	if err != nil || newest == "" {
		y.t.Fatalf("no step made a %s: %v", kind, err)
	}
	return newest
}

// known puts in the ids of records where their names stand as "#name", and those of
// units.
func (y *halfYear) known(fields map[string]any, made map[string]string) map[string]any {
	out := y.named(fields)
	for name, v := range out {
		if text, is := v.(string); is && strings.HasPrefix(text, "#") {
			out[name] = made[text[1:]]
		}
	}
	return out
}

// everyHome expects a record of each home of the table.
func (y *halfYear) everyHome(t *testing.T) {
	t.Helper()
	for _, row := range table(t, clauseTable, "clause,counts_as,homes") {
		for home := range strings.FieldsSeq(row[2]) {
			kind, of, _ := strings.Cut(home, "/")
			field, value, _ := strings.Cut(of, "=")
			if !y.thereIs(kind, field, value) {
				t.Errorf("%s: no record of %s was walked", row[0], home)
			}
		}
	}
}

// thereIs reports whether a record of the kind, with the value if one is asked for,
// was walked or made by a step.
func (y *halfYear) thereIs(kind, field, value string) bool {
	if slices.ContainsFunc(walks, func(w walked) bool {
		return w.kind == kind && (field == "" || w.fields[field] == value || holds(w.fields[field], value))
	}) {
		return true
	}
	return field == "" && slices.ContainsFunc(walks, func(w walked) bool { return strings.Contains(w.acts, ">"+kind) })
}

// holds reports whether a list holds the value; those of steps are not looked at.
func holds(v any, value string) bool {
	list, _ := v.([]any)
	return slices.Contains(list, any(value))
}

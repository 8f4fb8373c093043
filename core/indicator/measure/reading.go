package measure

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
)

// Tree is the part of unit.Tree that tells where a contribution stands.
type Tree interface {
	Get(ctx context.Context, id string) (*unit.Unit, error)
}

// lastOfDays is a day on which every clock has run out.
var lastOfDays = calendar.NewDate(9999, 12, 31)

// AsksPast reports whether the record cannot be read without its history.
func (m *Measure) AsksPast(r *record.Record) bool {
	return r.Phase == record.Cancelled || m.Kind == manifest.MeasureStock || m.gauge.AsksHistory(r.State)
}

// Contributions reads the record through one measure; past is its history,
// where the measure asks for it.
func (m *Measure) Contributions(ctx context.Context, tree Tree, c record.Change, past []record.Passage) ([]Contribution, error) {
	reading, err := m.Read(ctx, c, past)
	if err != nil || !reading.Counts {
		return nil, err
	}
	return m.Place(ctx, tree, c, past, reading)
}

// Read is what the declaration says of the record. A draft counts nowhere; one
// that was withdrawn is read as it stood before, on any day still to come: it
// may not be withdrawn to keep a clock from running out.
func (m *Measure) Read(ctx context.Context, c record.Change, past []record.Passage) (rule.Reading, error) {
	r, in := c.After, input(ctx, c)
	switch {
	case r.Draft || r.Phase == record.Discarded:
		return rule.Reading{}, nil
	case r.Phase != record.Cancelled:
		in.Passed = sinceOpen(c.Kind, past)
		return m.gauge.Read(in)
	}
	for i := len(past) - 1; i >= 0; i-- {
		s := c.Kind.Lifecycle.State(past[i].State)
		if s == nil || s.Phase == record.Draft || s.Phase == record.Cancelled {
			continue
		}
		in.State, in.Passed = s.ID, states(past[:i+1])
		for _, day := range []calendar.Date{calendar.Today(db.Now(ctx)), lastOfDays} {
			in.Today = day
			if reading, err := m.gauge.Read(in); err != nil || reading.Counts {
				return reading, err
			}
		}
	}
	return rule.Reading{}, nil
}

// sinceOpen are the states the record came into since it was last a draft or
// returned.
func sinceOpen(k *manifest.Kind, past []record.Passage) []string {
	for i := len(past) - 1; i >= 0; i-- {
		if s := k.Lifecycle.State(past[i].State); s != nil && s.Open() {
			return states(past[i+1:])
		}
	}
	return states(past)
}

func states(past []record.Passage) []string {
	out := make([]string, len(past))
	for i, p := range past {
		out[i] = p.State
	}
	return out
}

// Place says on which days and at which units the reading stands: one day and
// unit, for a stock the days it came in and went out, for a coverage every
// reached unit that must be reached. What is shown by value stands in the part
// of its value as well.
func (m *Measure) Place(ctx context.Context, tree Tree, c record.Change, past []record.Passage, reading rule.Reading) ([]Contribution, error) {
	r, whole := c.After, m.row(c, reading)
	rows := []Contribution{whole}
	ids := []string{atUnit(m, r)}
	gone := r.Phase == record.Cancelled
	switch {
	case m.Kind == manifest.MeasureStock:
		rows = m.stock(whole, c, past)
	case gone:
		rows[0].withdraw()
	case m.Covering():
		ids = covered(m, r)
	}
	var out []Contribution
	for _, unitID := range ids {
		u, err := tree.Get(ctx, unitID)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if m.Covering() && !gone && !slices.Contains(m.UnitKinds, u.Kind) {
			continue
		}
		for _, row := range rows {
			row.UnitID, row.UnitPath = u.ID, u.Path
			out = append(out, split(m, r, row)...)
		}
	}
	return out, nil
}

// row is a contribution not yet at a unit.
func (m *Measure) row(c record.Change, reading rule.Reading) Contribution {
	row := Contribution{Measure: m.Key(), RecordID: c.After.ID, Day: m.day(c.After), Num: Thousandths(reading.Numerator),
		Den: Thousandths(reading.Denominator), Cover: m.Covering(), Grains: AllGrains}
	if m.Covering() {
		row.Num, row.Den = 1, 0 // figure_cover counts records
	}
	if proven(m, c.Slots) {
		row.Proven = row.Num
	}
	if reading.Approved {
		row.Approved = row.Num
	}
	if len(m.LatestBy) > 0 {
		row.Rank = m.Key() + " " + strings.Join(agreed(m, c.After), " ")
	}
	return row
}

// withdraw leaves of the contribution that a record was withdrawn.
func (c *Contribution) withdraw() {
	c.Num, c.Den, c.Proven, c.Approved, c.Withdrawn, c.Cover, c.Rank = 0, 0, 0, 0, Scale, false, ""
}

// split adds to a contribution those to the parts of its values.
func split(m *Measure, r *record.Record, row Contribution) []Contribution {
	row.ID = id.New("ctb")
	out := []Contribution{row}
	if m.By == "" {
		return out
	}
	values := valuesOf(r, m.By)
	if len(values) == 0 {
		values = []string{""}
	}
	for _, v := range values {
		row.ID, row.Measure = id.New("ctb"), PartKey(m.Key(), v)
		out = append(out, row)
	}
	return out
}

func input(ctx context.Context, c record.Change) rule.Input {
	r := c.After
	in := rule.Input{Fields: r.Fields, State: r.State, Number: r.Number, Unit: r.UnitID, ToUnit: r.ToUnitID,
		Today: calendar.Today(db.Now(ctx)), CreatedOn: calendar.Today(r.CreatedAt), Docs: c.Slots}
	if t, err := tenant.From(ctx); err == nil {
		book := t.Book()
		in.Book = &book
	}
	return in
}

// proven reports whether every slot the measure names holds a sound document.
// A measure without proof is never more than claimed.
func proven(m *Measure, slots map[string]int) bool {
	for _, s := range m.Proof {
		if slots[s] == 0 {
			return false
		}
	}
	return len(m.Proof) > 0
}

// day places the record in time: the measure's date, else the day it was made.
func (m *Measure) day(r *record.Record) calendar.Date {
	if d := dayOf(r, m.Period); !d.IsZero() {
		return d
	}
	return calendar.Today(r.CreatedAt)
}

// dayOf is a date field of the record, zero where it says none.
func dayOf(r *record.Record, field string) calendar.Date {
	s, _ := r.Fields[field].(string)
	d, err := calendar.ParseDay(s)
	if err != nil {
		return calendar.Date{}
	}
	return d
}

func atUnit(m *Measure, r *record.Record) string {
	switch m.At {
	case "", "unit":
		return r.UnitID
	case "to":
		return r.ToUnitID
	}
	s, _ := r.Fields[m.At].(string)
	return s
}

// covered are the units the record reaches.
func covered(m *Measure, r *record.Record) []string {
	var out []string
	for _, c := range m.Covers {
		out = append(out, valuesOf(r, c)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// agreed are the values of what the measure takes the newest record of.
func agreed(m *Measure, r *record.Record) []string {
	out := make([]string, len(m.LatestBy))
	for i, name := range m.LatestBy {
		out[i] = strings.Join(valuesOf(r, name), ",")
	}
	return out
}

// valuesOf are the texts of the record's unit, of its addressee ("to"), of a
// field, or of a cell of a list ("rows.area"), without the absent ones.
func valuesOf(r *record.Record, name string) []string {
	var out []string
	list, cell, rows := strings.Cut(name, ".")
	switch v := r.Fields[list].(type) {
	case string:
		out = []string{v}
	case []string:
		out = slices.Clone(v)
	case []map[string]any:
		for _, row := range v {
			s, _ := row[cell].(string)
			out = append(out, s)
		}
	}
	switch {
	case rows:
	case name == "unit":
		out = []string{r.UnitID}
	case name == "to":
		out = []string{r.ToUnitID}
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// Thousandths is a number as an amount.
func Thousandths(v float64) int64 { return int64(math.Round(v * Scale)) }

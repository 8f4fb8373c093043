package main_test

import (
	"context"
	_ "embed"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/duty"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/tenant"
)

// clockCases are last days of clocks, each with the reason it is that day. They were
// counted apart from this program, on the days off of the notices 6150/TB-BLĐTBXH
// (2025), 9441/TB-BNV and 12729/VPCP-KGVX (2026), and of 2027 as the law lets
// forecast, by articles 147 and 148 of the Civil Code: the day of the event does not
// count; a limit in days that ends on a day off ends on the next working day, one
// before an event on the working day before.
//
// A case is what is entered, in steps divided by |: fields of the record, state=,
// today=, and do= for a step of its life; of a duty period= or the day it falls due
// before. set: is a number of the province, off: a day off, on: a day off of the
// country that is worked there, makeup: a weekend day that is. A clock runs, is met,
// stands where it was stopped, or is none.
//
//go:embed testdata/clock_cases.csv
var clockCases []byte

// leastCases is how many cases the 36 clocks together have at least.
const leastCases = 300

func TestEveryClockFallsDueOnItsDay(t *testing.T) {
	t.Parallel()
	in := allManifests(t)
	all := clocks(t, in)
	kinds, err := kind.New(in)
	if err != nil {
		t.Fatal(err)
	}
	tried := map[string]int{}
	n := 0
	for _, r := range table(t, clockCases, "clock,home,case,last_day,stands,why") {
		code, home, entered, want, stands, why := r[0], r[1], r[2], r[3], r[4], r[5]
		i := slices.IndexFunc(all, func(c clock) bool { return c.code == code && c.home == home })
		if i >= 0 {
			tried[code+" in "+home]++
			n++
		}
		p := province(t, entered)
		var day, clock string
		switch {
		case i >= 0 && all[i].duty != nil:
			day, clock = dutyDay(t, all[i].duty, p, entered)
		default:
			day, clock = recordDay(t, kinds, p, home, code, entered)
		}
		if day != want || clock != stands {
			t.Errorf("%s in %s, %s: %s, %s; by the calendar %s, %s: %s", code, home, entered, day, clock, want, stands, why)
		}
	}
	if n < leastCases {
		t.Errorf("the 36 clocks have %d cases together, at least %d", n, leastCases)
	}
	for _, c := range all {
		if tried[c.code+" in "+c.home] < 2 {
			t.Errorf("%s in %s has %d cases", c.code, c.home, tried[c.code+" in "+c.home])
		}
	}
}

// province is one with the settings a case gives.
func province(t *testing.T, entered string) *tenant.Tenant {
	t.Helper()
	s := tenant.Settings{PostalDays: 3, Deadlines: map[string]int{}, Holidays: map[string]string{}, Makeup: map[string]bool{}}
	for _, word := range strings.Fields(entered) {
		key, value, _ := strings.Cut(word, ":")
		switch key {
		case "set":
			name, number, _ := strings.Cut(value, "=")
			n, err := strconv.Atoi(number)
			if err != nil {
				t.Fatal(err)
			}
			if s.Deadlines[name] = n; name == "postal_days" {
				s.PostalDays = n
			}
		case "off":
			s.Holidays[value] = "nghỉ của tỉnh"
		case "on":
			s.Holidays[value] = ""
		case "makeup":
			s.Makeup[value] = true
		}
	}
	return (&tenant.Tenant{Slug: "x", Name: "X"}).Having(s)
}

// dutyDay is the last day of a duty, as core/duty counts it.
func dutyDay(t *testing.T, d *manifest.Duty, p *tenant.Tenant, entered string) (day, stands string) {
	t.Helper()
	ctx := tenant.With(t.Context(), p)
	words := strings.Fields(entered)
	name, value, _ := strings.Cut(words[len(words)-1], "=")
	var at duty.Days
	var err error
	if d.Before != nil {
		if name != d.Before.Field {
			t.Fatalf("%s falls due before %s, not %s", d.ID, d.Before.Field, name)
		}
		at, err = duty.DaysBefore(ctx, d, date(t, value), p.Settings)
	} else {
		period := calendar.Period(value)
		if _, last := period.Range(); period.Grain() != d.Rhythm || !d.InForce(last) {
			return "none", "none"
		}
		at, err = duty.DaysOf(ctx, d, period, p.Settings)
	}
	if err != nil {
		t.Fatal(err)
	}
	return at.Due.String(), "runs"
}

// recordDay is where a clock of a record stands after the steps, as the record's own
// pipeline counts it.
func recordDay(t *testing.T, kinds *kind.Kinds, p *tenant.Tenant, home, code, entered string) (day, stands string) {
	t.Helper()
	ctx := tenant.With(context.Background(), p)
	k, err := kinds.In(ctx).Get(home)
	if err != nil {
		t.Fatal(err)
	}
	var was *row.Record
	for step := range strings.SplitSeq(entered, "|") {
		a := &act.Act{Kind: k, Before: was, After: next(k, was), Input: map[string]any{}, Province: p, Book: p.Book(), Today: date(t, "2026-06-15")}
		for _, word := range strings.Fields(step) {
			if name, value, given := strings.Cut(word, "="); given && !strings.HasPrefix(word, "set:") {
				enter(t, a, name, value)
			}
		}
		if err := a.Settle(); err != nil {
			t.Errorf("%s %s: %v", home, step, err)
			return "none", "none"
		}
		was = a.After
	}
	for _, d := range was.Deadlines {
		if d.Code != code || d.Date.IsZero() {
			continue
		}
		switch {
		case !d.MetOn.IsZero():
			return d.Date.String(), "met"
		case d.Stopped:
			return d.Date.String(), "stopped"
		}
		return d.Date.String(), "runs"
	}
	return "none", "none"
}

// next is the record before the step, to be written on.
func next(k *kind.Kind, was *row.Record) *row.Record {
	if was == nil {
		return &row.Record{ID: "rec_x", Kind: k.Full, UnitID: id.New("unt"), State: k.Lifecycle.Initial, Phase: row.Draft, Draft: true, Fields: map[string]any{}}
	}
	out := *was
	out.Fields = maps.Clone(was.Fields)
	return &out
}

// enter puts in a word of a step.
func enter(t *testing.T, a *act.Act, name, value string) {
	t.Helper()
	switch name {
	case "state":
		move(t, a, value)
		return
	case "today":
		a.Today = date(t, value)
		return
	case "do":
		if a.Move = a.Kind.Lifecycle.Transition(value); a.Move == nil {
			t.Fatalf("%s has no step %s", a.Kind.Full, value)
		}
		move(t, a, a.Move.To)
		return
	}
	f := a.Kind.Field(name)
	if f == nil {
		t.Fatalf("%s has no field %s", a.Kind.Full, name)
	}
	var given any = value
	switch f.Type {
	case manifest.TypeInt:
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		given = n
	case manifest.TypeList:
		given = decided(t, value)
	}
	a.After.Fields[name], a.Input[name] = given, given
}

func move(t *testing.T, a *act.Act, state string) {
	t.Helper()
	s := a.Kind.Lifecycle.State(state)
	if s == nil {
		t.Fatalf("%s has no state %s", a.Kind.Full, state)
	}
	a.After.State, a.After.Phase, a.After.Draft = s.ID, s.Phase, s.Phase == row.Draft
}

// decided are decisions of a community, "matter:households in favour".
func decided(t *testing.T, value string) []map[string]any {
	t.Helper()
	matter, households, _ := strings.Cut(value, ":")
	n, err := strconv.ParseInt(households, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return []map[string]any{{"no": int64(1), "text": "x", "matter": matter, "in_favour": n}}
}

func date(t *testing.T, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

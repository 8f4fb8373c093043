package main_test

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest/task"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/report"
)

//go:embed testdata/half_year.golden
var halfYearGolden string

// TestTheReportOfAHalfYear fills a commune's half-year and reads its whole report:
// the text as the office prints it, and each number against the figure its address
// opens.
func TestTheReportOfAHalfYear(t *testing.T) {
	t.Parallel()
	task.Alone(t, func(t *testing.T) {
		y := newHalfYear(t)
		for _, f := range halfYearRecords {
			y.file(f)
		}
		y.settle(lastDay)
		out := y.report("cb.hung")
		if got := printed(out); got != halfYearGolden {
			t.Errorf("the report reads\n%s\nbut should read\n%s", got, halfYearGolden)
		}
		y.opens(out, 50)
		if got := y.ownReports(); got != ownReportsGolden {
			t.Errorf("the province's own reports read\n%s\nbut should read\n%s", got, ownReportsGolden)
		}
		y.countsByClause()
		y.freezes(out)
	})
}

//go:embed testdata/own_reports.golden
var ownReportsGolden string

// ownReports are the reports the province adds, of the last period of each that ends
// with the half-year.
func (y *halfYear) ownReports() string {
	y.t.Helper()
	periods := map[string]string{"month": "2026-06", "quarter": "2026-Q2", "half": "2026-H1", "year": "2026"}
	var b strings.Builder
	ctx := y.as("cb.hung", lastDay)
	for _, t := range y.p.Reports.Templates(ctx)[2:] {
		r, err := y.p.Reports.Get(ctx, report.Ask{Template: t.ID, Unit: y.p.Unit(commune), Period: periods[t.Grain]})
		if err != nil {
			y.t.Fatal(t.ID, err)
		}
		fmt.Fprintf(&b, "=== %s (%s)\n%s\n%s\n", t.Label.VI, t.Source, r.Says(report.FaceAbstract), printed(r))
		y.opens(r, 0)
	}
	return b.String()
}

func (y *halfYear) ask() report.Ask {
	return report.Ask{Template: "half_year", Unit: y.p.Unit(commune), Period: "2026-H1"}
}

func (y *halfYear) report(login string) *report.Report {
	y.t.Helper()
	out, err := y.p.Reports.Get(y.as(login, lastDay), y.ask())
	if err != nil {
		y.t.Fatal(err)
	}
	return out
}

// printed is the report as one reads it.
func printed(r *report.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s\n\n%s\n", r.Unit.Name, r.PeriodName, r.Opening.Shown)
	for _, c := range r.Chapters {
		fmt.Fprintf(&b, "\n# %s\n", c.Title)
		for _, s := range c.Sections {
			if s.Title != "" {
				fmt.Fprintf(&b, "\n## %s\n", s.Title)
			}
			for _, block := range s.Blocks {
				b.WriteString(line(block))
			}
		}
	}
	return b.String()
}

func line(block report.Block) string {
	var b strings.Builder
	for _, run := range block.Runs {
		b.WriteString(run.Text)
	}
	row := func(cells ...string) { b.WriteString("| " + strings.Join(cells, " | ") + "\n") }
	if t := block.Table; t != nil {
		b.WriteString(t.Title + "\n")
		row(t.Head...)
		for _, r := range t.Rows {
			cells := []string{r.Label}
			for _, cell := range r.Cells {
				cells = append(cells, cell.Text)
			}
			row(cells...)
		}
	}
	if l := block.Records; l != nil {
		b.WriteString(l.Title + "\n")
		row(l.Head...)
		for _, r := range l.Rows {
			row(r.Cells...)
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// countsByClause reads what of the half-year serves which clause, counted by hand on
// halfYearRecords: a clause nothing was filed for counts nothing.
func (y *halfYear) countsByClause() {
	y.t.Helper()
	want := map[string]int{
		"III.1.d": 2, "III.6.a": 1, "IV.1.c": 1, // two activities on policy, one on solidarity; one of them in the press
		"IV.5": 2, "III.2.a": 1, "III.2.b": 1, "III.2.c": 1, "III.7.d": 1,
		"III.2.e": 2,               // a month of the secretary, and the task the session gave
		"III.3.a": 2, "III.7.b": 1, // the report on democracy, and the community's meeting
		"III.3.b": 1, "III.4.c": 1, "III.4.d": 2, "III.8.d": 1, "III.7.g": 1,
		"III.3.i": 2, "III.6.c": 2, "III.6.d": 2, "III.8.e": 2,
		"III.7.h": 3, // both recommendations are the voters', and the meeting with them
		"III.8.c": 1,
	}
	tally, err := y.p.Programme.Count(y.as("theodoi.tam", lastDay), y.p.Unit(commune), "2026-H1")
	if err != nil {
		y.t.Fatal(err)
	}
	for _, c := range tally.Items {
		if c.Records != want[c.ID] {
			y.t.Errorf("%d records count under %s, want %d", c.Records, c.ID, want[c.ID])
		}
	}
}

// opens holds every printed number, of which there are so many at least, against the figure its address opens.
func (y *halfYear) opens(r *report.Report, least int) {
	y.t.Helper()
	n := 0
	each(r, func(run report.Run) {
		if run.Figure == 0 {
			return
		}
		n++
		f := r.Figures[run.Figure-1]
		l, err := y.p.Figures.Lineage(y.as("cb.hung", lastDay), indicator.Ask{Measure: f.Measure, Unit: f.Unit.ID, Period: string(f.Period), Part: f.Part})
		if err != nil {
			y.t.Errorf("%s: %v", f.Measure, err)
			return
		}
		if !shows(run.Text, l.Figure.Figure, f.Before) {
			y.t.Errorf("%s of %s in %s is printed as %q; it is %+v", f.Measure, f.Unit.Name, f.Period, run.Text, l.Figure.Figure)
		}
	})
	if n < least {
		y.t.Errorf("the report prints %d numbers", n)
	}
}

// freezes the report as it was read: what happens afterwards changes nothing of it,
// and nobody learns from it what they may not read.
func (y *halfYear) freezes(read *report.Report) {
	y.t.Helper()
	frozen, err := y.p.Reports.Freeze(y.as("cb.hung", lastDay), y.ask(), read.Seen)
	if err != nil {
		y.t.Fatal(err)
	}
	y.file(filed{kind: "awareness.communication_activity", unit: "18685-MT", by: "cb.lan", day: lastDay, acts: "cb.lan:+evidence cb.lan:file cb.hung:approve",
		fields: fields{"title": "Nộp muộn", "purpose": "vigilance", "channel": "press", "held_from": "2026-06-20", "output_count": 1}})
	for _, r := range y.lists(read)["core.recommendations"] {
		if _, err := y.p.Records.Do(y.as("cb.hung", lastDay), r.ID, "withdraw", 0, record.Act{Reason: "Gửi nhầm"}); err != nil {
			y.t.Fatal(err)
		}
	}
	y.settle(lastDay)
	l, err := y.p.Figures.Lineage(y.as("cb.hung", lastDay), indicator.Ask{Measure: "awareness.activities", Unit: y.p.Unit(commune), Period: "2026-H1"})
	if err != nil || *l.Figure.Value != 4 {
		y.t.Fatalf("the figure stays as it was: %+v, %v", l, err)
	}
	again := y.report("cb.hung")
	if got := printed(again); got != halfYearGolden || again.Frozen == nil || again.Frozen.SHA256 != frozen.Frozen.SHA256 {
		y.t.Errorf("frozen as %+v the report reads\n%s", again.Frozen, got)
	}
	for _, c := range []struct {
		login, section string
		rows, withheld int
	}{
		{"cb.hung", "core.recommendations", 1, 0}, {"cb.hung", "leadership.leadership", 1, 0}, {"cb.hung", "core.commitments", 1, 0},
		{"ub.long", "core.commitments", 1, 0},     // it was given to his body
		{"ub.long", "core.recommendations", 0, 1}, // it was sent to another
		{"quantri", "core.commitments", 0, 1}, {"quantri", "core.recommendations", 0, 1}, {"quantri", "leadership.leadership", 0, 1}, {"quantri", "core.declared", 0, 1},
	} {
		seen := y.report(c.login)
		if list := y.lists(seen)[c.section]; len(list) != c.rows {
			y.t.Errorf("%s reads %d records of %s, want %d", c.login, len(list), c.section, c.rows)
		}
		if n := withheld(seen, c.section); n != c.withheld {
			y.t.Errorf("of %s %d records are withheld from %s, want %d", c.section, n, c.login, c.withheld)
		}
		raw, err := json.Marshal(seen)
		if told := strings.Contains(string(raw), "Công khai nghị quyết HĐND"); err != nil || told != (c.login == "cb.hung") {
			y.t.Errorf("%s is told what was asked of the council: %v, %v", c.login, told, err)
		}
	}
}

// lists are the records the report lists, by section.
func (y *halfYear) lists(r *report.Report) map[string][]report.RecordRow {
	out := map[string][]report.RecordRow{}
	for _, c := range r.Chapters {
		for _, s := range c.Sections {
			for _, b := range s.Blocks {
				if b.Records != nil {
					out[s.ID] = append(out[s.ID], b.Records.Rows...)
				}
			}
		}
	}
	return out
}

// withheld is how many records of a section's lists the reader may not read.
func withheld(r *report.Report, section string) int {
	n := 0
	for _, c := range r.Chapters {
		for _, s := range c.Sections {
			for _, b := range s.Blocks {
				if s.ID == section && b.Records != nil {
					n += b.Records.Withheld
				}
			}
		}
	}
	return n
}

// each says every piece of the report.
func each(r *report.Report, say func(report.Run)) {
	for _, c := range r.Chapters {
		for _, s := range c.Sections {
			for _, b := range s.Blocks {
				for _, run := range b.Runs {
					say(run)
				}
				if b.Table == nil {
					continue
				}
				for _, row := range b.Table.Rows {
					for _, cell := range row.Cells {
						say(cell)
					}
				}
			}
		}
	}
}

var numberForm = regexp.MustCompile(`-?[0-9.]+(,[0-9]+)?`)

// shows reports whether a printed number is one of the figure's.
func shows(text string, f indicator.Figure, before *float64) bool {
	parts := []*float64{f.Value, f.Proven, f.Claimed, f.Approved, &f.Numerator, &f.Denominator, before}
	if f.Target != nil {
		parts = append(parts, &f.Target.Value)
	}
	found := numberForm.FindString(text)
	if found == "" {
		return slices.Contains(parts, nil)
	}
	printed, err := strconv.ParseFloat(strings.ReplaceAll(strings.ReplaceAll(found, ".", ""), ",", "."), 64)
	return err == nil && slices.ContainsFunc(parts, func(p *float64) bool { return p != nil && (*p-printed < 0.05 && printed-*p < 0.05) })
}

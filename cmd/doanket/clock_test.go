package main_test

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
)

// clockTable says of each of the 36 clocks which kind or duty keeps it, who owes, by
// which article, how it is counted, from and until when the rule is in force, and how
// sure it is: law, a setting where no law gives a number, or a law still to be
// confirmed, which never shows as late.
//
//go:embed testdata/clocks.csv
var clockTable []byte

// clock is a row of the table with what the manifests declare for it.
type clock struct {
	code, home, owedBy, article, limit, from, until, sure string
	deadline                                              *manifest.Deadline // or
	duty                                                  *manifest.Duty
}

// clocks reads the table and finds what keeps each.
func clocks(t *testing.T, in []*manifest.Manifest) []clock {
	t.Helper()
	var out []clock
	for _, r := range table(t, clockTable, "clock,home,owed_by,article,limit,from,until,sure") {
		c := clock{code: r[0], home: r[1], owedBy: r[2], article: r[3], limit: r[4], from: r[5], until: r[6], sure: r[7]}
		for _, m := range in {
			if k := m.Kind(c.home); k != nil {
				c.deadline = deadlineOf(k, c.code)
			}
			for _, d := range m.DutiesOf(c.home) {
				if d.From.String() == c.from && d.Until.String() == c.until {
					c.duty = d
				}
			}
		}
		out = append(out, c)
	}
	return out
}

func deadlineOf(k *manifest.Kind, code string) *manifest.Deadline {
	for i := range k.Deadlines {
		if k.Deadlines[i].Code == code {
			return &k.Deadlines[i]
		}
	}
	return nil
}

// TestEveryClockIsDeclared holds the table against the manifests: every clock is
// there as the table has it, and no rule of the law stands outside it.
func TestEveryClockIsDeclared(t *testing.T) {
	t.Parallel()
	in := allManifests(t)
	all := clocks(t, in)
	codes := map[string]bool{}
	kept := map[any]bool{}
	for _, c := range all {
		codes[c.code] = true
		kept[any(c.deadline)], kept[any(c.duty)] = true, true
		switch {
		case c.deadline != nil:
			c.holds(t, c.deadline.Source, c.deadline.Party, limitOf(c.deadline), sureness(c.deadline.Status, c.deadline.Law), c.deadline.ValidFrom.String(), c.deadline.ValidTo.String())
		case c.duty != nil:
			c.holds(t, c.duty.Source, owers(c.duty), rhythmOf(c.duty), sureness(c.duty.Status, c.duty.Law), c.from, c.until)
		default:
			t.Errorf("%s is kept by nothing: no %s of it in force from %q until %q", c.code, c.home, c.from, c.until)
		}
	}
	if len(codes) != 36 {
		t.Errorf("the table has %d clocks, decided are 36", len(codes))
	}
	for _, m := range in {
		for i := range m.Kinds {
			for j := range m.Kinds[i].Deadlines {
				if d := &m.Kinds[i].Deadlines[j]; d.Law && !kept[any(d)] {
					t.Errorf("%s has %s by law, which is none of the 36 clocks", m.Kinds[i].FullName(), d.Code)
				}
			}
		}
		for i := range m.Duties {
			if d := &m.Duties[i]; d.Law && !kept[any(d)] {
				t.Errorf("%s is owed by law, and none of the 36 clocks", d.FullName())
			}
		}
	}
}

// holds compares the row with what is declared.
func (c clock) holds(t *testing.T, article, owedBy, limit, sure, from, until string) {
	t.Helper()
	for _, p := range []struct{ what, table, declared string }{
		{"is owed by", c.owedBy, owedBy}, {"is counted", c.limit, limit}, {"is", c.sure, sure}, {"is in force from", c.from, from}, {"is in force until", c.until, until},
	} {
		if p.table != p.declared {
			t.Errorf("%s in %s %s %q; the table says %q", c.code, c.home, p.what, p.declared, p.table)
		}
	}
	if !strings.Contains(article, c.article) {
		t.Errorf("%s in %s names %q; the table says %q", c.code, c.home, article, c.article)
	}
}

func sureness(status string, law bool) string {
	switch {
	case status == manifest.StatusToConfirm:
		return "to confirm"
	case law:
		return "law"
	}
	return "setting"
}

func limitOf(d *manifest.Deadline) string {
	if d.From == "" {
		return "set " + d.Field
	}
	return fmt.Sprintf("%d %s %s %s", d.Length, d.Unit, d.Direction, d.From)
}

func owers(d *manifest.Duty) string {
	out := strings.Join(d.UnitKinds, " ")
	if len(d.Places) > 0 {
		out += " of " + strings.Join(d.Places, " ")
	}
	return out
}

func rhythmOf(d *manifest.Duty) string {
	switch {
	case d.Before != nil:
		return fmt.Sprintf("%d %s before %s", d.Before.Length, d.Before.Unit, d.Before.Field)
	case d.Due.Length > 0:
		return fmt.Sprintf("every %s %d %s after its end", d.Rhythm, d.Due.Length, d.Due.Unit)
	case d.Due.Years == -1:
		return fmt.Sprintf("every %s on %s of the year before", d.Rhythm, d.Due.Day)
	case strings.Contains(d.Due.Day, "-"):
		return fmt.Sprintf("every %s on %s", d.Rhythm, d.Due.Day)
	}
	return fmt.Sprintf("every %s at its end", d.Rhythm)
}

// TestClocksAreThoseOfTheLaw holds the table against the deadlines that come beside
// the project, where they do.
func TestClocksAreThoseOfTheLaw(t *testing.T) {
	t.Parallel()
	all := clocks(t, allManifests(t))
	law := map[string]map[string]string{}
	for _, row := range beside(t, "deadlines.csv") {
		law[row["deadline_id"]] = row
	}
	for _, c := range all {
		row := law[c.code]
		if row == nil {
			t.Errorf("no deadline %s beside the project", c.code)
			continue
		}
		if n := row["length"]; n != "" && !strings.HasPrefix(c.limit, n+" "+row["unit"]+" ") {
			t.Errorf("%s is %s, beside the project %s %s", c.code, c.limit, n, row["unit"])
		}
		if c.from != row["valid_from"] || c.until != row["valid_to"] {
			t.Errorf("%s is in force from %q until %q, beside the project from %q until %q", c.code, c.from, c.until, row["valid_from"], row["valid_to"])
		}
		// Where no law gives a number, the number is the province's: there is no
		// law to be confirmed.
		toConfirm := row["status"] == "to confirm" && !slices.Contains([]string{"GS-05", "PB-02"}, c.code)
		if toConfirm != (c.sure == "to confirm") {
			t.Errorf("%s is %q, beside the project %q", c.code, c.sure, row["status"])
		}
	}
}

package overlap_test

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/overlap"
	"github.com/doanket/doanket/core/text"
)

// What the check must reach on the labelled pairs, in percent. Pairs it is wrong
// about are kept in the set on purpose: two days apart across the end of a month,
// everybody and the elderly, works of one month that belong to each other.
const (
	leastPrecision = 92
	leastRecall    = 88
)

// paths are the places of the labelled pairs.
var paths = map[string]string{"T": "/0001/", "X1": "/0001/0001/", "X2": "/0001/0002/",
	"X1-K1": "/0001/0001/0001/", "X1-K2": "/0001/0001/0002/", "X1-K3": "/0001/0001/0003/", "X2-K1": "/0001/0002/0001/", "X2-K2": "/0001/0002/0002/"}

// labelled is in the test itself: the store of other tests changes the working
// directory while it opens.
//
//go:embed testdata/pairs.tsv
var labelled string

// TestLabelledPairs holds Compare against pairs that were judged by hand, and prints
// what it finds.
func TestLabelledPairs(t *testing.T) {
	t.Parallel()
	var hits, false1, missed, pairs float64
	for line := range strings.Lines(labelled) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		cells := strings.Split(line, "\t")
		found := len(overlap.Compare(stretch(t, "rec_a", cells[2]), stretch(t, "rec_b", cells[3]))) > 0
		pairs++
		switch double := cells[0] == "1"; {
		case double && found:
			hits++
		case double:
			missed++
			t.Logf("missed: %s: %s, %s", cells[1], cells[2], cells[3])
		case found:
			false1++
			t.Logf("false: %s: %s, %s", cells[1], cells[2], cells[3])
		}
	}
	precision, recall := 100*hits/(hits+false1), 100*hits/(hits+missed)
	t.Logf("%.0f pairs, %.0f of them overlap: precision %.1f %%, recall %.1f %%", pairs, hits+missed, precision, recall)
	if pairs < 200 || precision < leastPrecision || recall < leastRecall {
		t.Errorf("on %.0f pairs precision %.1f %%, recall %.1f %%; want 200, %d %%, %d %%", pairs, precision, recall, leastPrecision, leastRecall)
	}
}

// stretch reads title|unit|place|from|to|group|theme|body.
func stretch(t *testing.T, recordID, told string) overlap.Stretch {
	t.Helper()
	c := strings.Split(told, "|")
	if len(c) != 8 {
		t.Fatalf("%q has %d parts", told, len(c))
	}
	s := overlap.Stretch{RecordID: recordID, UnitID: c[1], First: date(t, c[3]), Last: date(t, c[4])}
	place := c[2]
	if c[7] != "" {
		s.Bodies = []string{c[7]}
		place, _, _ = strings.Cut(c[7], "-")
	}
	s.Places = []string{paths[place]}
	if c[5] != "" && c[5] != "other" {
		s.Groups = []string{c[5]}
	}
	if c[6] != "" && c[6] != "other" {
		s.Themes = []string{text.Fold(c[6])}
	}
	return s
}

func date(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

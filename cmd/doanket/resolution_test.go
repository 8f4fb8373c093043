package main_test

import (
	"slices"
	"testing"

	"github.com/doanket/doanket/core/coretest/task"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/programme/reading"
)

// TestTheWholeBoardOfTheResolution adopts the source resolution as it is read and opens its
// board: all of its targets by their codes, each with its figures at the province and at
// every unit directly below, judged as the resolution says.
func TestTheWholeBoardOfTheResolution(t *testing.T) {
	t.Parallel()
	listed := beside(t, "resolution_indicators.csv")
	text := string(bytesBeside(t, "resolution-ha-tinh.txt"))
	task.Alone(t, func(t *testing.T) {
		y := newHalfYear(t)
		for _, f := range indicatorRecords {
			y.file(f)
		}
		y.settle(yearsEnd)
		goals := y.p.Programme.Proposed(y.p.Rig.In(slug), reading.Parse(text))
		if err := y.p.Programme.Adopt(y.p.Rig.In(slug), goals, ""); err != nil {
			t.Fatal(err)
		}
		board, err := y.p.Programme.Targets(y.as("theodoi.tam", yearsEnd), y.p.Unit("42"), "2026")
		if err != nil {
			t.Fatal(err)
		}
		if len(board.Goals) != len(listed) {
			t.Errorf("%d targets on the board, %d in the resolution", len(board.Goals), len(listed))
		}
		for i, row := range listed {
			if at := slices.IndexFunc(board.Goals, func(g programme.Followed) bool { return g.Code == row["indicator_id"] }); at != i {
				t.Errorf("%s stands in place %d, want %d", row["indicator_id"], at, i)
				continue
			}
			wholeGoal(t, board.Goals[i], row)
		}
		stands := map[string]string{}
		for _, g := range board.Goals {
			stands[g.Code] = g.Status
			for _, r := range g.Rows {
				if r.Unit.Code == commune {
					stands[g.Code+" here"] = r.Status
				}
			}
		}
		for at, want := range map[string]string{"CT-1b": "missed", "CT-4c": "none", "CT-4d": "none", "CT-4d here": "none", "CT-5a": "missed", "CT-5a here": "met", "CT-5c here": "met", "CT-6b here": "met"} {
			if stands[at] != want {
				t.Errorf("%s is %q, want %q", at, stands[at], want)
			}
		}
	})
}

// wholeGoal holds one target: what it is seen by, what it asks for, and that no unit below
// is missing or without a status.
func wholeGoal(t *testing.T, g programme.Followed, listed map[string]string) {
	t.Helper()
	if len(g.Tiles) == 0 || len(g.Tiles) != len(g.Measures) {
		t.Errorf("%s is seen by %d of its %d figures", g.Code, len(g.Tiles), len(g.Measures))
	}
	if numbered := listed["indicator_id"] != "CT-4c"; (g.Number() != nil) != numbered {
		t.Errorf("%s asks for %s, the resolution for %q", g.Code, g.Said(), listed["target"])
	}
	if (g.Judged == "never") != slices.Contains([]string{"CT-4c", "CT-4d"}, g.Code) {
		t.Errorf("%s is judged %s", g.Code, g.Judged)
	}
	places := 0
	for _, r := range g.Rows {
		if r.Unit.Kind == "commune" {
			places++
		}
		if r.Status == "" || len(r.Figures) != len(g.Tiles) {
			t.Errorf("%s at %s: status %q, %d figures", g.Code, r.Unit.Name, r.Status, len(r.Figures))
		}
	}
	if places != 69 {
		t.Errorf("%s has %d communes below, want 69", g.Code, places)
	}
}

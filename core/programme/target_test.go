package programme_test

import (
	"slices"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/indicator"
)

type tile = indicator.Tile

// TestTheBoardOfTheResolution holds every share with a target, of the unit and of those
// below, and how each came to where it stands.
func TestTheBoardOfTheResolution(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		rec := visit(t, r, "direct")
		attach(t, r, rec)
		do(t, r, coretest.Approver, rec, "approve", "")
		do(t, r, coretest.Officer, rec, "close", "")
		visit(t, r, "")
		r.Settle(coretest.An)
		board, err := r.Programme.Targets(r.As(coretest.An, coretest.Leader), "", period)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(board.Tiles, func(tile tile) bool { return tile.Measure == "demo.visits_done" })
		if i < 0 || slices.ContainsFunc(board.Tiles, func(tile tile) bool { return tile.Figure.Target == nil }) {
			t.Fatalf("targets: %+v", board.Tiles)
		}
		if f := board.Tiles[i].Figure; f.Value == nil || *f.Value != 50 || *f.Proven != 50 || f.Status != "missed" {
			t.Errorf("half of it is done: %+v", f)
		}
		trend := board.Trend["demo.visits_done"]
		at := slices.Index(board.Periods, "2026-Q1")
		if len(trend) != len(board.Periods) || at >= 0 && (trend[at] == nil || *trend[at] != 50) {
			t.Errorf("trend %v of %v", trend, board.Periods)
		}
		if len(board.Rows) < 2 {
			t.Errorf("units below: %d", len(board.Rows))
		}
	})
}

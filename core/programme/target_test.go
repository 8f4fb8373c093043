package programme_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/programme/reading"
	"github.com/doanket/doanket/core/programme/target"
	"github.com/doanket/doanket/core/record"
)

type tile = indicator.Tile

// done makes a visit of X1 that is done with its paper, and one that is not done.
func halfDone(t *testing.T, r *coretest.Rig) {
	t.Helper()
	rec := visit(t, r, "direct")
	attach(t, r, rec)
	do(t, r, coretest.Approver, rec, "approve", "")
	do(t, r, coretest.Officer, rec, "close", "")
	visit(t, r, "")
	r.Settle(coretest.An)
}

func targets(t *testing.T, r *coretest.Rig, unit string) *programme.Targets {
	t.Helper()
	board, err := r.Programme.Targets(r.As(coretest.An, coretest.Leader), unit, period)
	if err != nil {
		t.Fatal(err)
	}
	return board
}

// TestTheBoardOfTheResolution holds every share with a target, of the unit and of those
// below, and how each came to where it stands.
func TestTheBoardOfTheResolution(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		halfDone(t, r)
		board := targets(t, r, "")
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

// adopt adopts the targets in place of those there are.
func adopt(t *testing.T, r *coretest.Rig, goals ...target.Goal) {
	t.Helper()
	if err := r.Programme.Adopt(r.In(coretest.An), goals, "Nguyễn Văn A"); err != nil {
		t.Fatal(err)
	}
}

// goals are two targets of the resolution: one with a number, one that is context.
func goals() (visits, context target.Goal) {
	return target.Goal{Code: "CT-1a", Title: "Hoàn thành thăm hộ", Op: "more_than", Value: 40, Measures: []string{"demo.visits_done"}, Rhythm: "year", Basis: "stated"},
		target.Goal{Code: "CT-2", Title: "Làm tốt công tác thăm hỏi", Op: "none", Measures: []string{"demo.visits"}, Judged: target.JudgedNever}
}

// TestTheTargetsOfTheResolution are adopted as records and compared with the figures
// they are seen by.
func TestTheTargetsOfTheResolution(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		halfDone(t, r)
		visits, context := goals()
		late := target.Goal{Code: "CT-10", Title: "Cuối năm làm xong", Op: "at_least", Value: 100, Measures: []string{"demo.visits_done"}, Judged: target.JudgedAtEnd}
		adopt(t, r, visits, late, context)
		board := targets(t, r, "")
		if len(board.Goals) != 3 || board.Goals[0].Code != "CT-1a" || board.Goals[1].Code != "CT-2" || board.Goals[2].Code != "CT-10" {
			t.Fatalf("in the order of their codes: %+v", board.Goals)
		}
		if slices.ContainsFunc(board.Tiles, func(x tile) bool { return x.Measure == "demo.visits_done" }) {
			t.Error("a figure of a target stands beside the targets as well")
		}
		one := board.Goals[0]
		if one.Status != "met" || len(one.Tiles) != 1 || *one.Tiles[0].Figure.Value != 50 || one.Tiles[0].Figure.Target.Value != 40 {
			t.Errorf("50 %% of more than 40: %+v", one)
		}
		if board.Goals[1].Status != "none" || board.Goals[1].Tiles[0].Figure.Target != nil {
			t.Errorf("what has no number is not judged: %+v", board.Goals[1])
		}
		if board.Trend["demo.visits_done"] == nil {
			t.Error("no trend of a target's figure")
		}
		first := one.Record

		adopt(t, r, visits, context)
		if again := targets(t, r, ""); len(again.Goals) != 2 || again.Goals[0].Record != first {
			t.Errorf("what stayed as it was is the same record, what is gone has ended: %+v", again.Goals)
		}
		visits.Value = 60
		adopt(t, r, visits, context)
		changed := targets(t, r, "")
		if changed.Goals[0].Record == first || changed.Goals[0].Status != "missed" {
			t.Errorf("what changed is another record and is judged anew: %+v", changed.Goals[0])
		}
	})
}

// stumble is a watcher that fails at the n-th target that is issued or ended.
type stumble struct{ left atomic.Int32 }

func (s *stumble) Recorded(_ context.Context, changes []record.Change) error {
	for _, c := range changes {
		if c.After.Kind == "core.target" && s.left.Add(-1) == 0 {
			return errors.New("the line was cut")
		}
	}
	return nil
}

// TestTargetsAreAdoptedTogether or not at all: a fault at any of them leaves those there
// were, and nothing of the others.
func TestTargetsAreAdoptedTogether(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		cut := &stumble{}
		r.Records.Use(nil, nil, cut)
		visits, also := goals()
		adopt(t, r, visits, also)
		before := targets(t, r, "").Goals
		changed := []target.Goal{visits, also, {Code: "CT-3", Title: "Thêm một chỉ tiêu", Op: "none"}}
		changed[0].Value, changed[1].Title = 60, "Làm tốt hơn"
		for n := range int32(5) { // two end, three begin
			cut.left.Store(n + 1)
			if err := r.Programme.Adopt(r.In(coretest.An), changed, ""); err == nil || cut.left.Load() != 0 {
				t.Fatalf("not cut at the %d. target: %v", n+1, err)
			}
			after := targets(t, r, "").Goals
			if len(after) != 2 || after[0].Record != before[0].Record || after[1].Record != before[1].Record {
				t.Errorf("cut at the %d. target, these stand: %+v", n+1, after)
			}
		}
		cut.left.Store(0)
		adopt(t, r, changed...)
		if after := targets(t, r, "").Goals; len(after) != 3 || after[0].Value != 60 {
			t.Errorf("adopted afterwards: %+v", after)
		}
	})
}

// TestAUnitMayAskMoreOfItself than the resolution does, never less, by the same figures
// and once; a target above that rises holds there again.
func TestAUnitMayAskMoreOfItself(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		staff(t, r)
		halfDone(t, r)
		visits, context := goals()
		visits.Value = 60
		adopt(t, r, visits, context)
		own := func(value float64, measures ...string) error {
			rec, err := r.Records.Create(r.As(coretest.An, "signer"), "core.target", record.Input{UnitID: r.Unit(coretest.An, "X1-DU"), Fields: fields{"code": "CT-1a", "title": "Của xã", "op": "at_least", "value": value, "measures": measures, "rhythm": "half"}})
			if err != nil {
				t.Fatal(err)
			}
			_, err = r.Records.Do(r.As(coretest.An, "signer"), rec.ID, "issue", 0, record.Act{})
			return err
		}
		if err := own(60, "demo.visits_done"); !names(err, "value", "target_weaker") {
			t.Errorf("at least 60 lets be what more than 60 misses: %v", err)
		}
		if err := own(90, "demo.visits"); !names(err, "measures", "target_other_figures") {
			t.Errorf("another figure: %v", err)
		}
		if err := own(80, "demo.visits_done"); err != nil {
			t.Fatal(err)
		}
		if err := own(90, "demo.visits_done"); !names(err, "code", "target_twice") {
			t.Errorf("twice: %v", err)
		}
		for _, row := range targets(t, r, "").Goals[0].Rows {
			if row.Unit.Code == "X1" && row.Figures[0].Target.Value != 80 || row.Unit.Code != "X1" && row.Figures[0].Target.Value != 60 {
				t.Errorf("%s is asked for %v", row.Unit.Code, row.Figures[0].Target)
			}
		}
		if here := targets(t, r, r.Unit(coretest.An, "X1")); here.Goals[0].SetBy.Code != "X1-DU" {
			t.Errorf("the commune's own target holds there: %+v", here.Goals[0].SetBy)
		}
		visits.Value = 85
		adopt(t, r, visits, context)
		for _, row := range targets(t, r, "").Goals[0].Rows {
			if row.Figures[0].Target.Value != 85 {
				t.Errorf("a target above that rises holds at %s too: %v", row.Unit.Code, row.Figures[0].Target)
			}
		}
	})
}

// TestAnAmountIsSharedOut among those below: what they took on is added up, each is
// judged by its own part, and who took none is judged by no number of the whole.
func TestAnAmountIsSharedOut(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		staff(t, r)
		halfDone(t, r)
		whole := target.Goal{Code: "CT-8", Title: "Thăm 10 hộ", Op: "at_least", Value: 10, Measures: []string{"demo.visits"}, Rhythm: "year"}
		unseen := target.Goal{Code: "CT-9", Title: "Làm tốt", Op: "none", Measures: []string{}}
		adopt(t, r, whole, unseen)
		part := func(op string, value float64) error {
			rec, err := r.Records.Create(r.As(coretest.An, "signer"), "core.target", record.Input{UnitID: r.Unit(coretest.An, "X1-DU"),
				Fields: fields{"code": "CT-8", "title": "Phần của xã", "op": op, "value": value, "measures": whole.Measures, "rhythm": "year"}})
			if err != nil {
				t.Fatal(err)
			}
			_, err = r.Records.Do(r.As(coretest.An, "signer"), rec.ID, "issue", 0, record.Act{})
			return err
		}
		if err := part("at_most", 2); !names(err, "value", "target_weaker") {
			t.Errorf("a part that falls of a whole that rises: %v", err)
		}
		if err := part("at_least", 2); err != nil {
			t.Fatal(err)
		}
		board := targets(t, r, "")
		one := board.Goals[0]
		if p := one.Parts; p == nil || *p != (target.Parts{Asked: 10, Taken: 2, Units: 1, Of: 2}) {
			t.Errorf("added up: %+v", p)
		}
		if one.Status != "missed" || board.Goals[1].Parts != nil {
			t.Errorf("two of ten: %s; of what has no number: %+v", one.Status, board.Goals[1].Parts)
		}
		for _, row := range one.Rows {
			switch f := row.Figures[0]; {
			case row.Unit.Code == "X1" && (f.Target == nil || f.Target.Value != 2 || row.Status != "met"):
				t.Errorf("X1 did its part of two: %+v", row)
			case row.Unit.Code != "X1" && (f.Target != nil || row.Status != "none"):
				t.Errorf("%s took no part: %+v", row.Unit.Code, row)
			}
		}
		for _, row := range board.Goals[1].Rows {
			if row.Status != "none" {
				t.Errorf("of what no figure shows: %+v", row)
			}
		}
		if here := targets(t, r, r.Unit(coretest.An, "X2")).Goals[0]; here.Number() != nil || here.Status != "none" || here.Parts != nil {
			t.Errorf("a commune that took no part: %+v", here)
		}
	})
}

// TestTargetsThatCannotBe are refused where they are adopted, by place.
func TestTargetsThatCannotBe(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	for _, c := range []struct {
		goal  target.Goal
		field string
	}{
		{target.Goal{Code: "Chỉ tiêu 1", Title: "x", Op: "none"}, "targets.0.code"},
		{target.Goal{Code: "CT-1", Op: "none"}, "targets.0.title"},
		{target.Goal{Code: "CT-1", Title: "x", Op: "around"}, "targets.0.op"},
		{target.Goal{Code: "CT-1", Title: "x", Op: "between", Value: 5, Most: 4}, "targets.0.most"},
		{target.Goal{Code: "CT-1", Title: "x", Op: "none", Measures: []string{"demo.no_such"}}, "targets.0.measures.0"},
	} {
		err := r.Programme.Adopt(r.In(coretest.An), []target.Goal{c.goal}, "")
		if !fault.Is(err, fault.Invalid) || len(fault.Of(err).Fields) != 1 || fault.Of(err).Fields[0].Field != c.field {
			t.Errorf("%+v: %v", c.goal, err)
		}
	}
}

// TestProposedTargets come from what was read: stated numbers, and 100 % by default only
// where a share shows it.
func TestProposedTargets(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	read := &reading.Resolution{Targets: []reading.ReadTarget{{ID: "CT-7", Indicators: []reading.ReadIndicator{
		{ID: "CT-7a", Text: "Trên 95% tổ chức được kiện toàn", Kind: reading.Threshold, Op: ">", Value: 95},
		{ID: "CT-7b", Text: "Giảm 1,3–1,5%", Kind: reading.Range, Op: "..", Value: 1.3, To: 1.5, Rhythm: "year"},
		{ID: "CT-7c", Text: "Thực hiện tốt", Kind: reading.Activity}}}}}
	goals := r.Programme.Proposed(r.In(coretest.An), read)
	if len(goals) != 3 || goals[0].Op != "more_than" || goals[0].Value != 95 || goals[1].Op != "at_least" || goals[1].Value != 1.3 || goals[2].Op != "none" || goals[2].Judged != target.JudgedNever {
		t.Errorf("proposed: %+v", goals)
	}
}

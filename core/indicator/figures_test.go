package indicator_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/record"
)

const period = "2026"

// visit makes a submitted, approved visit of commune X1 and says its id.
func visit(t *testing.T, r *coretest.Rig, fields map[string]any) string {
	t.Helper()
	all := map[string]any{"title": "Thăm hộ nghèo", "held_on": "2026-03-10"}
	for k, v := range fields {
		all[k] = v
	}
	rec, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit",
		record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: all, Submit: "submit"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Records.Do(r.As(coretest.An, coretest.Approver), rec.ID, "approve", 0, record.Act{}); err != nil {
		t.Fatal(err)
	}
	return rec.ID
}

func attach(t *testing.T, r *coretest.Rig, recordID string) string {
	t.Helper()
	body := coretest.PDF(recordID + coretest.Word())
	d, err := r.Documents.Attach(r.As(coretest.An, coretest.Officer), recordID, "report",
		document.Source{Body: strings.NewReader(body), Size: int64(len(body)), Name: "báo cáo.pdf"}, document.Meta{})
	if err != nil {
		t.Fatal(err)
	}
	return d.ID
}

func figure(t *testing.T, r *coretest.Rig, measure, unit string) *indicator.Named {
	t.Helper()
	r.Settle(coretest.An)
	f, err := r.Figures.Get(r.As(coretest.An, coretest.Leader), measure, r.Unit(coretest.An, unit), period)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestProofMovesTheFigure is the main job: a record counts as claimed, its
// evidence makes it proven, all the way up; taking it away takes it back.
func TestProofMovesTheFigure(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		rec := visit(t, r, nil)
		for _, unit := range []string{"X1", "T"} {
			if f := figure(t, r, "demo.visits", unit); *f.Value != 1 || *f.Proven != 0 || *f.Claimed != 1 {
				t.Fatalf("%s without proof: %v = %v + %v", unit, *f.Value, *f.Proven, *f.Claimed)
			}
		}
		doc := attach(t, r, rec)
		for _, unit := range []string{"X1", "T"} {
			if f := figure(t, r, "demo.visits", unit); *f.Proven != 1 || *f.Claimed != 0 {
				t.Fatalf("%s with proof: %v + %v", unit, *f.Proven, *f.Claimed)
			}
		}
		if f := figure(t, r, "demo.visits", "X2"); *f.Value != 0 {
			t.Errorf("another commune counts it: %v", *f.Value)
		}
		if err := r.Documents.Detach(r.As(coretest.An, coretest.Officer), rec, doc); err != nil {
			t.Fatal(err)
		}
		if f := figure(t, r, "demo.visits", "T"); *f.Value != 1 || *f.Proven != 0 {
			t.Errorf("after the proof is taken away: %v proven of %v", *f.Proven, *f.Value)
		}
	})
}

// TestLineageLeadsToTheDocument follows a figure down to the SHA-256.
func TestLineageLeadsToTheDocument(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		rec := visit(t, r, map[string]any{"people": 40})
		doc := attach(t, r, rec)
		visit(t, r, map[string]any{"people": 2})
		if f := figure(t, r, "demo.people_met", "T"); *f.Value != 42 || *f.Proven != 40 {
			t.Fatalf("people met: %v, proven %v", *f.Value, *f.Proven)
		}
		l, err := r.Figures.Lineage(r.As(coretest.An, coretest.Leader), indicator.Ask{Measure: "demo.people_met", Unit: r.Unit(coretest.An, "T"), Period: period})
		if err != nil {
			t.Fatal(err)
		}
		if len(l.Units) != 1 || l.Units[0].Unit.Code != "X1" || len(l.Records) != 2 {
			t.Fatalf("lineage: %d units, %d records", len(l.Units), len(l.Records))
		}
		for _, s := range l.Records {
			if s.ID != rec {
				continue
			}
			if !s.Proven || len(s.Documents) != 1 || s.Documents[0].ID != doc || len(s.Documents[0].SHA256) != 64 || !s.Documents[0].Sound {
				t.Errorf("the proven record shows %+v", s)
			}
		}
	})
}

// TestCoverageNamesTheMissing counts each unit once and lists those left out.
func TestCoverageNamesTheMissing(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		east := r.Unit(coretest.An, "X1-K1")
		first := visit(t, r, map[string]any{"reached": []string{east}})
		visit(t, r, map[string]any{"reached": []string{east, r.Unit(coretest.An, "X1-UB")}})
		f := figure(t, r, "demo.areas_reached", "X1")
		if *f.Value != 50 || f.Numerator != 1 || f.Denominator != 2 || f.Status != measure.Missed {
			t.Fatalf("coverage: %+v", f.Figure)
		}
		l, err := r.Figures.Lineage(r.As(coretest.An, coretest.Leader), indicator.Ask{Measure: "demo.areas_reached", Unit: r.Unit(coretest.An, "X1"), Period: period})
		if err != nil {
			t.Fatal(err)
		}
		if len(l.Missing) != 1 || l.Missing[0].Unit.Code != "X1-K2" {
			t.Errorf("missing: %+v", l.Missing)
		}
		attach(t, r, first)
		if f := figure(t, r, "demo.areas_reached", "T"); *f.Proven != 25 || *f.Claimed != 0 {
			t.Errorf("one of two records proves the unit: %v + %v", *f.Proven, *f.Claimed)
		}
	})
}

// TestWhoMaySeeFigures: a post sees its own part of the tree and nothing beside.
func TestWhoMaySeeFigures(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	for _, c := range []struct {
		login, unit string
		kind        fault.Kind
	}{
		{coretest.Leader, "T", ""}, {coretest.Officer, "X1", ""}, {coretest.Officer, "X1-K1", ""},
		{coretest.Officer, "T", fault.Forbidden}, {coretest.Officer, "X2", fault.Forbidden}, {coretest.Responder, "X1", fault.Forbidden},
	} {
		_, err := r.Figures.Get(r.As(coretest.An, c.login), "demo.visits", r.Unit(coretest.An, c.unit), period)
		if c.kind == "" && err != nil || c.kind != "" && !fault.Is(err, c.kind) {
			t.Errorf("%s at %s: %v, want %q", c.login, c.unit, err, c.kind)
		}
	}
	if _, err := r.Figures.Get(r.As(coretest.An, coretest.Leader), "demo.visits", "", "2026-13"); !fault.HasCode(err, "bad_period") {
		t.Errorf("a thirteenth month: %v", err)
	}
	if _, err := r.Figures.Get(r.As(coretest.An, coretest.Leader), "no_such", "", period); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown measure: %v", err)
	}
}

// TestRecomputeFindsNothing does random acts and holds the folded figures
// against the sum of contributions; then it spoils one figure and expects the
// recompute to find exactly that one.
func TestRecomputeFindsNothing(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		random := rand.New(rand.NewPCG(7, 11))
		for n := range 25 {
			rec := visit(t, r, map[string]any{"people": random.IntN(90), "held_on": fmt.Sprintf("2026-%02d-10", 1+random.IntN(9)),
				"reached": []string{r.Unit(coretest.An, []string{"X1-K1", "X1-K2"}[random.IntN(2)])}})
			if random.IntN(2) == 0 {
				attach(t, r, rec)
			}
			if n%5 == 0 {
				r.Settle(coretest.An)
			}
		}
		ctx := r.In(coretest.An)
		drifts, err := r.Figures.Recompute(ctx, false)
		if err != nil || len(drifts) != 0 {
			t.Fatalf("drift %+v, %v", drifts, err)
		}
		sum := sumOfLineage(t, r.As(coretest.An, coretest.Leader), r)
		if f := figure(t, r, "demo.people_met", "T"); *f.Value != sum {
			t.Errorf("the figure says %v, its lineage adds up to %v", *f.Value, sum)
		}
		moveUnit(t, ctx, r)
		r.Settle(coretest.An)
		if drifts, err = r.Figures.Recompute(ctx, false); err != nil || len(drifts) != 0 {
			t.Errorf("after a move: drift %+v, %v", drifts, err)
		}
	})
}

func sumOfLineage(t *testing.T, ctx context.Context, r *coretest.Rig) float64 {
	t.Helper()
	total := 0.0
	wait.Pages(t, "the lineage", func(cursor string) string {
		l, err := r.Figures.Lineage(ctx, indicator.Ask{Measure: "demo.people_met", Unit: r.Unit(coretest.An, "T"), Period: period, Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range l.Records {
			total += s.Numerator
		}
		if l.Next == "" {
			total += l.Hidden.Numerator
		}
		return l.Next
	})
	return total
}

func moveUnit(t *testing.T, ctx context.Context, r *coretest.Rig) {
	t.Helper()
	if _, err := r.Tree.Move(identity.System(ctx, "test"), coretest.Today(ctx), r.Unit(coretest.An, "X1-K1"), r.Unit(coretest.An, "X2")); err != nil {
		t.Fatal(err)
	}
}

// TestBatchCountsEveryRecord: records written by one act count each by itself,
// with what they become later.
func TestBatchCountsEveryRecord(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		batch := func(login string, commands []record.Command) (ids []string) {
			t.Helper()
			out, err := r.Records.Batch(r.As(coretest.An, login), commands)
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range out {
				if o.Err != nil {
					t.Fatal(o.Err)
				}
				ids = append(ids, o.Record.ID)
			}
			return ids
		}
		var create, change []record.Command
		for people := 1; people <= 5; people++ {
			create = append(create, record.Command{Kind: "demo.visit", UnitID: r.Unit(coretest.An, "X1"),
				Fields: map[string]any{"title": "Thăm hộ nghèo", "held_on": "2026-03-10", "people": people}, Submit: "submit"})
		}
		ids := batch(coretest.Officer, create)
		if f := figure(t, r, "demo.people_met", "T"); *f.Value != 15 {
			t.Errorf("five records at once: %v people, want 15", *f.Value)
		}
		for _, recordID := range ids[1:4] {
			change = append(change, record.Command{RecordID: recordID, Fields: map[string]any{"people": 10}, Reason: "đếm lại"})
		}
		batch(coretest.Officer, change)
		if f := figure(t, r, "demo.people_met", "T"); *f.Value != 36 {
			t.Errorf("three of them changed at once: %v people, want 36", *f.Value)
		}
		if drifts, err := r.Figures.Recompute(r.In(coretest.An), false); err != nil || len(drifts) > 0 {
			t.Errorf("drift %+v, %v", drifts, err)
		}
	})
}

package closing_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/closing"
	"github.com/doanket/doanket/core/closing/statement"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/record"
)

// meeting holds a meeting of a kind in commune X1.
func meeting(t *testing.T, r *coretest.Rig, kind, day string) {
	t.Helper()
	ctx := r.In(coretest.An)
	rec, err := r.Records.Create(ctx, "core.meeting", record.Input{UnitID: r.Unit(coretest.An, "X1"), Submit: "plan",
		Fields: map[string]any{"title": "Họp " + day, "form": "onsite", "held_on": day, "meeting_kind": kind}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Records.Do(ctx, rec.ID, "hold", 0, record.Act{Fields: map[string]any{"held_on": day, "attended_count": 12}}); err != nil {
		t.Fatal(err)
	}
}

// TestPartsByValueAreClosed with the whole: they verify without the server, a changed
// digit of one is found, and what changes later is told of the part it changed.
func TestPartsByValueAreClosed(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		meeting(t, r, "work", "2026-02-03")
		meeting(t, r, "work", "2026-03-04")
		meeting(t, r, "consultation", "2026-04-05")
		c := closed(t, r, "", "")
		raw, top := content(t, r, c.ID), r.Unit(coretest.An, "T")
		for code, want := range map[string]float64{"core.meetings_held": 3, "core.meetings_held|work": 2, "core.meetings_held|consultation": 1} {
			if f := figure(t, raw, code, top); *f.Value != want {
				t.Errorf("%s is closed as %s, want %v", code, f, want)
			}
		}
		key, err := r.Closings.PublicKey(r.In(coretest.An))
		if err != nil {
			t.Fatal(err)
		}
		if report, err := statement.Verify(bytes.NewReader(raw), key); err != nil || len(report.Problems) > 0 {
			t.Fatalf("the statement does not verify: %+v %v", report, err)
		}
		forged(t, raw, key)

		meeting(t, r, "consultation", "2026-05-06")
		r.Settle(coretest.An)
		s, err := r.Closings.Standing(r.As(coretest.An, coretest.Leader), top, half)
		if err != nil {
			t.Fatal(err)
		}
		restated := map[string]bool{}
		for _, f := range s.Figures {
			if f.Restated {
				restated[f.Measure] = true
			}
			if f.Measure == "core.meetings_held|consultation" && (*f.Closed.Value != 1 || *f.Today.Value != 2 || !strings.Contains(f.Label.VI, ": ")) {
				t.Errorf("the part is told as %+v", f)
			}
		}
		if !restated["core.meetings_held"] || !restated["core.meetings_held|consultation"] || restated["core.meetings_held|work"] {
			t.Errorf("restated: %v", restated)
		}
		out, err := r.Closings.Changes(r.As(coretest.An, coretest.Leader), c.ID, "core.meetings_held|consultation", top)
		if err != nil || len(out.Changes)+out.Hidden != 1 || out.Recounts {
			t.Errorf("what changed of the part: %+v %v", out, err)
		}
		for _, one := range out.Changes {
			if one.What != closing.Came {
				t.Errorf("it came, and is told as %s", one.What)
			}
		}
	})
}

// forged changes one digit of a part's figure and looks that it is named.
func forged(t *testing.T, raw []byte, key string) {
	t.Helper()
	lines := bytes.SplitAfter(raw, []byte("\n"))
	in := false
	for i, line := range lines {
		if bytes.Contains(line, []byte(`{"measure":`)) {
			in = bytes.Contains(line, []byte("core.meetings_held|work"))
		}
		if in && bytes.Contains(line, []byte(`{"figure":`)) {
			lines[i] = bytes.Replace(line, []byte(`"num":2000`), []byte(`"num":3000`), 1)
			break
		}
	}
	changed := bytes.Join(lines, nil)
	if bytes.Equal(changed, raw) {
		t.Fatal("the part's figure was not found")
	}
	report, err := statement.Verify(bytes.NewReader(changed), key)
	if err != nil || !slices.ContainsFunc(report.Problems, func(p statement.Problem) bool {
		return p.What == statement.BadFigure && p.Of == "core.meetings_held|work"
	}) {
		t.Errorf("a changed digit of a part: %+v %v", report, err)
	}
}

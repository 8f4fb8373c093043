package programme_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/record"
)

const period = "2026"

// visit makes a submitted visit of commune X1 and says its id.
func visit(t *testing.T, r *coretest.Rig, form string) string {
	t.Helper()
	rec, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"),
		Fields: map[string]any{"title": "Thăm hộ nghèo", "held_on": "2026-03-10", "form": form}, Submit: "submit"})
	if err != nil {
		t.Fatal(err)
	}
	return rec.ID
}

func do(t *testing.T, r *coretest.Rig, who, recordID, step, reason string) {
	t.Helper()
	if _, err := r.Records.Do(r.As(coretest.An, who), recordID, step, 0, record.Act{Reason: reason}); err != nil {
		t.Fatal(err)
	}
}

func attach(t *testing.T, r *coretest.Rig, recordID string) {
	t.Helper()
	body := coretest.PDF(recordID + coretest.Word())
	_, err := r.Documents.Attach(r.As(coretest.An, coretest.Officer), recordID, "report",
		document.Source{Body: strings.NewReader(body), Size: int64(len(body)), Name: "báo cáo.pdf"}, document.Meta{})
	if err != nil {
		t.Fatal(err)
	}
}

// count is what a clause counts at a unit.
func count(t *testing.T, r *coretest.Rig, clauseID, unit string) programme.ClauseCount {
	t.Helper()
	r.Settle(coretest.An)
	tally, err := r.Programme.Count(r.As(coretest.An, coretest.Leader), r.Unit(coretest.An, unit), period)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(tally.Items, func(c programme.ClauseCount) bool { return c.ID == clauseID })
	if i < 0 {
		t.Fatalf("no clause %s among %+v", clauseID, tally.Items)
	}
	return tally.Items[i]
}

// counts fails unless a clause counts so many records, approved, proven and
// withdrawn.
func counts(t *testing.T, r *coretest.Rig, clauseID, unit string, want ...int) {
	t.Helper()
	c := count(t, r, clauseID, unit)
	if got := []int{c.Records, c.Approved, c.Proven, c.Withdrawn}; !slices.Equal(got, want) {
		t.Errorf("clause %s at %s counts %v, want %v", clauseID, unit, got, want)
	}
}

// ids are the clauses a record serves, and whether a person chose them.
func ids(t *testing.T, r *coretest.Rig, who, recordID string) (out []string, chosen bool) {
	t.Helper()
	s, err := r.Programme.Of(r.As(coretest.An, who), recordID)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range s.Clauses {
		out = append(out, c.ID)
	}
	return out, s.Chosen
}

// listed are the records of a list by clause.
func listed(t *testing.T, r *coretest.Rig, clauseID string) (out []string) {
	t.Helper()
	page, err := r.Records.List(r.As(coretest.An, coretest.Leader), record.Query{Kind: "demo.visit", Clause: clauseID})
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range page.Items {
		out = append(out, rec.ID)
	}
	return out
}

// reckoned does the work that waits until every process has the new map.
func reckoned(t *testing.T, r *coretest.Rig) {
	t.Helper()
	later := id.WithClock(r.In(coretest.An), func() time.Time { return time.Now().Add(time.Minute) })
	if err := r.Queue.Drain(later); err != nil {
		t.Fatal(err)
	}
}

func title(vi string) manifest.Text { return manifest.Text{VI: vi} }

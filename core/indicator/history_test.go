package indicator_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// model is what a test knows of each record, kept apart from the product.
type model struct {
	people int
	month  int
	areas  []string
	state  string
	docs   []string
}

// history does random acts and remembers what should come of them.
type history struct {
	t      *testing.T
	r      *coretest.Rig
	random *rand.Rand
	areas  []string
	all    map[string]*model
}

func (h *history) pick(where func(*model) bool) (string, *model) {
	ids := slices.Sorted(maps.Keys(h.all))
	for _, i := range h.random.Perm(len(ids)) {
		if m := h.all[ids[i]]; where(m) {
			return ids[i], m
		}
	}
	return "", nil
}

func (h *history) fields(m *model) map[string]any {
	return map[string]any{"title": "Thăm hộ nghèo", "people": m.people, "held_on": fmt.Sprintf("2026-%02d-1%d", m.month, h.random.IntN(9)), "reached": m.areas}
}

func (h *history) shuffle(m *model) {
	m.people, m.month, m.areas = h.random.IntN(90), 1+h.random.IntN(10), nil
	for _, a := range h.areas {
		if h.random.IntN(3) == 0 {
			m.areas = append(m.areas, a)
		}
	}
}

func draft(m *model) bool { return m.state == "draft" }
func alive(m *model) bool { return m.state == "submitted" || m.state == "approved" }

// act does one thing a person may do.
func (h *history) act() {
	h.t.Helper()
	officer, approver := h.r.As(coretest.An, coretest.Officer), h.r.As(coretest.An, coretest.Approver)
	var err error
	switch h.random.IntN(10) {
	case 0, 1, 2:
		m := &model{state: []string{"draft", "submitted", "submitted"}[h.random.IntN(3)]}
		h.shuffle(m)
		in := record.Input{UnitID: h.r.Unit(coretest.An, "X1"), Fields: h.fields(m)}
		if m.state == "submitted" {
			in.Submit = "submit"
		}
		var rec *record.Record
		if rec, err = h.r.Records.Create(officer, "demo.visit", in); err == nil {
			h.all[rec.ID] = m
		}
	case 3:
		if id, m := h.pick(draft); m != nil {
			if h.random.IntN(2) == 0 {
				m.state = "gone"
				err = h.r.Records.Discard(officer, id, 0)
			} else {
				m.state = "submitted"
				_, err = h.r.Records.Do(officer, id, "submit", 0, record.Act{})
			}
		}
	case 4, 5:
		if id, m := h.pick(func(m *model) bool { return m.state == "draft" || m.state == "approved" }); m != nil {
			h.shuffle(m)
			_, err = h.r.Records.Change(officer, id, 0, h.fields(m), "sửa")
		}
	case 6:
		if id, m := h.pick(func(m *model) bool { return m.state == "submitted" }); m != nil {
			m.state = "approved"
			_, err = h.r.Records.Do(approver, id, "approve", 0, record.Act{})
		}
	case 7, 8:
		if id, m := h.pick(func(m *model) bool { return (alive(m) || draft(m)) && len(m.docs) < 3 }); m != nil {
			m.docs = append(m.docs, attach(h.t, h.r, id))
		}
	case 9:
		h.last(officer)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

// last takes proof away, or closes what has it.
func (h *history) last(officer context.Context) {
	h.t.Helper()
	id, m := h.pick(func(m *model) bool { return alive(m) && len(m.docs) > 0 })
	if m == nil {
		return
	}
	var err error
	if m.state == "approved" && h.random.IntN(2) == 0 {
		m.state = "closed"
		_, err = h.r.Records.Do(officer, id, "close", 0, record.Act{})
	} else {
		err = h.r.Documents.Detach(officer, id, m.docs[0])
		m.docs = m.docs[1:]
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

// check holds the figures of the year, and of each month, against the model.
func (h *history) check(step int) {
	h.t.Helper()
	h.r.Settle(coretest.An)
	if drifts, err := h.r.Figures.Recompute(h.r.In(coretest.An), false); err != nil || len(drifts) > 0 {
		h.t.Fatalf("act %d: fold and sum differ: %+v, %v", step, drifts, err)
	}
	leader := h.r.As(coretest.An, coretest.Leader)
	for month := 0; month <= 10; month += 1 + h.random.IntN(4) {
		var want struct{ n, proven, closed, people, peopleProven float64 }
		areas, areasProven := map[string]bool{}, map[string]bool{}
		for _, m := range h.all {
			if !alive(m) && m.state != "closed" || month > 0 && m.month != month {
				continue
			}
			want.n++
			want.people += float64(m.people)
			if m.state == "closed" {
				want.closed++
			}
			if len(m.docs) > 0 {
				want.proven++
				want.peopleProven += float64(m.people)
			}
			for _, a := range m.areas {
				areas[a] = true
				areasProven[a] = areasProven[a] || len(m.docs) > 0
			}
		}
		period := "2026"
		if month > 0 {
			period = fmt.Sprintf("2026-%02d", month)
		}
		get := func(measure string) (num, proven float64) {
			f, err := h.r.Figures.Get(leader, measure, h.r.Unit(coretest.An, "T"), period)
			if err != nil {
				h.t.Fatal(err)
			}
			if f.Proven == nil {
				return f.Numerator, 0
			}
			return f.Numerator, *f.Proven
		}
		got := fmt.Sprint(get("demo.visits")) + fmt.Sprint(get("demo.people_met"))
		if exp := fmt.Sprint(want.n, want.proven) + fmt.Sprint(want.people, want.peopleProven); got != exp {
			h.t.Fatalf("act %d, %s: %s, want %s", step, period, got, exp)
		}
		if closed, _ := get("demo.visits_done"); closed != want.closed {
			h.t.Fatalf("act %d, %s: %v closed, want %v", step, period, closed, want.closed)
		}
		n := 0
		for _, p := range areasProven {
			if p {
				n++
			}
		}
		if num, proven := get("demo.areas_reached"); num != float64(len(areas)) || proven != 100*float64(n)/4 {
			h.t.Fatalf("act %d, %s: reached %v (%v %%), want %d (%d)", step, period, num, proven, len(areas), n)
		}
	}
}

// TestFiguresFollowRandomHistories: after any acts the folded figures equal the
// sum of contributions, and both equal what a person would count by hand.
func TestFiguresFollowRandomHistories(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		h := &history{t: t, r: r, random: rand.New(rand.NewPCG(seed, 3)), all: map[string]*model{}}
		for _, code := range []string{"X1-K1", "X1-K2", "X2-K1", "X2-K2"} {
			h.areas = append(h.areas, r.Unit(coretest.An, code))
		}
		for n := 1; n <= 240; n++ {
			h.act()
			if n%40 == 0 {
				h.check(n)
			}
			if n == 120 { // the tree changes beneath; the province's own figures stay
				moveUnit(t, r.In(coretest.An), r)
			}
		}
	})
}

// breaker fails the transaction of a record's change at its very end.
type breaker struct{ broken bool }

var errBroken = errors.New("the line to the database is cut")

// Recorded is the last of the watchers.
func (b *breaker) Recorded(context.Context, []record.Change) error {
	if b.broken {
		return errBroken
	}
	return nil
}

// TestRecordAndContributionStandOrFallTogether injects a fault after the
// contributions are written and before the commit.
func TestRecordAndContributionStandOrFallTogether(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		b := &breaker{}
		r.Records.Use(nil, r.Documents, b)
		rec := visit(t, r, map[string]any{"people": 7})
		before := tables(t, r)
		officer := r.As(coretest.An, coretest.Officer)
		b.broken = true
		_, err := r.Records.Create(officer, "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"), Submit: "submit",
			Fields: map[string]any{"title": "Không thành", "held_on": "2026-03-10", "people": 9}})
		if err == nil {
			t.Error("a create passes the fault")
		}
		if _, err := r.Records.Change(officer, rec, 0, map[string]any{"people": 70}, "sửa"); err == nil {
			t.Error("a change passes the fault")
		}
		body := []byte(coretest.PDF(coretest.Word()))
		_, err = r.Documents.Attach(officer, rec, "report", document.Source{Body: bytes.NewReader(body), Size: int64(len(body)), Name: "a.pdf"}, document.Meta{})
		if err == nil {
			t.Error("an attachment passes the fault")
		}
		if after := tables(t, r); after != before {
			t.Errorf("rows were %s, are %s", before, after)
		}
		b.broken = false
		if f := figure(t, r, "demo.people_met", "T"); *f.Value != 7 || *f.Proven != 0 {
			t.Errorf("people met: %v, proven %v", *f.Value, *f.Proven)
		}
		if _, err := r.Records.Change(officer, rec, 0, map[string]any{"people": 70}, "sửa"); err != nil {
			t.Fatal(err)
		}
		if f := figure(t, r, "demo.people_met", "T"); *f.Value != 70 {
			t.Errorf("people met after it: %v", *f.Value)
		}
	})
}

// tables counts what one act writes.
func tables(t *testing.T, r *coretest.Rig) string {
	t.Helper()
	ctx, out := r.In(coretest.An), ""
	q, err := db.Of(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"record", "record_revision", "contribution", "figure_delta", "document", "document_link", "document_object"} {
		n, err := q.NewSelect().Table(table).Count(ctx)
		if err != nil {
			t.Fatal(err)
		}
		out += fmt.Sprint(table, " ", n, " ")
	}
	return out
}

// merge ends the units today and gives all to the heir.
func merge(t *testing.T, r *coretest.Rig, heir string, codes ...string) {
	t.Helper()
	ctx := identity.System(r.In(coretest.An), "test")
	var ids []string
	for _, c := range codes {
		ids = append(ids, r.Unit(coretest.An, c))
	}
	if _, err := r.Tree.Merge(ctx, coretest.Today(ctx), ids, unit.Part{ID: r.Unit(coretest.An, heir)}); err != nil {
		t.Fatal(err)
	}
}

// TestMergersRollUp: a merged commune's work counts at its heir, and its own
// figure can still be asked for.
func TestMergersRollUp(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		old := r.Unit(coretest.An, "X1")
		rec := visit(t, r, map[string]any{"people": 11, "reached": []string{r.Unit(coretest.An, "X1-K1")}})
		attach(t, r, rec)
		if f := figure(t, r, "demo.people_met", "X2"); *f.Value != 0 {
			t.Fatalf("the other commune has %v", *f.Value)
		}
		merge(t, r, "X2", "X1")
		for _, code := range []string{"X2", "T"} {
			if f := figure(t, r, "demo.people_met", code); *f.Value != 11 || *f.Proven != 11 {
				t.Errorf("%s after the merger: %v, proven %v", code, *f.Value, *f.Proven)
			}
		}
		if f := figure(t, r, "demo.areas_reached", "X2"); f.Numerator != 1 || f.Denominator != 4 {
			t.Errorf("the heir reaches %v of %v", f.Numerator, f.Denominator)
		}
		f, err := r.Figures.Get(r.As(coretest.An, coretest.Leader), "demo.people_met", old, period)
		if err != nil || *f.Value != 11 {
			t.Errorf("the merged commune's own: %+v, %v", f, err)
		}
		l, err := r.Figures.Lineage(r.As(coretest.An, coretest.Leader), indicator.Ask{Measure: "demo.people_met", Unit: r.Unit(coretest.An, "X2"), Period: period})
		if err != nil || len(l.Records) != 1 || l.Records[0].ID != rec || l.Records[0].Unit.ID != old {
			t.Errorf("lineage of the heir: %+v, %v", l, err)
		}
		if drifts, err := r.Figures.Recompute(r.In(coretest.An), false); err != nil || len(drifts) > 0 {
			t.Errorf("drifts %+v, %v", drifts, err)
		}
		_, err = r.Figures.Get(r.As(coretest.An, coretest.Leader), "demo.people_met", "unt_01JZZZZZZZZZZZZZZZZZZZZZZZ", period)
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("a unit that is not there: %v", err)
		}
	})
}

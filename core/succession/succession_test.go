package succession_test

import (
	"context"
	"errors"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/succession"
	"github.com/doanket/doanket/core/unit"
)

func merging(r *coretest.Rig) *succession.Succession {
	return &succession.Succession{Tree: r.Tree, People: r.People}
}

func on(t *testing.T, day string) unit.Act {
	t.Helper()
	d, err := calendar.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	return unit.Act{On: d, Basis: "Nghị quyết số 12/NQ-HĐND"}
}

func visit(t *testing.T, r *coretest.Rig, login, submit string) string {
	t.Helper()
	rec, err := r.Records.Create(r.As(coretest.An, login), "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"), Submit: submit,
		Fields: map[string]any{"title": "Thăm hộ nghèo", "held_on": "2026-03-10"}})
	if err != nil {
		t.Fatal(err)
	}
	return rec.ID
}

// TestNobodyIsStrandedByAMerge: the people of the ended commune work on at the
// heir, whose people find its drafts and open work; one People's Committee
// remains, and the Party committee that has no like stands on.
func TestNobodyIsStrandedByAMerge(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		x1, x2, ub1, ub2 := r.Unit(coretest.An, "X1"), r.Unit(coretest.An, "X2"), r.Unit(coretest.An, "X1-UB"), r.Unit(coretest.An, "X2-UB")
		draft, open := visit(t, r, coretest.Officer, ""), visit(t, r, coretest.Officer, "submit")
		s, in := merging(r), r.In(coretest.An)
		rehearsed := errors.New("taken back")
		var first succession.Touched
		err := db.InTx(in, func(ctx context.Context) (err error) {
			if _, first, err = s.Merge(ctx, on(t, "2026-06-01"), []string{x1}, unit.Part{ID: x2}, nil); err != nil {
				return err
			}
			return rehearsed
		})
		if !errors.Is(err, rehearsed) {
			t.Fatal(err)
		}
		if first.Posts != 3 || first.Drafts != 1 || first.Open != 1 || len(first.Bodies) != 2 || !first.Allowed {
			t.Errorf("rehearsed: %+v", first)
		}
		if u, err := r.Tree.Get(in, x1); err != nil || !u.Open() {
			t.Fatalf("a rehearsal ended the unit: %+v %v", u, err)
		}
		if _, _, err := s.Merge(in, on(t, "2026-06-01"), []string{x1}, unit.Part{ID: x2}, nil); err != nil {
			t.Fatal(err)
		}
		for login, at := range map[string]string{coretest.Officer: x2, coretest.Approver: x2, coretest.Responder: ub2} {
			person, err := r.People.ByLogin(in, login)
			if err != nil {
				t.Fatal(err)
			}
			actor, err := r.People.ActorOf(in, person.ID)
			if err != nil || len(actor.Posts) != 1 || actor.Posts[0].UnitID != at {
				t.Errorf("%s sits at %+v, want %s: %v", login, actor.Posts, at, err)
			}
		}
		if u, err := r.Tree.Get(in, ub1); err != nil || u.Open() || len(u.Successors) != 1 || u.Successors[0] != ub2 {
			t.Errorf("two People's Committees remain: %+v %v", u, err)
		}
		if u, err := r.Tree.Get(in, r.Unit(coretest.An, "X1-DU")); err != nil || !u.Open() || u.ParentID != x2 {
			t.Errorf("the Party committee is lost: %+v %v", u, err)
		}
		for _, id := range []string{draft, open} {
			if _, err := r.Records.Get(r.As(coretest.An, coretest.Officer2), id); err != nil {
				t.Errorf("the heir's officer does not find what the commune was at: %v", err)
			}
		}
		if _, err := r.Records.Change(r.As(coretest.An, coretest.Officer2), draft, 0, map[string]any{"people": 3}, ""); err != nil {
			t.Errorf("the draft has no heir: %v", err)
		}
		if _, err := r.Records.Do(r.As(coretest.An, coretest.Approver), open, "approve", 0, record.Act{}); err != nil {
			t.Errorf("the open work has no heir: %v", err)
		}
	})
}

// TestWhatIsUndecidedIsAsked by name: a body with several like it, a unit with
// people or work that has no successor.
func TestWhatIsUndecidedIsAsked(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		s, in := merging(r), r.In(coretest.An)
		_, _, err := s.Close(in, on(t, "2026-06-01"), r.Unit(coretest.An, "X1-UB"))
		if !fault.HasCode(err, "unit.has_posts") || fault.Of(err).Params["name"] != "Ủy ban nhân dân xã Một" {
			t.Errorf("its people would be stranded: %v", err)
		}
		if _, err := r.Records.Create(in, "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1-K1"), Fields: map[string]any{"title": "Thăm"}}); err != nil {
			t.Fatal(err)
		}
		if _, _, err = s.Close(in, on(t, "2026-06-01"), r.Unit(coretest.An, "X1-K1")); !fault.HasCode(err, "unit.has_open_work") {
			t.Errorf("its draft would be stranded: %v", err)
		}
		if _, _, err = s.Close(in, on(t, "2026-06-01"), r.Unit(coretest.An, "X1-K2")); err != nil {
			t.Errorf("nothing is left there: %v", err)
		}
		second, err := r.Tree.Open(in, on(t, "2026-01-01"), unit.New{ParentID: r.Unit(coretest.An, "X2"), Kind: "people_committee", Name: "Ủy ban lâm thời"})
		if err != nil {
			t.Fatal(err)
		}
		x1, into := []string{r.Unit(coretest.An, "X1")}, unit.Part{ID: r.Unit(coretest.An, "X2")}
		_, _, err = s.Merge(in, on(t, "2026-06-01"), x1, into, nil)
		if !fault.HasCode(err, "unit.body_undecided") || fault.Of(err).Params["name"] != "Ủy ban nhân dân xã Một" {
			t.Fatalf("which of two takes it over is not asked: %v", err)
		}
		named := []succession.Body{{ID: r.Unit(coretest.An, "X1-UB"), Into: second.ID}}
		_, touched, err := s.Merge(in, on(t, "2026-06-01"), x1, into, named)
		if err != nil || touched.Posts != 3 || touched.Bodies[0].Into+touched.Bodies[1].Into != second.ID {
			t.Errorf("%+v %v", touched, err)
		}
	})
}

// TestNobodyIsStrandedByASplit: without an heir that takes over what is left it is
// asked for; with one, people sit there and its officers go on with the work.
func TestNobodyIsStrandedByASplit(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		s, in, x1 := merging(r), r.In(coretest.An), r.Unit(coretest.An, "X1")
		draft, open := visit(t, r, coretest.Officer, ""), visit(t, r, coretest.Officer, "submit")
		page, err := r.Tree.List(in, unit.Filter{Parent: x1, Open: true})
		if err != nil {
			t.Fatal(err)
		}
		var children []string
		for _, u := range page.Items {
			children = append(children, u.ID)
		}
		heir := func(name string, takes bool, children ...string) unit.Part {
			return unit.Part{New: &unit.New{Kind: "commune", Name: name}, Children: children, Takes: takes}
		}
		if _, err = s.Split(in, on(t, "2026-06-01"), x1, []unit.Part{heir("Xã Đông", false, children...), heir("Xã Tây", false)}); !fault.HasCode(err, "unit.not_taken") || fault.Of(err).Params["records"] != "2" {
			t.Errorf("nobody takes it over: %v", err)
		}
		if _, err = s.Split(in, on(t, "2026-06-01"), x1, []unit.Part{heir("Xã Đông", true, children...), heir("Xã Tây", true)}); !fault.HasCode(err, "unit.taken_twice") {
			t.Errorf("two take it over: %v", err)
		}
		touched, err := s.Split(in, on(t, "2026-06-01"), x1, []unit.Part{heir("Xã Đông", true, children...), heir("Xã Tây", false)})
		if err != nil || touched.Posts != 2 || touched.Drafts != 1 || touched.Open != 1 {
			t.Fatalf("%+v %v", touched, err)
		}
		officer := r.As(coretest.An, coretest.Officer)
		who, err := identity.From(officer)
		if err != nil || len(who.Posts) != 1 || who.Posts[0].UnitName != "Xã Đông" {
			t.Fatalf("the officer sits at %+v, %v", who.Posts, err)
		}
		if _, err := r.Records.Change(officer, draft, 0, map[string]any{"people": 3}, ""); err != nil {
			t.Errorf("the draft has no heir: %v", err)
		}
		if _, err := r.Records.Do(r.As(coretest.An, coretest.Approver), open, "approve", 0, record.Act{}); err != nil {
			t.Errorf("the open work has no heir: %v", err)
		}
	})
}

// TestDepartmentsAreNotLeftTwice: those called alike become one, any other is asked about.
func TestDepartmentsAreNotLeftTwice(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		s, in := merging(r), r.In(coretest.An)
		department := func(body, name string) string {
			u, err := r.Tree.Open(in, on(t, "2026-01-01"), unit.New{ParentID: r.Unit(coretest.An, body), Kind: "department", Name: name})
			if err != nil {
				t.Fatal(err)
			}
			return u.ID
		}
		kinds, err := r.Tree.Kinds(in)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Tree.SetKinds(in, append(kinds, unit.Kind{Code: "department", Branch: unit.BranchGovernment, VI: "Phòng", EN: "Department"})); err != nil {
			t.Fatal(err)
		}
		alike, like, lone := department("X1-UB", "Phòng Kinh tế"), department("X2-UB", "Phòng kinh tế"), department("X1-UB", "Phòng Văn hóa")
		x1, into := []string{r.Unit(coretest.An, "X1")}, unit.Part{ID: r.Unit(coretest.An, "X2")}
		_, _, err = s.Merge(in, on(t, "2026-06-01"), x1, into, nil)
		if !fault.HasCode(err, "unit.body_undecided") || fault.Of(err).Params["id"] != lone {
			t.Fatalf("what becomes of a department without a like is not asked: %v", err)
		}
		if _, _, err := s.Merge(in, on(t, "2026-06-01"), x1, into, []succession.Body{{ID: lone, Into: lone}}); err != nil {
			t.Fatal(err)
		}
		if u, err := r.Tree.Get(in, alike); err != nil || u.Open() || len(u.Successors) != 1 || u.Successors[0] != like {
			t.Errorf("two departments called alike remain: %+v %v", u, err)
		}
		if u, err := r.Tree.Get(in, lone); err != nil || !u.Open() || u.ParentID != r.Unit(coretest.An, "X2-UB") {
			t.Errorf("the one that stands beside: %+v %v", u, err)
		}
	})
}

// TestAShutAccountHindersNoMerge: the post of somebody who has left goes along like any
// other, and they do nothing by it until their account is opened again.
func TestAShutAccountHindersNoMerge(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		in, x2 := r.In(coretest.An), r.Unit(coretest.An, "X2")
		gone, err := r.People.ByLogin(in, coretest.Officer)
		if err == nil {
			err = r.People.Disable(in, gone.ID)
		}
		if err == nil {
			_, _, err = merging(r).Merge(in, on(t, "2026-06-01"), []string{r.Unit(coretest.An, "X1")}, unit.Part{ID: x2}, nil)
		}
		if err != nil {
			t.Fatalf("it hinders the merge: %v", err)
		}
		if a, err := r.People.ActorOf(in, gone.ID); err != nil || len(a.Posts) > 0 {
			t.Errorf("their account is open: %+v %v", a, err)
		}
		if err := r.People.Enable(in, gone.ID); err != nil {
			t.Fatal(err)
		}
		if a, err := r.People.ActorOf(in, gone.ID); err != nil || len(a.Posts) != 1 || a.Posts[0].UnitID != x2 {
			t.Errorf("back again they sit at %+v: %v", a.Posts, err)
		}
	})
}

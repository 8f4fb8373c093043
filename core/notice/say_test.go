package notice_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/succession"
	"github.com/doanket/doanket/core/unit"
)

// appoint lets somebody hold a role at a unit of province An.
func appoint(t testing.TB, r *coretest.Rig, login, role, code string) {
	t.Helper()
	p, err := r.People.ByLogin(r.In(coretest.An), login)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.People.Grant(r.In(coretest.An), identity.Grant{PersonID: p.ID, Role: role, UnitID: r.Unit(coretest.An, code)}); err != nil {
		t.Fatal(err)
	}
}

// TestWhatComesBackIsToldToEverybodyWhoWorkedOnIt: who made it, who wrote in it, who
// sent it on; not who sent it back.
func TestWhatComesBackIsToldToEverybodyWhoWorkedOnIt(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		appoint(t, r, coretest.Officer2, "officer", "X1")
		appoint(t, r, coretest.Responder, "officer", "X1")
		rec, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"),
			Fields: map[string]any{"title": "Chuyến thăm", "held_on": "2026-03-10"}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Records.Change(r.As(coretest.An, coretest.Officer2), rec.ID, 0, map[string]any{"people": 3}, ""); err != nil {
			t.Fatal(err)
		}
		do(t, r, coretest.Responder, rec.ID, "submit")
		do(t, r, coretest.Approver, rec.ID, "return")
		r.Settle(coretest.An)
		boxes(t, r, "returned", map[string]string{coretest.Officer: "returned", coretest.Officer2: "returned", coretest.Responder: "returned"})
	})
}

// TestTheOtherKeeperIsToldThatTheyMustAgree; why is not said in the notice.
func TestTheOtherKeeperIsToldThatTheyMustAgree(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		rec, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"), Submit: "submit",
			Fields: map[string]any{"title": "Chuyến thăm", "held_on": "2026-03-10", "informant": "Nguyễn Thị Kín"}})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := r.Openings.Ask(r.As(coretest.An, coretest.Approver), rec.ID, []string{"informant"}, "Xác minh với bà Kín"); err != nil {
				t.Fatal(err)
			}
		}
		boxes(t, r, "asked", map[string]string{coretest.Leader: "opening"})
		page, err := r.Box.List(r.As(coretest.An, coretest.Leader), notice.Filter{})
		if err != nil || page.Items[0].RecordID != rec.ID || page.Items[0].Text != nil {
			t.Errorf("%+v %v", page, err)
		}
	})
}

// TestWhoTakesAUnitOverIsTold: those who were handed over and those who were there.
func TestWhoTakesAUnitOverIsTold(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		merging := &succession.Succession{Tree: r.Tree, People: r.People, Tell: r.Box.TookOver}
		act := coretest.Today(r.In(coretest.An))
		act.Basis = "Nghị quyết số 12/NQ-HĐND"
		if _, _, err := merging.Merge(r.In(coretest.An), act, []string{r.Unit(coretest.An, "X1")}, unit.Part{ID: r.Unit(coretest.An, "X2")}, nil); err != nil {
			t.Fatal(err)
		}
		boxes(t, r, "merged", map[string]string{coretest.Officer: "took_over", coretest.Officer2: "took_over", coretest.Approver: "took_over", coretest.Responder: "took_over"})
		page, err := r.Box.List(r.As(coretest.An, coretest.Officer2), notice.Filter{})
		if err != nil || page.Items[0].Text == nil || !strings.Contains(page.Items[0].Text.VI, "Xã Hai tiếp nhận Xã Một theo Nghị quyết số 12/NQ-HĐND") {
			t.Errorf("%+v %v", page, err)
		}
	})
}

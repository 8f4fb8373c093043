package web_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/setup"
)

var beginning = []scenario{
	{name: "how far, as nobody", method: "GET", path: "/setup", status: 401},
	{name: "how far, without the right", who: coretest.Leader, method: "GET", path: "/setup", status: 403, code: "forbidden"},
	{name: "how far, as who writes records", who: coretest.Officer, method: "GET", path: "/setup", status: 403, code: "forbidden"},
	{name: "how far, with a word too many", who: coretest.Admin, method: "GET", path: "/setup?x=1", status: 422},
	{name: "how far", who: coretest.Admin, method: "GET", path: "/setup", status: 200, has: []string{`"id":"small"`, "Điều lệ", "Tỉnh đặt"}, hasNot: []string{"elsewhere", "Tỉnh Bình"}},
}

// TestAProvinceBegins: each step says what is left, by name; the acts that have routes of
// their own finish it; what the pack would choose stands beside what the province has.
func TestAProvinceBegins(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		s.play(t, beginning)
		admin := s.client(coretest.Admin)
		look := func() (out setup.SetupState) {
			admin.Do(http.MethodGet, "/setup", nil).Want(t, 200, &out)
			return out
		}
		step := func(of setup.SetupState, id string) setup.SetupStep {
			return of.Steps[slices.IndexFunc(of.Steps, func(x setup.SetupStep) bool { return x.ID == id })]
		}
		at := look()
		if at.Done || step(at, setup.Lengths).Done || step(at, setup.Lengths).Left != len(at.Lengths) || len(at.Lengths) == 0 {
			t.Fatalf("nothing was confirmed: %+v", at)
		}
		if m := step(at, setup.Modules); !m.Done || m.Have != 1 {
			t.Errorf("areas: %+v", m)
		}
		if r := step(at, setup.Record); !r.Done || r.Have == 0 { // the stage has handed one in
			t.Errorf("records: %+v", r)
		}
		// X2 has a People's Committee where nobody works, and the province has no body.
		if p := step(at, setup.People); p.Done || p.Left != 1 || p.Missing[0].VI != "Xã Hai" {
			t.Errorf("people: %+v", p)
		}
		var person struct{ ID string }
		admin.Do(http.MethodPost, "/people", map[string]any{"login": "moi", "family_middle": "Trần Thị", "given": "Mới"}).Want(t, 201, &person)
		if _, err := s.People.Grant(s.In(coretest.An), identity.Grant{PersonID: person.ID, Role: "responder", UnitID: s.Unit(coretest.An, "X2-UB")}); err != nil {
			t.Fatal(err)
		}
		if p := step(look(), setup.People); !p.Done || p.Left != 0 {
			t.Errorf("somebody works at X2 now: %+v", p)
		}
		if err := s.People.Disable(s.In(coretest.An), person.ID); err != nil {
			t.Fatal(err)
		}
		if p := step(look(), setup.People); p.Done {
			t.Error("who may not sign in works nowhere")
		}
		if err := s.People.Enable(s.In(coretest.An), person.ID); err != nil {
			t.Fatal(err)
		}

		confirmed := map[string]int{}
		for _, l := range at.Lengths {
			confirmed[l.Setting] = l.Standard
		}
		admin.Do(http.MethodPatch, "/settings", map[string]any{"deadlines": confirmed}).Want(t, 200)
		at = look()
		if l := step(at, setup.Lengths); !l.Done || len(at.Lengths) != 0 {
			t.Errorf("all lengths are confirmed: %+v", l)
		}
		for _, x := range at.Steps {
			if x.ID == setup.Units && !x.Done && x.Left == 0 {
				t.Errorf("nothing left and not done: %+v", x)
			}
		}
		besideThePack(t, at.Offers[0].Choices)
		admin.Do(http.MethodPost, "/modules/demo", map[string]any{"enabled": false}).Want(t, 200)
		if m := step(look(), setup.Modules); m.Done || m.Left != 1 {
			t.Errorf("no area is on: %+v", m)
		}
	})
}

// besideThePack looks how the province stands to what the pack would choose.
func besideThePack(t *testing.T, list []setup.SetupChoice) {
	t.Helper()
	choice := func(of, set string) setup.SetupChoice {
		return list[slices.IndexFunc(list, func(c setup.SetupChoice) bool { return c.Of == of && c.Set == set })]
	}
	if c := choice("role", "officer"); !c.Fixed || c.Now == nil || *c.Now != 1 {
		t.Errorf("a role the province has: %+v", c)
	}
	if c := choice("role", "dean"); *c.Now != 0 {
		t.Errorf("a role it does not have: %+v", c)
	}
	if c := choice("duty", "monthly_visits"); c.Now != nil || c.Value != 1 {
		t.Errorf("a duty nothing was said of: %+v", c)
	}
	if c := choice("module", "demo"); *c.Now != 1 {
		t.Errorf("an area that is on: %+v", c)
	}
	if c := choice("limit", "storage_bytes"); !c.Fixed || c.Now != nil || c.Value != 1<<30 {
		t.Errorf("a limit: %+v", c)
	}
}

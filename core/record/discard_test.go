package record_test

import (
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record"
)

// TestADraftIsItsMakers: a colleague of the same unit writes in it and does not throw it
// away while whoever made it works there; then they may.
func TestADraftIsItsMakers(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, rig *coretest.Rig) {
		in := rig.In(coretest.An)
		person := func(login string) string {
			p, err := rig.People.ByLogin(in, login)
			if err != nil {
				t.Fatal(err)
			}
			return p.ID
		}
		if _, err := rig.People.Grant(in, identity.Grant{PersonID: person(coretest.Officer2), Role: "officer", UnitID: rig.Unit(coretest.An, "X1")}); err != nil {
			t.Fatal(err)
		}
		draft, err := rig.Records.Create(rig.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: rig.Unit(coretest.An, "X1"),
			Fields: map[string]any{"title": "Của tôi", "held_on": "2026-03-10"}})
		if err != nil {
			t.Fatal(err)
		}
		colleague := rig.As(coretest.An, coretest.Officer2)
		if _, err := rig.Records.Change(colleague, draft.ID, 0, map[string]any{"people": 3}, ""); err != nil {
			t.Fatalf("a colleague helps: %v", err)
		}
		if err := rig.Records.Discard(colleague, draft.ID, 0); !fault.HasCode(err, "draft_of_another") {
			t.Fatalf("a colleague throws it away: %v", err)
		}
		posts, err := rig.People.Posts(in, person(coretest.Officer))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range posts {
			if err := rig.People.Revoke(in, p.ID, calendar.Date{}); err != nil {
				t.Fatal(err)
			}
		}
		if err := rig.Records.Discard(colleague, draft.ID, 0); err != nil {
			t.Fatalf("whoever made it works here no more: %v", err)
		}
	})
}

package installation_test

import (
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// TestWhatAKeeperLentMakesNoSecondOne: neither the lender nor who stands in for them
// approves what the other asks to open; another keeper does.
func TestWhatAKeeperLentMakesNoSecondOne(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		in := r.In(coretest.An)
		rec, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"), Submit: "submit",
			Fields: map[string]any{"title": "Chuyến thăm", "held_on": "2026-03-10", "informant": "Nguyễn Thị Kín"}})
		if err != nil {
			t.Fatal(err)
		}
		keeper, err := r.People.ByLogin(in, coretest.Approver)
		if err != nil {
			t.Fatal(err)
		}
		posts, err := r.People.Posts(in, keeper.ID)
		if err != nil {
			t.Fatal(err)
		}
		other, err := r.People.ByLogin(in, coretest.Officer2)
		if err != nil {
			t.Fatal(err)
		}
		lend := func() string {
			lent, err := r.People.Delegate(in, posts[0].ID, other.ID, calendar.Date{}, calendar.NewDate(2099, 12, 31), "Đi công tác")
			if err != nil {
				t.Fatal(err)
			}
			return lent.ID
		}
		lent := lend()
		for asks, approves := range map[string]string{coretest.Officer2: coretest.Approver, coretest.Approver: coretest.Officer2} {
			op, err := r.Openings.Ask(r.As(coretest.An, asks), rec.ID, []string{"informant"}, "Xác minh")
			if err != nil {
				t.Fatal(err)
			}
			seen, err := r.Openings.List(r.As(coretest.An, approves), rec.ID)
			if err != nil || seen[0].MayApprove {
				t.Errorf("%s is offered to approve what %s asks: %v", approves, asks, err)
			}
			if _, err := r.Openings.Approve(r.As(coretest.An, approves), op.ID); !fault.HasCode(err, "second_keeper") {
				t.Errorf("%s approved what %s asked by the same post: %v", approves, asks, err)
			}
		}
		op, err := r.Openings.Ask(r.As(coretest.An, coretest.Officer2), rec.ID, []string{"informant"}, "Xác minh lại")
		if err == nil {
			err = r.People.Revoke(in, lent, calendar.Date{})
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Openings.Approve(r.As(coretest.An, coretest.Approver), op.ID); !fault.HasCode(err, "opening_over") {
			t.Errorf("approved to somebody who is no keeper now, and could be lent the post again: %v", err)
		}
		lend()
		if _, err := r.Openings.Approve(r.As(coretest.An, coretest.Leader), op.ID); err != nil {
			t.Errorf("another keeper: %v", err)
		}
		if _, values, err := r.Openings.Read(r.As(coretest.An, coretest.Officer2), op.ID); err != nil || len(values) != 1 {
			t.Errorf("who stands in reads %d values: %v", len(values), err)
		}
	})
}

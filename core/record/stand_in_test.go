package record_test

import (
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record"
)

// TestWhoStandsInMayDoWhatTheLenderMay and no more: not decide on the lender's own
// work, and nothing once the lender is shut out or has ended it. Each act names the
// lender.
func TestWhoStandsInMayDoWhatTheLenderMay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		in := r.In(coretest.An)
		approver, err := r.People.ByLogin(in, coretest.Approver)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.People.Grant(in, identity.Grant{PersonID: approver.ID, Role: "officer", UnitID: r.Unit(coretest.An, "X1")}); err != nil {
			t.Fatal(err)
		}
		posts, err := r.People.Posts(in, approver.ID)
		if err != nil {
			t.Fatal(err)
		}
		second, err := r.People.ByLogin(in, coretest.Officer2)
		if err != nil {
			t.Fatal(err)
		}
		own := r.create(t, r.as(coretest.Approver), "demo.paper", fields{"title": "Công văn", "day": "2026-03-06", "u": r.Unit(coretest.An, "X1-K1")}, "submit")
		others := r.create(t, r.as(coretest.Officer), "demo.paper", fields{"title": "Công văn", "day": "2026-03-06", "u": r.Unit(coretest.An, "X1-K1")}, "submit")
		third := r.create(t, r.as(coretest.Officer), "demo.paper", fields{"title": "Công văn", "day": "2026-03-06", "u": r.Unit(coretest.An, "X1-K1")}, "submit")
		_, err = r.Records.Do(r.as(coretest.Officer2), others.ID, "approve", 0, record.Act{})
		if err == nil {
			t.Fatal("approved before it was lent")
		}
		today := calendar.NewDate(2026, 1, 1)
		lent, err := r.People.Delegate(in, posts[0].ID, second.ID, today, calendar.NewDate(2099, 12, 31), "Đi công tác")
		if err != nil || posts[0].Role != "approver" {
			t.Fatal(posts[0].Role, err)
		}
		_, err = r.Records.Do(r.as(coretest.Officer2), own.ID, "approve", 0, record.Act{})
		refuses(t, err, fault.Forbidden, "own_work")
		if o := r.offer(t, coretest.Officer2, own.ID, "approve"); o.Allowed || o.Why != "own_work" {
			t.Errorf("%+v", o)
		}
		r.do(t, r.as(coretest.Officer2), others.ID, "approve", nil)
		h, err := r.Records.History(r.as(coretest.Officer), others.ID)
		if err != nil || h[0].Post != lent.ID || h[0].By != second.ID {
			t.Errorf("%+v %v", h[0], err)
		}
		if n := r.count(t, "SELECT COUNT(*) FROM audit WHERE object = ? AND action = 'record.do:approve' AND detail LIKE '%stands_in_for%'", others.ID); n != 1 {
			t.Errorf("%d lines of the log name the lender", n)
		}
		remark, err := r.Records.Comment(r.as(coretest.Officer2), third.ID, record.Remark{Text: "Xem lại"})
		if err != nil || remark.Post != lent.ID {
			t.Errorf("remarked from %+v %v", remark, err)
		}
		if n := r.count(t, "SELECT COUNT(*) FROM audit WHERE object = ? AND action = 'record.comment' AND detail LIKE '%stands_in_for%'", third.ID); n != 1 {
			t.Errorf("%d lines of the log name the lender of a remark", n)
		}
		if err := r.People.Disable(in, approver.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Records.Do(r.as(coretest.Officer2), third.ID, "approve", 0, record.Act{}); !fault.Is(err, fault.NotFound) {
			t.Errorf("the lender is shut out: %v", err)
		}
		if err := r.People.Enable(in, approver.ID); err != nil {
			t.Fatal(err)
		}
		if err := r.People.Revoke(in, posts[0].ID, calendar.Date{}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Records.Do(r.as(coretest.Officer2), third.ID, "approve", 0, record.Act{}); !fault.Is(err, fault.NotFound) {
			t.Errorf("the lender's post has ended: %v", err)
		}
	})
}

package notice_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/notice"
)

// TestANoticeForgetsWithThePost: whoever has lost the post by which they could read a
// record keeps none of its title, number or address in what they were told of it.
func TestANoticeForgetsWithThePost(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		visit(t, r, "2026-03-10")
		r.Settle(coretest.An)
		me := r.As(coretest.An, coretest.Approver)
		page, err := r.Box.List(me, notice.Filter{})
		if err != nil || len(page.Items) == 0 || page.Items[0].Title != "Chuyến thăm" || page.Items[0].Closed {
			t.Fatalf("%+v %v", page, err)
		}
		p, err := r.People.ByLogin(r.In(coretest.An), coretest.Approver)
		if err != nil {
			t.Fatal(err)
		}
		posts, err := r.People.Posts(r.In(coretest.An), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, post := range posts {
			if err := r.People.Revoke(r.In(coretest.An), post.ID, calendar.Date{}); err != nil {
				t.Fatal(err)
			}
		}
		page, err = r.Box.List(r.As(coretest.An, coretest.Approver), notice.Filter{})
		if err != nil || len(page.Items) == 0 {
			t.Fatalf("%+v %v", page, err)
		}
		for _, n := range page.Items {
			if !n.Closed || n.Title != "" || n.Number != "" || n.RecordID != "" || n.Text != nil && strings.Contains(n.Text.VI, "Chuyến") {
				t.Errorf("%+v", n)
			}
		}
	})
}

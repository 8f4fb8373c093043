package record_test

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// TestHistorySaysWhoDidWhatWhenAndFromWhat for each act, newest first.
func TestHistorySaysWhoDidWhatWhenAndFromWhat(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me, boss := on(r.as(coretest.Officer), "2026-03-11"), on(r.as(coretest.Approver), "2026-03-12")
		area := r.Unit(coretest.An, "X1-K1")
		rec := r.create(t, me, "demo.paper", fields{"title": "Một", "n": 1}, "")
		if _, err := r.Records.Change(me, rec.ID, 1, fields{"title": "Hai", "n": nil, "day": "2026-03-10", "u": area}, "gõ nhầm"); err != nil {
			t.Fatal(err)
		}
		r.do(t, me, rec.ID, "submit", nil)
		rec = r.do(t, boss, rec.ID, "approve", nil)
		h, err := r.Records.History(me, rec.ID)
		if err != nil || len(h) != 4 {
			t.Fatalf("%+v %v", h, err)
		}
		officer, approver := r.person(t, coretest.Officer), r.person(t, coretest.Approver)
		for i, want := range []struct {
			action, by, day, reason string
			version                 int
		}{{"do:approve", approver, "2026-03-12", "vì thế", 4}, {"do:submit", officer, "2026-03-11", "vì thế", 3},
			{"update", officer, "2026-03-11", "gõ nhầm", 2}, {"create", officer, "2026-03-11", "", 1}} {
			got := h[i]
			if got.Action != want.action || got.By != want.by || got.Version != want.version || got.Reason != want.reason ||
				got.At.Format("2006-01-02") != want.day || got.Post == "" {
				t.Errorf("%d: %+v, want %+v", i, got, want)
			}
		}
		said := changes(h[2])
		for field, want := range map[string][2]any{"title": {"Một", "Hai"}, "n": {1.0, nil}, "day": {nil, "2026-03-10"}, "u": {nil, area}, "twice": {2.0, 0.0}} {
			if !reflect.DeepEqual(said[field], want) {
				t.Errorf("%s went from %v, want %v", field, said[field], want)
			}
		}
		said = changes(h[0])
		if said["state"] != [2]any{"submitted", "approved"} || said["number"] != [2]any{"", rec.Number} || said["approved_on"] != [2]any{nil, "2026-03-12"} {
			t.Errorf("%v", said)
		}
		if rec.UpdatedBy != approver || rec.CreatedBy != officer || rec.Actors["submit"] != officer || rec.Actors["approve"] != approver {
			t.Errorf("%+v", rec)
		}
		if n := r.count(t, "SELECT COUNT(*) FROM audit WHERE object = ?", rec.ID); n != 4 {
			t.Errorf("%d lines in the log, want 4", n)
		}
	})
}

// changes are a revision's changes by field.
func changes(v record.Revision) map[string][2]any {
	out := map[string][2]any{}
	for _, c := range v.Changes {
		out[c.Field] = [2]any{c.Old, c.New}
	}
	return out
}

func (r *rig) person(t testing.TB, login string) string {
	t.Helper()
	p, err := r.People.ByLogin(r.In(coretest.An), login)
	if err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// TestOnlyDraftsAreThrownAway and a thrown-away one is gone for everybody, but
// not from history.
func TestOnlyDraftsAreThrownAway(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		point := r.create(t, me, "demo.point", fields{"title": "ý"}, "")
		rec := r.create(t, me, "demo.paper", whole(fields{"r": point.ID}), "")
		refuses(t, r.Records.Discard(r.as(coretest.Officer2), rec.ID, 0), fault.NotFound, "not_found")
		refuses(t, r.Records.Discard(r.as(coretest.Approver), rec.ID, 0), fault.Forbidden, "forbidden")
		if err := r.Records.Discard(me, rec.ID, 1); err != nil {
			t.Fatal(err)
		}
		_, err := r.Records.Get(me, rec.ID)
		refuses(t, err, fault.NotFound, "not_found")
		refuses(t, r.Records.Discard(me, rec.ID, 0), fault.NotFound, "not_found")
		page, err := r.Records.List(me, record.Query{Kind: "demo.paper"})
		if err != nil || len(page.Items) != 0 {
			t.Errorf("%+v %v", page, err)
		}
		if today, err := r.Records.Today(me, ""); err != nil || len(today.Drafts) != 1 {
			t.Errorf("%+v %v", today.Drafts, err)
		}
		if links, err := r.Records.Links(me, point); err != nil || len(links) != 0 {
			t.Errorf("%+v %v", links, err)
		}
		if n := r.count(t, "SELECT COUNT(*) FROM record_revision v JOIN record r ON r.id = v.record_id AND r.version = v.version WHERE r.id = ? AND v.action = 'discard'", rec.ID); n != 1 {
			t.Error("history does not hold that it was thrown away, as the version it then was")
		}
		if n := r.count(t, "SELECT COUNT(*) FROM record WHERE id = ? AND updated_by = ?", rec.ID, r.person(t, coretest.Officer)); n != 1 {
			t.Error("the record does not say who threw it away")
		}
		sent := r.create(t, me, "demo.paper", whole(), "submit")
		refuses(t, r.Records.Discard(me, sent.ID, 0), fault.Conflict, "not_a_draft")
		r.do(t, r.as(coretest.Approver), sent.ID, "return", nil)
		refuses(t, r.Records.Discard(me, sent.ID, 0), fault.Conflict, "not_a_draft")
	})
}

// TestCommentsAreSeenByWhoSeesTheRecord oldest first.
func TestCommentsAreSeenByWhoSeesTheRecord(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		rec := r.create(t, me, "demo.paper", whole(), "submit")
		for _, bad := range []string{"", " \n ", "a\x00", "\xff", strings.Repeat("a", 5_001)} {
			if _, err := r.Records.Comment(me, rec.ID, record.Remark{Text: bad}); !fault.Is(err, fault.Invalid) {
				t.Errorf("%.20q: %v", bad, err)
			}
		}
		_, err := r.Records.Comment(r.as(coretest.Watcher), rec.ID, record.Remark{Text: "x"})
		refuses(t, err, fault.Forbidden, "forbidden")
		_, err = r.Records.Comment(r.as(coretest.Officer2), rec.ID, record.Remark{Text: "x"})
		refuses(t, err, fault.NotFound, "not_found")
		for _, c := range []struct{ login, text string }{{coretest.Officer, " Đã gọi điện "}, {coretest.Approver, "Chờ ảnh"}} {
			if _, err := r.Records.Comment(r.as(c.login), rec.ID, record.Remark{Text: c.text}); err != nil {
				t.Fatal(err)
			}
		}
		got, err := r.Records.Comments(r.as(coretest.Watcher), rec.ID)
		if err != nil || len(got) != 2 || got[0].Text != "Đã gọi điện" || got[1].By != r.person(t, coretest.Approver) || got[0].Post == "" {
			t.Errorf("%+v %v", got, err)
		}
		_, err = r.Records.Comments(r.as(coretest.Officer2), rec.ID)
		refuses(t, err, fault.NotFound, "not_found")
		if v := r.get(t, me, rec.ID).Version; v != 1 {
			t.Errorf("a comment moved the version to %d", v)
		}
	})
}

// TestARemarkSentTwiceIsOneRemark: a phone sends again what it had no answer to.
func TestARemarkSentTwiceIsOneRemark(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		rec := r.create(t, me, "demo.paper", whole(), "submit")
		var all sync.WaitGroup
		answers := make([]string, 8)
		for i := range answers {
			all.Go(func() {
				c, err := r.Records.Comment(me, rec.ID, record.Remark{Text: "Đã gọi điện", IdemKey: "phím"})
				if err != nil {
					t.Error(err)
					return
				}
				answers[i] = c.ID
			})
		}
		wait.All(t, "the repeated remarks", &all)
		if slices.Sort(answers); answers[0] == "" || answers[0] != answers[len(answers)-1] {
			t.Errorf("answers %v", answers)
		}
		if n := r.count(t, "SELECT COUNT(*) FROM record_comment WHERE record_id = ?", rec.ID); n != 1 {
			t.Errorf("%d remarks", n)
		}
		if n := r.count(t, "SELECT COUNT(*) FROM audit WHERE action = 'record.comment' AND object = ?", rec.ID); n != 1 {
			t.Errorf("%d lines in the log", n)
		}
		_, err := r.Records.Comment(me, rec.ID, record.Remark{Text: "Khác", IdemKey: "phím"})
		refuses(t, err, fault.Conflict, "idempotency_mismatch")
		_, err = r.Records.Comment(me, rec.ID, record.Remark{Text: "Khác", IdemKey: "phím\nkept"})
		refuses(t, err, fault.Invalid, "invalid")
	})
}

// TestLinksFollowReferences both ways, and show only what the reader may see.
func TestLinksFollowReferences(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		one, two := r.create(t, me, "demo.point", fields{"title": "một"}, "note"), r.create(t, me, "demo.point", fields{"title": "hai"}, "")
		rec := r.create(t, me, "demo.paper", whole(fields{"r": one.ID}), "submit")
		links, err := r.Records.Links(me, rec)
		if err != nil || len(links) != 1 || links[0].ID != one.ID || links[0].Rel != "r" || links[0].Inbound || links[0].Title != "một" || links[0].Number != one.Number {
			t.Fatalf("%+v %v", links, err)
		}
		if links, err = r.Records.Links(me, one); err != nil || len(links) != 1 || !links[0].Inbound || links[0].ID != rec.ID {
			t.Fatalf("%+v %v", links, err)
		}
		if _, err := r.Records.Change(me, rec.ID, 0, fields{"r": two.ID}, ""); err != nil {
			t.Fatal(err)
		}
		if links, err = r.Records.Links(me, rec); err != nil || len(links) != 1 || links[0].ID != two.ID {
			t.Fatalf("%+v %v", links, err)
		}
		// The other one is a draft, which a watcher does not see.
		if links, err = r.Records.Links(r.as(coretest.Watcher), rec); err != nil || len(links) != 0 {
			t.Fatalf("%+v %v", links, err)
		}
		if _, err := r.Records.Change(me, rec.ID, 0, fields{"r": nil}, ""); err != nil {
			t.Fatal(err)
		}
		if links, err = r.Records.Links(me, rec); err != nil || len(links) != 0 {
			t.Fatalf("%+v %v", links, err)
		}
	})
}

package notice_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/record"
)

// visit is a submitted visit of commune X1.
func visit(t testing.TB, r *coretest.Rig, heldOn string) *record.Record {
	t.Helper()
	rec, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"),
		Fields: map[string]any{"title": "Chuyến thăm", "held_on": heldOn}, Submit: "submit"})
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

func do(t testing.TB, r *coretest.Rig, login, recordID, step string) {
	t.Helper()
	if _, err := r.Records.Do(r.As(coretest.An, login), recordID, step, 0, record.Act{Reason: "thiếu ảnh"}); err != nil {
		t.Fatal(err)
	}
}

// box is a person's unread notices, oldest first, by their codes.
func box(t testing.TB, r *coretest.Rig, login string) string {
	t.Helper()
	page, err := r.Box.List(r.As(coretest.An, login), notice.Filter{Unread: true})
	if err != nil || page.Unread != len(page.Items) {
		t.Fatalf("%+v %v", page, err)
	}
	var out []string
	for _, n := range page.Items {
		out = append([]string{n.Code}, out...)
	}
	return strings.Join(out, " ")
}

func boxes(t testing.TB, r *coretest.Rig, when string, want map[string]string) {
	t.Helper()
	for _, login := range coretest.Logins {
		if got := box(t, r, login); got != want[login] {
			t.Errorf("%s: %s has %q, want %q", when, login, got, want[login])
		}
	}
}

// TestPeopleHearWhatWaitsForThem and what came back; what was done since is no
// longer unread.
func TestPeopleHearWhatWaitsForThem(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		rec := visit(t, r, "2026-03-10")
		r.Settle(coretest.An)
		boxes(t, r, "submitted", map[string]string{coretest.Approver: "waiting"})
		page, err := r.Box.List(r.As(coretest.An, coretest.Approver), notice.Filter{})
		if err != nil || page.Items[0].RecordID != rec.ID || page.Items[0].Title != "Chuyến thăm" || page.Items[0].By != rec.CreatedBy || page.Items[0].Read {
			t.Fatalf("%+v %v", page, err)
		}
		do(t, r, coretest.Approver, rec.ID, "return")
		r.Settle(coretest.An)
		boxes(t, r, "returned", map[string]string{coretest.Officer: "returned"})
		do(t, r, coretest.Officer, rec.ID, "submit")
		do(t, r, coretest.Approver, rec.ID, "approve")
		r.Settle(coretest.An) // both steps are told of only now
		boxes(t, r, "approved", map[string]string{coretest.Officer: "waiting"})
		// The other province heard nothing.
		if page, err := r.Box.List(r.As(coretest.Binh, coretest.Approver), notice.Filter{}); err != nil || len(page.Items) != 0 {
			t.Errorf("%+v %v", page, err)
		}
	})
}

// TestAChangeOfFieldsSilencesNobody when it comes before the step is told of.
func TestAChangeOfFieldsSilencesNobody(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		rec := visit(t, r, "2026-03-10")
		if _, err := r.Records.Change(r.As(coretest.An, coretest.Officer), rec.ID, 0, map[string]any{"people": 3}, ""); err != nil {
			t.Fatal(err)
		}
		r.Settle(coretest.An)
		boxes(t, r, "changed before it was told", map[string]string{coretest.Approver: "waiting"})
		if _, err := r.Records.Change(r.As(coretest.An, coretest.Officer), rec.ID, 0, map[string]any{"people": 4}, ""); err != nil {
			t.Fatal(err)
		}
		r.Settle(coretest.An)
		boxes(t, r, "changed after", map[string]string{coretest.Approver: "waiting"})
	})
}

// TestDraftsAndOneselfAreNoNews.
func TestDraftsAndOneselfAreNoNews(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		me := r.As(coretest.An, coretest.Officer)
		if _, err := r.Records.Create(me, "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: map[string]any{"title": "x"}}); err != nil {
			t.Fatal(err)
		}
		r.Settle(coretest.An)
		boxes(t, r, "a draft", nil)
	})
}

// TestOnlyWhoMaySeeIsTold: an author who has left hears no more of it.
func TestOnlyWhoMaySeeIsTold(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		decide(t, r, map[string]any{"duties_from": "2030-01-01"})
		rec := visit(t, r, "2026-03-10")
		r.Settle(coretest.An)
		sys := r.In(coretest.An)
		posts, err := r.People.Posts(sys, rec.CreatedBy)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.People.Revoke(sys, posts[0].ID, posts[0].To); err != nil {
			t.Fatal(err)
		}
		do(t, r, coretest.Approver, rec.ID, "return")
		if err := r.Box.Remind(sys, job.Job{}); err != nil {
			t.Fatal(err)
		}
		r.Settle(coretest.An)
		boxes(t, r, "its author left", nil)
	})
}

// at is ctx on another day, at 7:00 in Vietnam.
func at(ctx context.Context, day string) context.Context {
	when, err := time.Parse(time.RFC3339, day+"T07:00:00+07:00")
	if err != nil {
		panic(err)
	}
	return id.WithClock(ctx, func() time.Time { return when })
}

// TestReadMarksAreOnesOwn and stay.
func TestReadMarksAreOnesOwn(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		for range 3 {
			visit(t, r, "2026-03-10")
		}
		r.Settle(coretest.An)
		boss := r.As(coretest.An, coretest.Approver)
		var walked []string
		f := notice.Filter{Limit: 2}
		wait.Pages(t, "the box", func(cursor string) string {
			f.Cursor = cursor
			page, err := r.Box.List(boss, f)
			if err != nil || page.Unread != 3 {
				t.Fatalf("%+v %v", page, err)
			}
			for _, n := range page.Items {
				walked = append(walked, n.ID)
			}
			return page.Next
		})
		if len(walked) != 3 || walked[0] <= walked[2] {
			t.Fatalf("%v", walked)
		}
		if err := r.Box.Read(r.As(coretest.An, coretest.Officer), walked[0]); !fault.Is(err, fault.NotFound) {
			t.Errorf("another's notice: %v", err)
		}
		for range 2 {
			if err := r.Box.Read(boss, walked[0]); err != nil {
				t.Fatal(err)
			}
		}
		if got := box(t, r, coretest.Approver); got != "waiting waiting" {
			t.Errorf("%s", got)
		}
		if err := r.Box.Read(r.As(coretest.An, coretest.Leader), "all"); err != nil {
			t.Fatal(err)
		}
		if got := box(t, r, coretest.Approver); got != "waiting waiting" {
			t.Errorf("another's all marked mine: %s", got)
		}
		if err := r.Box.Read(boss, "all"); err != nil {
			t.Fatal(err)
		}
		if got := box(t, r, coretest.Approver); got != "" {
			t.Errorf("%s", got)
		}
		for _, bad := range []string{"x", "ntf_\x00", "\xff"} {
			if _, err := r.Box.List(boss, notice.Filter{Cursor: bad}); !fault.Is(err, fault.Invalid) {
				t.Errorf("cursor %q: %v", bad, err)
			}
			if err := r.Box.Read(boss, bad); !fault.Is(err, fault.NotFound) {
				t.Errorf("read %q: %v", bad, err)
			}
		}
		if _, err := r.Box.List(r.In(coretest.An), notice.Filter{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the system has a box: %v", err)
		}
	})
}

// TestAStepIsToldToWhoTheManifestNames, once and in the step's own words; who
// took it or already hears that it waits for them gets no second notice.
func TestAStepIsToldToWhoTheManifestNames(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{Shape: func(o *installation.Options) {
		for i := range o.Manifests {
			if k := o.Manifests[i].Kind("demo.visit"); k != nil {
				k.Lifecycle.Transition("submit").Notify = []string{"officer", "approver"}
				k.Lifecycle.Transition("approve").Notify = []string{"approver", "officer@subtree", "watcher"}
			}
		}
	}})
	rec := visit(t, r, "2026-03-10")
	r.Settle(coretest.An)
	boxes(t, r, "submitted", map[string]string{coretest.Approver: "waiting"})
	second, err := r.People.Create(r.In(coretest.An), identity.NewPerson{Login: "can.bo.hai", Given: "Hai"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.People.Grant(r.In(coretest.An), identity.Grant{PersonID: second.ID, Role: "watcher", UnitID: r.Unit(coretest.An, "X1")}); err != nil {
		t.Fatal(err)
	}
	do(t, r, coretest.Approver, rec.ID, "approve")
	r.Settle(coretest.An)
	boxes(t, r, "approved", map[string]string{coretest.Officer: "waiting"})
	page, err := r.Box.List(r.As(coretest.An, "can.bo.hai"), notice.Filter{})
	if err != nil || len(page.Items) != 1 || page.Items[0].Code != notice.Told || page.Items[0].RecordID != rec.ID || page.Items[0].Text == nil || page.Items[0].Text.VI == "" {
		t.Errorf("%+v %v", page.Items, err)
	}
}

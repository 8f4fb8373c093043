package record_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/evidence"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// TestWhatAudienceOwnKeepsIsTheOwnersAlone: by itself, in lists and history, and
// whatever is asked for by filter or order; its owner sees it as before.
func TestWhatAudienceOwnKeepsIsTheOwnersAlone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		const secret = "chỉ nội bộ"
		plan := r.planned(t, 1, "X1")
		me, leader := r.as(coretest.Officer), r.as(coretest.Leader)
		if _, err := r.Records.Change(leader, plan.ID, 0, fields{"notes": secret}, ""); err != nil {
			t.Fatal(err)
		}
		r.prove(t, leader, plan.ID, "draft")
		r.prove(t, leader, plan.ID, "signed")
		for ctx, sees := range map[string]bool{coretest.Leader: true, coretest.Officer: false} {
			who := r.as(ctx)
			page, err := r.Records.List(who, record.Query{Kind: "demo.plan"})
			if err != nil || len(page.Items) != 1 {
				t.Fatalf("%d %v", len(page.Items), err)
			}
			history, err := r.Records.History(who, plan.ID)
			if err != nil {
				t.Fatal(err)
			}
			for what, shown := range map[string]any{"itself": r.get(t, who, plan.ID).Fields, "a list": page.Items[0].Fields, "history": history} {
				if got := strings.Contains(text(shown), secret); got != sees {
					t.Errorf("%s in %s: %v", ctx, what, got)
				}
			}
			papers, err := r.Documents.ForRecord(who, plan.ID)
			if want := map[bool]int{true: 2, false: 1}[sees]; err != nil || len(papers) != want {
				t.Errorf("%s sees %d papers: %v", ctx, len(papers), err)
			}
			for _, q := range []record.Query{{Kind: "demo.plan", Filter: fields{"notes": secret}}, {Kind: "demo.plan", Sort: "notes"}} {
				if _, err := r.Records.List(who, q); !fault.Is(err, fault.Invalid) {
					t.Errorf("%s feels it out by %+v: %v", ctx, q, err)
				}
			}
		}
		all, err := r.Documents.ForRecord(leader, plan.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range all {
			if _, err := r.Documents.Get(me, d.ID); fault.Is(err, fault.NotFound) != (d.Slot == "draft") {
				t.Errorf("the paper in %s: %v", d.Slot, err)
			}
		}
	}, trial, family)
}

// TestHistoryTellsNothingOfPapersOfTheOwnersSide: neither that one was put in or taken
// off, nor its new version, nor what is said of it.
func TestHistoryTellsNothingOfPapersOfTheOwnersSide(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		plan := r.planned(t, 1, "X1")
		leader := r.as(coretest.Leader)
		bring := func(name string, n int) document.Source {
			body := evidence.Paper(n)
			return document.Source{Body: bytes.NewReader(body), Size: int64(len(body)), Name: name}
		}
		kept, err := r.Documents.Attach(leader, plan.ID, "draft", bring("noi-bo-1.pdf", 1), document.Meta{})
		if err == nil {
			_, err = r.Documents.Replace(leader, kept.ID, bring("noi-bo-2.pdf", 2), document.Meta{})
		}
		summary := "tóm tắt nội bộ"
		if err == nil {
			_, err = r.Documents.Describe(leader, kept.ID, document.Correction{Summary: &summary})
		}
		if err == nil {
			err = r.Documents.Detach(leader, plan.ID, kept.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		for login, sees := range map[string]bool{coretest.Leader: true, coretest.Officer: false} {
			h, err := r.Records.History(r.as(login), plan.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range []string{"noi-bo-1", "noi-bo-2", summary, kept.ID} {
				if got := strings.Contains(text(h), secret); got != sees {
					t.Errorf("%s reads %s in history: %v", login, secret, got)
				}
			}
		}
	}, trial, family)
}

// TestAStepMakesARecordForEachUnit, each once, however often it is taken.
func TestAStepMakesARecordForEachUnit(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		plan := r.planned(t, 0, "X1")
		leader := r.as(coretest.Leader)
		x1, x2 := r.Unit(coretest.An, "X1"), r.Unit(coretest.An, "X2")
		r.do(t, leader, plan.ID, "spread", fields{"us": []string{x1}})
		r.do(t, leader, plan.ID, "spread", fields{"us": []string{x1, x2}})
		for login, want := range map[string]int{coretest.Officer: 1, coretest.Officer2: 1} {
			if got := r.sessions(t, login); len(got) != want || got[0].Title != plan.Title {
				t.Errorf("%s has %d", login, len(got))
			}
		}
	}, trial, family)
}

// TestADraftBelowOpensNothing: whoever once read a record does not keep reading it by a
// draft of theirs that names it.
func TestADraftBelowOpensNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		plan := r.planned(t, 0, "X1")
		leader, err := r.People.ByLogin(r.In(coretest.An), coretest.Leader)
		if err != nil {
			t.Fatal(err)
		}
		me, err := r.People.ByLogin(r.In(coretest.An), coretest.Officer)
		if err != nil {
			t.Fatal(err)
		}
		posts, err := r.People.Posts(r.In(coretest.An), leader.ID)
		if err != nil {
			t.Fatal(err)
		}
		lent, err := r.People.Delegate(r.In(coretest.An), posts[0].ID, me.ID, calendar.Date{}, calendar.NewDate(2099, 12, 31), "Đi công tác")
		if err != nil {
			t.Fatal(err)
		}
		r.create(t, r.as(coretest.Officer), "demo.session", fields{"title": "Nháp", "plan": plan.ID}, "")
		if err := r.People.Revoke(r.In(coretest.An), lent.ID, calendar.Date{}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Records.Get(r.as(coretest.Officer), plan.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("read on by a draft: %v", err)
		}
		page, err := r.Records.List(r.as(coretest.Officer), record.Query{Kind: "demo.plan"})
		if err != nil || len(page.Items) != 0 {
			t.Errorf("%d listed by a draft: %v", len(page.Items), err)
		}
	}, trial, family)
}

// TestAGuessIsNoAnswer: whoever may take a step but does not read what the owner's
// side keeps hears the same of a right guess as of a wrong one; that it is kept does
// not hide from them a step that rests on it.
func TestAGuessIsNoAnswer(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		const secret = "nội bộ"
		plan := r.planned(t, 1, "X1")
		if _, err := r.Records.Change(r.as(coretest.Leader), plan.ID, 0, fields{"notes": secret}, ""); err != nil {
			t.Fatal(err)
		}
		r.play(t, "watcher", access.Permission{Kind: "demo.session", Action: "read", Reach: access.Subtree}, access.Permission{Kind: "demo.plan", Action: "do:spread", Reach: access.Subtree})
		other := r.as(coretest.Watcher)
		if got := r.get(t, other, plan.ID); got.Fields["notes"] != nil {
			t.Fatalf("reads %v", got.Fields["notes"])
		}
		for _, guess := range []string{secret, "đoán mò"} {
			_, err := r.Records.Do(other, plan.ID, "spread", 0, record.Act{Fields: fields{"us": []string{r.Unit(coretest.An, "X1")}, "notes": guess}})
			refuses(t, err, fault.Invalid, "invalid", "notes=settled")
		}
		if o := r.offer(t, coretest.Watcher, plan.ID, "spread"); !o.Allowed {
			t.Errorf("%+v", o)
		}
		r.do(t, other, plan.ID, "spread", fields{"us": []string{r.Unit(coretest.An, "X2")}})
	}, trial, strings.Replace(family, "{name: spread,", "{name: spread, when: \"notes != ''\",", 1))
}

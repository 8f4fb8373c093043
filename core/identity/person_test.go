package identity_test

import (
	"testing"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
)

func TestPosts(t *testing.T) {
	each(t, func(h *house) {
		t := h.t
		today := calendar.Today(h.clock.now())
		hung, err := h.people.Create(h.ctx, identity.NewPerson{Login: "cb.hung", FamilyMiddle: "Lê Văn", Given: "Hùng"})
		if err != nil {
			t.Fatal(err)
		}
		grant := func(g identity.Grant) (*identity.Post, error) { return h.people.Grant(h.ctx, g) }
		officer, err := grant(identity.Grant{PersonID: h.lan.ID, Role: "officer", UnitID: "a", From: today.AddDays(-10), To: today.AddDays(20), Basis: "QĐ 1"})
		if err != nil || officer.UnitName != "Xã a" {
			t.Fatal(officer, err)
		}
		for code, g := range map[string]identity.Grant{
			"post.exists":   {PersonID: h.lan.ID, Role: "officer", UnitID: "a"},
			"out_of_range":  {PersonID: h.lan.ID, Role: "officer", UnitID: "b", From: today, To: today.AddDays(-1)},
			"unknown_value": {PersonID: h.lan.ID, Role: "none", UnitID: "b"},
		} {
			_, err := grant(g)
			h.want(err, code)
		}
		_, err = grant(identity.Grant{PersonID: h.lan.ID, Role: "officer", UnitID: "nowhere"})
		h.want(err, "unknown_value")
		_, err = grant(identity.Grant{PersonID: "per_none", Role: "officer", UnitID: "a"})
		h.want(err, "unknown_value")
		if _, err := grant(identity.Grant{PersonID: h.lan.ID, Role: "officer", UnitID: "a", From: today.AddDays(21)}); err != nil {
			t.Errorf("the same post again, afterwards: %v", err)
		}

		_, err = h.people.Delegate(h.ctx, officer.ID, hung.ID, today, today.AddDays(30), "GUQ 2")
		h.want(err, "out_of_range")
		lent, err := h.people.Delegate(h.ctx, officer.ID, hung.ID, today, today.AddDays(5), "GUQ 2")
		if err != nil || lent.DelegatedBy != h.lan.ID || lent.Delegates != officer.ID {
			t.Fatal(lent, err)
		}
		_, err = h.people.Delegate(h.ctx, lent.ID, h.lan.ID, today, today.AddDays(1), "")
		h.want(err, "post.delegated")
		if who, err := h.people.Holders(h.ctx, "officer", "a"); err != nil || len(who) != 2 {
			t.Errorf("holders: %v %v", who, err)
		}
		held := func(p string) int {
			t.Helper()
			a, err := h.people.ActorOf(h.ctx, p)
			if err != nil {
				t.Fatal(err)
			}
			return len(a.Posts)
		}
		if held(hung.ID) != 1 || held(h.lan.ID) != 1 {
			t.Error("today", held(hung.ID), held(h.lan.ID))
		}
		h.clock.pass(6 * 24 * time.Hour)
		if held(hung.ID) != 0 {
			t.Error("a delegation lasts past its day")
		}
		h.clock.pass(-6 * 24 * time.Hour)
		s := h.must(h.signIn("cb.lan", password, ""))
		if a, _, err := h.people.Resume(h.ctx, s.Secret); err != nil || len(a.Posts) != 1 {
			t.Fatal(a, err)
		}
		if err := h.people.Revoke(h.ctx, officer.ID, calendar.Date{}); err != nil {
			t.Fatal(err)
		}
		if a, _, err := h.people.Resume(h.ctx, s.Secret); err != nil || len(a.Posts) != 0 {
			t.Error("a revoked post is still remembered", a.Posts, err)
		}
		if held(hung.ID) != 0 {
			t.Error("the delegation outlives the post")
		}
		posts, err := h.people.Posts(h.ctx, h.lan.ID)
		if err != nil || len(posts) != 2 || posts[0].To != today.AddDays(-1) {
			t.Errorf("what has been stays: %+v %v", posts, err)
		}
		if at, err := h.people.PostsAt(h.ctx, []string{"b"}); err != nil || len(at) != 0 {
			t.Errorf("%v %v", at, err)
		}
	})
}

func TestPeople(t *testing.T) {
	each(t, func(h *house) {
		t := h.t
		for _, n := range [][3]string{{"an.le", "Lê Thị", "An"}, {"binh", "Phan Thanh", "Bình"}, {"dung", "Đỗ", "Dũng"}} {
			if _, err := h.people.Create(h.ctx, identity.NewPerson{Login: n[0], FamilyMiddle: n[1], Given: n[2]}); err != nil {
				t.Fatal(err)
			}
		}
		var names []string
		f := identity.PersonFilter{Limit: 3}
		wait.Pages(t, "the list of people", func(cursor string) string {
			f.Cursor = cursor
			page, err := h.people.List(h.ctx, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range page.Items {
				names = append(names, p.Given)
			}
			return page.Next
		})
		if len(names) != 4 || names[0] != "An" || names[1] != "Bình" || names[2] != "Dũng" || names[3] != "Lan" {
			t.Errorf("by given name: %v", names)
		}
		for q, want := range map[string]int{"do dung": 1, "TRẦN THỊ": 1, "an": 3, "100%": 0, "_": 0} {
			if page, err := h.people.List(h.ctx, identity.PersonFilter{Q: q}); err != nil || len(page.Items) != want {
				t.Errorf("%q: %d, want %d, %v", q, len(page.Items), want, err)
			}
		}
		login, email, given := "BINH", "lan@example.vn", "Lành"
		_, err := h.people.Change(h.ctx, h.lan.ID, identity.PersonChange{Login: &login})
		h.want(err, "exists")
		_, err = h.people.Create(h.ctx, identity.NewPerson{Login: "other", Given: "X", Email: email})
		h.want(err, "exists")
		changed, err := h.people.Change(h.ctx, h.lan.ID, identity.PersonChange{Given: &given})
		if err != nil || changed.Display != "Trần Thị Lành" || changed.Login != "cb.lan" || !changed.HasPassword {
			t.Errorf("%+v %v", changed, err)
		}
		for _, bad := range []identity.NewPerson{{}, {Login: "có dấu cách", Given: "X"}, {Login: "x"}, {Login: "y", Given: "\xff"}, {Login: "z", Given: "Z", Email: "no"}, {Login: "w", Given: "W", Locale: "fr"}} {
			if _, err := h.people.Create(h.ctx, bad); !fault.Is(err, fault.Invalid) || len(fault.Of(err).Fields) != 1 {
				t.Errorf("%+v: %v", bad, err)
			}
		}
		if n, err := h.people.Names(h.ctx, []string{h.lan.ID, "per_none"}); err != nil || len(n) != 1 || n[h.lan.ID] != "Trần Thị Lành" {
			t.Errorf("%v %v", n, err)
		}
		_, err = h.people.Get(h.ctx, "per_none")
		h.want(err, "not_found")
		if p, err := h.people.ByLogin(h.ctx, "CB.lan"); err != nil || p.ID != h.lan.ID {
			t.Error(p, err)
		}
	})
}

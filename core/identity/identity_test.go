package identity_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/seal"
)

const password = "đoàn kết là sức mạnh"

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// places is a tree of two units.
type places map[string]string

func (p places) Seat(_ context.Context, unitID string) (path, name, place, branch string, err error) {
	if p[unitID] == "" {
		return "", "", "", "", fault.New(fault.NotFound, "not_found")
	}
	return p[unitID], "Xã " + unitID, p[unitID], "place", nil
}

func (p places) Former(context.Context, string) ([]string, error) { return nil, nil }

type house struct {
	t      testing.TB
	ctx    context.Context
	clock  *clock
	people *identity.People
	lan    *identity.Person
	secret string
}

// each runs the body on every database, with a person who has a password.
func each(t *testing.T, body func(h *house)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) { body(enter(t, ctx, identity.Options{})) })
}

func enter(t testing.TB, ctx context.Context, o identity.Options) *house {
	t.Helper()
	c := &clock{at: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)}
	o.Units = places{"a": "/0001/0002/", "b": "/0001/0003/"}
	o.RoleKnown = func(_ context.Context, role string) (bool, error) { return role != "none", nil }
	keys, err := seal.New(seal.Options{Master: seal.NewMaster()})
	if err != nil {
		t.Fatal(err)
	}
	o.Seeds = keys
	h := &house{t: t, ctx: id.WithClock(ctx, c.now), clock: c, people: identity.New(o)}
	lan, err := h.people.Create(h.ctx, identity.NewPerson{Login: " CB.Lan ", FamilyMiddle: "Trần  Thị", Given: "Lan", Email: "Lan@example.vn"})
	if err != nil {
		t.Fatal(err)
	}
	h.lan = lan
	if err := h.people.SetPassword(h.ctx, lan.ID, password); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) signIn(login, pass, otp string) (identity.Session, error) {
	return h.people.SignIn(h.ctx, identity.Credentials{Login: login, Password: pass, OTP: otp, IP: "10.0.0.1", Agent: "test"})
}

func (h *house) must(s identity.Session, err error) identity.Session {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

func (h *house) want(err error, code string) {
	h.t.Helper()
	if !fault.HasCode(err, code) {
		h.t.Errorf("got %v, want %s", err, code)
	}
}

func (h *house) alive(s identity.Session) bool {
	h.t.Helper()
	_, _, err := h.people.Resume(h.ctx, s.Secret)
	if err != nil && !fault.Is(err, fault.Unauthenticated) {
		h.t.Fatal(err)
	}
	return err == nil
}

func TestSignIn(t *testing.T) {
	each(t, func(h *house) {
		t := h.t
		s := h.must(h.signIn("cb.LAN", password, ""))
		actor, again, err := h.people.Resume(h.ctx, s.Secret)
		if err != nil || actor.PersonID != h.lan.ID || actor.Name != "Trần Thị Lan" || again.ID != s.ID || again.CSRF != s.CSRF || again.Secret != "" || len(s.CSRF) < 40 {
			t.Errorf("%+v %+v %v", actor, again, err)
		}
		_, wrong := h.signIn("cb.lan", "không phải mật khẩu", "")
		_, unknown := h.signIn("nobody", password, "")
		_, broken := h.signIn("cb.lan\xff", "\xff", "")
		for _, err := range []error{wrong, unknown, broken} {
			h.want(err, "sign_in.failed")
			if err.Error() != wrong.Error() {
				t.Errorf("answers differ: %v, %v", err, wrong)
			}
		}
		if _, _, err := h.people.Resume(h.ctx, s.Secret+"x"); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("a wrong secret: %v", err)
		}
		if err := h.people.SignOut(h.ctx, s.Secret); err != nil || h.alive(s) {
			t.Error("signed out and still there", err)
		}
		if err := h.people.SignOut(h.ctx, s.Secret); err != nil {
			t.Errorf("signing out twice: %v", err)
		}
	})
}

func TestPasswordForms(t *testing.T) {
	each(t, func(h *house) {
		// The same letters typed on another keyboard: decomposed accents.
		h.must(h.signIn("cb.lan", norm.NFD.String(password), ""))
		for pass, code := range map[string]string{"ngắn": "too_short", "aaaaaaaaaaaa": "password.guessable", "cb.lan": "too_short", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff": "not_utf8"} {
			h.want(h.people.SetPassword(h.ctx, h.lan.ID, pass), code)
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	each(t, func(h *house) {
		t := h.t
		idle := h.must(h.signIn("cb.lan", password, ""))
		h.clock.pass(9 * time.Hour)
		if h.alive(idle) {
			t.Error("unused for nine hours")
		}
		used := h.must(h.signIn("cb.lan", password, ""))
		for range 6 * 24 / 7 {
			h.clock.pass(7 * time.Hour)
			if _, _, err := identity.New(identity.Options{}).Resume(h.ctx, used.Secret); err != nil {
				t.Fatalf("in use: %v", err)
			}
		}
		h.clock.pass(2 * 24 * time.Hour)
		if h.alive(used) {
			t.Error("a session lives past its absolute end")
		}
		one, two := h.must(h.signIn("cb.lan", password, "")), h.must(h.signIn("cb.lan", password, ""))
		if list, err := h.people.Sessions(h.ctx, h.lan.ID); err != nil || len(list) != 2 {
			t.Errorf("%d sessions, %v", len(list), err)
		}
		if err := h.people.RevokeSession(h.ctx, h.lan.ID, one.ID); err != nil || h.alive(one) || !h.alive(two) {
			t.Error("revoking one of two", err)
		}
		if err := h.people.SetPassword(h.ctx, h.lan.ID, "một mật khẩu khác"); err != nil || h.alive(two) {
			t.Error("a session outlives its password", err)
		}
		three := h.must(h.signIn("cb.lan", "một mật khẩu khác", ""))
		if err := h.people.RevokeAll(h.ctx, h.lan.ID); err != nil || h.alive(three) {
			t.Error("revoke all", err)
		}
		if err := h.people.Sweep(h.ctx); err != nil {
			t.Error(err)
		}
	})
}

func TestDisable(t *testing.T) {
	each(t, func(h *house) {
		t := h.t
		s := h.must(h.signIn("cb.lan", password, ""))
		link, err := h.people.OneTimeLink(h.ctx, h.lan.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, token, err := h.people.CreateToken(h.ctx, h.lan.ID, "bot", nil, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if err := h.people.Disable(h.ctx, h.lan.ID); err != nil || h.alive(s) {
			t.Error("a disabled person's session", err)
		}
		_, err = h.signIn("cb.lan", password, "")
		h.want(err, "sign_in.failed")
		_, err = h.people.RedeemLink(h.ctx, identity.Redemption{Secret: link})
		h.want(err, "link.invalid")
		_, err = h.people.ResumeToken(h.ctx, token)
		h.want(err, "sign_in.required")
		if err := h.people.Enable(h.ctx, h.lan.ID); err != nil || h.alive(s) {
			t.Error("enabling brings old sessions back", err)
		}
		if err := h.people.SetPassword(h.ctx, h.lan.ID, password); err != nil {
			t.Fatal(err)
		}
		h.must(h.signIn("cb.lan", password, ""))
	})
}

func TestLockOut(t *testing.T) {
	each(t, func(h *house) {
		t := h.t
		for _, login := range []string{"cb.lan", "nobody"} { // known or not: no difference
			for range 10 {
				_, err := h.signIn(login, "sai mật khẩu rồi", "")
				h.want(err, "sign_in.failed")
			}
			_, err := h.signIn(login, password, "")
			h.want(err, "sign_in.limited")
			if fault.Of(err).RetryAfter <= 0 {
				t.Error("no word of when to come back")
			}
		}
		h.clock.pass(16 * time.Minute)
		h.must(h.signIn("cb.lan", password, ""))
		for range 9 { // a success has cleared the counter
			_, err := h.signIn("cb.lan", "sai mật khẩu rồi", "")
			h.want(err, "sign_in.failed")
		}
		h.must(h.signIn("cb.lan", password, ""))
	})
}

func TestLockOutByAddress(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	h := enter(t, ctx, identity.Options{IPTries: 3})
	for _, login := range []string{"a", "b", "c"} {
		_, err := h.signIn(login, password, "")
		h.want(err, "sign_in.failed")
	}
	_, err := h.signIn("cb.lan", password, "")
	h.want(err, "sign_in.limited")
	h.must(h.people.SignIn(h.ctx, identity.Credentials{Login: "cb.lan", Password: password, IP: "10.0.0.2"}))
}

func TestLockOutHoldsAgainstManyAtOnce(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	h := enter(t, ctx, identity.Options{Failures: 5})
	var wg sync.WaitGroup
	var mu sync.Mutex
	compared := 0
	for range 20 {
		wg.Go(func() {
			_, err := h.signIn("cb.lan", "sai mật khẩu rồi", "")
			mu.Lock()
			defer mu.Unlock()
			if fault.HasCode(err, "sign_in.failed") {
				compared++
			}
		})
	}
	wait.All(t, "the twenty who guess", &wg)
	if compared != 5 {
		t.Errorf("%d guesses were compared, want 5", compared)
	}
}

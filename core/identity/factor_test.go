package identity_test

import (
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/identity"
)

func (h *house) enrol() (secret string, recovery []string) {
	h.t.Helper()
	e, err := h.people.EnrolOTP(h.ctx, h.lan.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	h.must(h.signIn("cb.lan", password, "")) // not asked for before it is confirmed
	recovery, err = h.people.ConfirmOTP(h.ctx, h.lan.ID, h.code(e.Secret))
	if err != nil {
		h.t.Fatal(err)
	}
	h.clock.pass(time.Minute)
	return e.Secret, recovery
}

func (h *house) code(secret string) string {
	h.t.Helper()
	code, err := totp.GenerateCode(secret, h.clock.now())
	if err != nil {
		h.t.Fatal(err)
	}
	return code
}

func TestSecondFactor(t *testing.T) {
	each(t, func(h *house) {
		t := h.t
		secret, recovery := h.enrol()
		_, err := h.signIn("cb.lan", password, "")
		h.want(err, "sign_in.otp_required")
		_, err = h.signIn("cb.lan", "sai mật khẩu rồi", h.code(secret))
		h.want(err, "sign_in.failed") // nothing about codes to who has no password
		_, err = h.signIn("cb.lan", password, "000 000")
		h.want(err, "sign_in.otp_wrong")
		code := h.code(secret)
		h.must(h.signIn("cb.lan", password, code[:3]+" "+code[3:]))
		_, err = h.signIn("cb.lan", password, code)
		h.want(err, "sign_in.otp_wrong") // used up
		h.clock.pass(30 * time.Second)
		_, err = h.signIn("cb.lan", password, code)
		h.want(err, "sign_in.otp_wrong") // and still in the next step
		h.must(h.signIn("cb.lan", password, h.code(secret)))
		h.must(h.signIn("cb.lan", password, recovery[3]))
		_, err = h.signIn("cb.lan", password, recovery[3])
		h.want(err, "sign_in.otp_wrong")
		_, err = h.people.EnrolOTP(h.ctx, h.lan.ID)
		h.want(err, "otp.on")
		link, err := h.people.OneTimeLink(h.ctx, h.lan.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.people.RedeemLink(h.ctx, identity.Redemption{Secret: link})
		h.want(err, "sign_in.otp_required") // a link is no second factor, and not used up by this
		h.must(h.people.RedeemLink(h.ctx, identity.Redemption{Secret: link, OTP: recovery[0]}))
		if err := h.people.RemoveOTP(h.ctx, h.lan.ID); err != nil {
			t.Fatal(err)
		}
		if err := h.people.SetPassword(h.ctx, h.lan.ID, password); err != nil {
			t.Fatal(err)
		}
		h.must(h.signIn("cb.lan", password, ""))
	})
}

func TestOneTimeLink(t *testing.T) {
	each(t, func(h *house) {
		t := h.t
		link := func(ttl time.Duration) string {
			t.Helper()
			s, err := h.people.OneTimeLink(h.ctx, h.lan.ID, ttl)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		redeem := func(secret, pass string) (identity.Session, error) {
			return h.people.RedeemLink(h.ctx, identity.Redemption{Secret: secret, Password: pass, IP: "10.0.0.1"})
		}
		before := h.must(h.signIn("cb.lan", password, ""))
		_, token, err := h.people.CreateToken(h.ctx, h.lan.ID, "bot", nil, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		old, s := link(time.Hour), link(time.Hour)
		_, err = h.signIn("cb.lan", password, "")
		h.want(err, "sign_in.failed") // the password ends when somebody else makes a link
		_, err = redeem(old, "")
		h.want(err, "link.invalid") // a newer one makes it void
		_, err = redeem(s, "ngắn")
		h.want(err, "too_short") // and the link is still good
		in := h.must(redeem(s, "mật khẩu đầu tiên"))
		if !h.alive(in) || h.alive(before) {
			t.Error("the new session lives, the old ones do not")
		}
		_, err = h.people.ResumeToken(h.ctx, token)
		h.want(err, "sign_in.required")
		_, err = redeem(s, "mật khẩu thứ hai")
		h.want(err, "link.invalid")
		h.must(h.signIn("cb.lan", "mật khẩu đầu tiên", ""))
		late := link(time.Hour)
		h.clock.pass(2 * time.Hour)
		_, err = redeem(late, "")
		h.want(err, "link.invalid")
	})
}

func TestOneTimeLinkOnceAmongMany(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	h := enter(t, ctx, identity.Options{Failures: 100})
	secret, err := h.people.OneTimeLink(h.ctx, h.lan.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	in := 0
	for range 10 {
		wg.Go(func() {
			if _, err := h.people.RedeemLink(h.ctx, identity.Redemption{Secret: secret}); err == nil {
				mu.Lock()
				in++
				mu.Unlock()
			}
		})
	}
	wait.All(t, "everyone who redeems the link", &wg)
	if in != 1 {
		t.Errorf("%d redeemed one link", in)
	}
}

func TestTokens(t *testing.T) {
	each(t, func(h *house) {
		t := h.t
		if _, err := h.people.Grant(h.ctx, identity.Grant{PersonID: h.lan.ID, Role: "officer", UnitID: "a"}); err != nil {
			t.Fatal(err)
		}
		tok, secret, err := h.people.CreateToken(h.ctx, h.lan.ID, "Nhập liệu", []string{"read", "do:*"}, h.clock.now().Add(48*time.Hour))
		if err != nil || secret[:3] != "dk_" {
			t.Fatal(secret, err)
		}
		a, err := h.people.ResumeToken(h.ctx, secret)
		if err != nil || a.TokenID != tok.ID || len(a.Allow) != 2 || len(a.Posts) != 1 || a.Posts[0].UnitPath != "/0001/0002/" {
			t.Errorf("%+v %v", a, err)
		}
		list, err := h.people.Tokens(h.ctx, h.lan.ID)
		if err != nil || len(list) != 1 || list[0].Name != "Nhập liệu" || list[0].LastUsed.IsZero() {
			t.Errorf("%+v %v", list, err)
		}
		if err := h.people.RevokeToken(h.ctx, "per_other", tok.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.people.ResumeToken(h.ctx, secret); err != nil {
			t.Errorf("another person revoked it: %v", err)
		}
		h.clock.pass(49 * time.Hour)
		_, err = h.people.ResumeToken(h.ctx, secret)
		h.want(err, "sign_in.required")
		_, _, err = h.people.CreateToken(h.ctx, h.lan.ID, "x", nil, h.clock.now().Add(-time.Hour))
		h.want(err, "out_of_range")
		_, gone, err := h.people.CreateToken(h.ctx, h.lan.ID, "x", nil, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		list, _ = h.people.Tokens(h.ctx, h.lan.ID)
		if err := h.people.RevokeToken(h.ctx, h.lan.ID, list[0].ID); err != nil {
			t.Fatal(err)
		}
		_, err = h.people.ResumeToken(h.ctx, gone)
		h.want(err, "sign_in.required")
	})
}

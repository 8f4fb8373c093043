package identity_test

import (
	"fmt"
	"testing"

	"github.com/doanket/doanket/core/identity"
)

// TestGuessesShutOutOnlyWhoGuesses: somebody fails a thousand times at another's
// login, from one address and from many. The owner comes in by password from their
// own, and by factor or link even from the very address that is shut out.
func TestGuessesShutOutOnlyWhoGuesses(t *testing.T) {
	each(t, func(h *house) {
		from := func(ip, pass, otp string) error {
			_, err := h.people.SignIn(h.ctx, identity.Credentials{Login: "cb.lan", Password: pass, OTP: otp, IP: ip})
			return err
		}
		for range 12 {
			_ = from("10.9.9.9", "sai mật khẩu rồi", "")
		}
		h.want(from("10.9.9.9", password, ""), "sign_in.limited")
		for n := range 12 {
			_ = from(fmt.Sprintf("10.8.0.%d", n), "sai mật khẩu rồi", "")
		}
		h.must(h.people.SignIn(h.ctx, identity.Credentials{Login: "cb.lan", Password: password, IP: "10.0.0.1"}))

		secret, recovery := h.enrol()
		h.want(from("10.9.9.9", password, ""), "sign_in.limited")
		h.want(from("10.9.9.9", password, "000 000"), "sign_in.limited")
		h.want(from("10.9.9.9", "sai mật khẩu rồi", h.code(secret)), "sign_in.failed")
		h.clock.pass(31e9)
		h.must(h.people.SignIn(h.ctx, identity.Credentials{Login: "cb.lan", Password: password, OTP: h.code(secret), IP: "10.9.9.9"}))
		for range 12 {
			_ = from("10.9.9.9", "sai mật khẩu rồi", "")
		}
		h.must(h.people.SignIn(h.ctx, identity.Credentials{Login: "cb.lan", Password: password, OTP: recovery[1], IP: "10.9.9.9"}))
		for range 12 {
			_ = from("10.9.9.9", "sai mật khẩu rồi", "")
		}
		link, err := h.people.OneTimeLink(h.ctx, h.lan.ID, 0)
		if err != nil {
			h.t.Fatal(err)
		}
		h.must(h.people.RedeemLink(h.ctx, identity.Redemption{Secret: link, OTP: recovery[2], IP: "10.9.9.9"}))
	})
}

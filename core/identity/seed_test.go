package identity_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/identity"
)

// seed is what a thief of the database finds of Lan's second factor.
func (h *house) seed() (stored string) {
	h.t.Helper()
	if err := db.QueryRow(h.ctx, "SELECT otp_secret FROM person WHERE id = ?", h.lan.ID).Scan(&stored); err != nil {
		h.t.Fatal(err)
	}
	return stored
}

func (h *house) plant(personID, stored string) {
	h.t.Helper()
	err := db.InTx(h.ctx, func(ctx context.Context) error {
		_, err := db.Exec(ctx, "UPDATE person SET otp_secret = ? WHERE id = ?", stored, personID)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// TestAStolenDatabaseMakesNoCodes: the seed lies sealed, opens for nobody but its
// owner, and one kept in clear by an earlier version is sealed and still counts.
func TestAStolenDatabaseMakesNoCodes(t *testing.T) {
	each(t, func(h *house) {
		secret, _ := h.enrol()
		sealed := h.seed()
		if sealed == "" || strings.Contains(sealed, secret) {
			t.Fatalf("the database holds %q of the seed", sealed)
		}
		h.must(h.signIn("cb.lan", password, h.code(secret)))

		thief, err := h.people.Create(h.ctx, identity.NewPerson{Login: "cb.khac", Given: "Khác"})
		if err != nil {
			t.Fatal(err)
		}
		h.plant(thief.ID, sealed)
		if _, err := h.people.ConfirmOTP(h.ctx, thief.ID, h.code(secret)); err == nil {
			t.Error("a seed moved to another person counts there")
		}
		h.plant(thief.ID, "")

		h.plant(h.lan.ID, secret) // as an earlier version kept it
		h.clock.pass(time.Minute)
		h.must(h.signIn("cb.lan", password, h.code(secret)))
		if n, err := h.people.SealSeeds(h.ctx); err != nil || n != 1 {
			t.Fatalf("%d seeds sealed: %v", n, err)
		}
		if n, err := h.people.SealSeeds(h.ctx); err != nil || n != 0 {
			t.Errorf("%d seeds sealed once more: %v", n, err)
		}
		if strings.Contains(h.seed(), secret) {
			t.Error("still in clear")
		}
		h.clock.pass(time.Minute)
		h.must(h.signIn("cb.lan", password, h.code(secret)))
	})
}

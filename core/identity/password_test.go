package identity

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
)

func TestHashIsArgon2idAtTheRecommendedCost(t *testing.T) {
	t.Parallel()
	h := newHasher(1)
	a, err := h.hash(t.Context(), "một mật khẩu")
	if err != nil {
		t.Fatal(err)
	}
	b, err := h.hash(t.Context(), "một mật khẩu")
	if err != nil || a == b {
		t.Error("two hashes of one password are the same", err)
	}
	if !strings.HasPrefix(a, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Error(a)
	}
	for _, c := range []struct {
		password, phc string
		ok            bool
	}{{"một mật khẩu", a, true}, {"một mật khẩu ", a, false}, {"một mật khẩu", "", false}, {"", "", false}, {"x", "$argon2id$v=19$m=0,t=0,p=0$$", false}} {
		if ok, _, err := h.matches(t.Context(), c.password, c.phc); ok != c.ok || err != nil {
			t.Errorf("%q against %q: %v %v", c.password, c.phc, ok, err)
		}
	}
}

func TestHashingIsBounded(t *testing.T) {
	t.Parallel()
	h := newHasher(1)
	h.places <- struct{}{} // somebody is at it
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := h.hash(ctx, "x"); !fault.HasCode(err, "sign_in.busy") || fault.Of(err).RetryAfter == 0 {
		t.Error(err)
	}
}

func TestOldHashesAreRenewed(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	p := New(Options{})
	person, err := p.Create(ctx, NewPerson{Login: "lan", Given: "Lan"})
	if err != nil {
		t.Fatal(err)
	}
	const weak = "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
	c, salt, _, _ := parse(weak + strings.Repeat("A", 43))
	key := derive(c, "mật khẩu cũ", salt)
	old := weak + b64.EncodeToString(key)
	err = db.InTx(ctx, func(ctx context.Context) error {
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		_, err = one(ctx, idb, `UPDATE person SET password = ? WHERE id = ?`, old, person.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := p.SignIn(ctx, Credentials{Login: "lan", Password: "mật khẩu cũ"}); err != nil {
			t.Fatal(err)
		}
	}
	row, err := rowOf(ctx, person.ID)
	if err != nil || !strings.HasPrefix(row.Password, "$argon2id$v=19$m=19456,") {
		t.Error(row.Password, err)
	}
}

func TestSecretsAreNotStored(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	p := New(Options{})
	person, err := p.Create(ctx, NewPerson{Login: "lan", Given: "Lan"})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.SetPassword(ctx, person.ID, "mật khẩu của Lan"); err != nil {
		t.Fatal(err)
	}
	s, err := p.SignIn(ctx, Credentials{Login: "lan", Password: "mật khẩu của Lan"})
	if err != nil {
		t.Fatal(err)
	}
	link, err := p.OneTimeLink(ctx, person.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := p.CreateToken(ctx, person.ID, "x", nil, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	idb, err := db.Of(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var dump strings.Builder
	for _, table := range []string{"person", "session", "one_time_link", "api_token"} {
		var rows []map[string]any
		if err := idb.NewSelect().Table(table).Scan(ctx, &rows); err != nil || len(rows) != 1 {
			t.Fatal(table, len(rows), err)
		}
		fmt.Fprintln(&dump, rows)
	}
	for _, secret := range []string{"mật khẩu của Lan", s.Secret, link, token} {
		if strings.Contains(dump.String(), secret) {
			t.Errorf("%q is in the database", secret)
		}
	}
}

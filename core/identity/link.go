package identity

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity/strength"
)

const (
	linkLife = 72 * time.Hour
	linkMax  = 14 * 24 * time.Hour
)

// Redemption is a one-time link being used; Password, when given, becomes the
// person's password.
type Redemption struct{ Secret, Password, OTP, IP, Agent string }

type linkRow struct {
	bun.BaseModel `bun:"table:one_time_link"`
	ID            string `bun:",pk"`
	Hash          string
	PersonID      string
	ExpiresAt     int64
	UsedAt        int64
	CreatedBy     string
	CreatedAt     int64
}

func badLink() error {
	return fault.New(fault.Unauthenticated, "link.invalid", fault.Field("secret", "invalid"))
}

// OneTimeLink makes a secret that signs the person in once, within ttl (0: 72
// hours). A new link makes the older ones void; one that somebody else makes ends
// the password, so that two cannot come in by the same account for long unseen.
func (p *People) OneTimeLink(ctx context.Context, personID string, ttl time.Duration) (string, error) {
	secret := newSecret()
	err := db.InTx(ctx, func(ctx context.Context) error {
		row, err := rowOf(ctx, personID)
		if err != nil {
			return err
		}
		if row.Disabled {
			return fault.New(fault.Conflict, "person.disabled")
		}
		if err := p.end(ctx, personID, "one_time_link"); err != nil {
			return err
		}
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		now := db.Now(ctx)
		if By(ctx) != personID && row.Password != "" {
			if _, err := one(ctx, idb, `UPDATE person SET password = '', updated_at = ? WHERE id = ?`, micro(now), personID); err != nil {
				return err
			}
		}
		if err := p.note(ctx, LinkMade, personID, map[string]any{"password_ended": By(ctx) != personID && row.Password != ""}); err != nil {
			return err
		}
		link := linkRow{ID: id.New("lnk"), Hash: digest(secret), PersonID: personID, ExpiresAt: micro(now.Add(min(or(ttl, linkLife), linkMax))),
			CreatedBy: By(ctx), CreatedAt: micro(now)}
		_, err = idb.NewInsert().Model(&link).Exec(ctx)
		return db.Fault(err)
	})
	if err != nil {
		return "", fmt.Errorf("make one-time link: %w", err)
	}
	return secret, nil
}

// RedeemLink uses a one-time link up. It stands for the password, not for the
// second factor.
func (p *People) RedeemLink(ctx context.Context, r Redemption) (Session, error) {
	link, row, err := p.openLink(ctx, r.Secret)
	if fault.Is(err, fault.Unauthenticated) {
		a := p.attempt("link", r.IP)
		if e := p.count(ctx, a); fault.Is(e, fault.Limited) && r.IP != "" {
			return Session{}, e
		}
		return Session{}, p.refuse(ctx, a, "link.invalid", err)
	}
	if err != nil {
		return Session{}, err
	}
	hash := ""
	if r.Password != "" {
		if err := strength.Check(r.Password, row.Login, row.Display); err != nil {
			return Session{}, err
		}
		if hash, err = p.hasher.hash(ctx, r.Password); err != nil {
			return Session{}, err
		}
	}
	// Counted by itself: guesses at the login must not shut out who holds a right link.
	a := attempt{keys: []string{"link:" + link.ID}, limits: []int{p.o.Failures}, person: row.ID, ip: r.IP}
	if err := p.count(ctx, a); err != nil {
		return Session{}, err
	}
	return p.enter(ctx, row, a, Credentials{OTP: r.OTP, IP: r.IP, Agent: r.Agent}, func(ctx context.Context, now *personRow) error {
		return p.spend(ctx, link, now, hash)
	})
}

func (p *People) openLink(ctx context.Context, secret string) (*linkRow, *personRow, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, nil, err
	}
	link := new(linkRow)
	err = db.Fault(idb.NewSelect().Model(link).Where("hash = ? AND used_at = 0 AND expires_at > ?", digest(secret), micro(id.NowIn(ctx))).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return nil, nil, badLink()
	}
	if err != nil {
		return nil, nil, err
	}
	row, err := rowOf(ctx, link.PersonID)
	if err == nil && row.Disabled {
		return nil, nil, badLink()
	}
	return link, row, err
}

// spend marks the link used, which only one can do, and sets the password.
func (p *People) spend(ctx context.Context, link *linkRow, row *personRow, hash string) error {
	idb, err := db.Of(ctx)
	if err != nil {
		return err
	}
	used, err := one(ctx, idb, `UPDATE one_time_link SET used_at = ? WHERE id = ? AND used_at = 0`, micro(db.Now(ctx)), link.ID)
	if err != nil {
		return err
	}
	if !used {
		return badLink()
	}
	if err := p.note(ctx, LinkUsed, row.ID, nil); err != nil || hash == "" {
		return err
	}
	if err := p.note(ctx, PasswordSet, row.ID, nil); err != nil {
		return err
	}
	if err := p.end(ctx, row.ID, "session", "api_token"); err != nil {
		return err
	}
	_, err = one(ctx, idb, `UPDATE person SET password = ?, updated_at = ? WHERE id = ?`, hash, micro(db.Now(ctx)), row.ID)
	return err
}

package identity

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity/name"
	"github.com/doanket/doanket/core/text"
)

const (
	tokenPrefix = "dk_"
	tokenLife   = 90 * 24 * time.Hour
	tokenMax    = 366 * 24 * time.Hour
)

// Token is an API token without its secret.
type Token struct {
	ID        string    `json:"id"`
	PersonID  string    `json:"person_id"`
	Name      string    `json:"name"`
	Allow     []string  `json:"allow"`
	Expires   time.Time `json:"expires"`
	LastUsed  time.Time `json:"last_used,omitzero"`
	CreatedAt time.Time `json:"created_at"`
}

type tokenRow struct {
	bun.BaseModel `bun:"table:api_token"`
	ID            string `bun:",pk"`
	Hash          string
	PersonID      string
	Name          string
	Allow         []string
	ExpiresAt     int64
	UsedAt        int64
	CreatedAt     int64
}

func (r tokenRow) token() Token {
	return Token{ID: r.ID, PersonID: r.PersonID, Name: r.Name, Allow: r.Allow, Expires: instant(r.ExpiresAt), LastUsed: instant(r.UsedAt), CreatedAt: instant(r.CreatedAt)}
}

// CreateToken makes a token and its secret "dk_…", shown once. No allow list
// means every action the person has; zero expires means 90 days, a year is the most.
func (p *People) CreateToken(ctx context.Context, personID, label string, allow []string, expires time.Time) (Token, string, error) {
	label, err := text.Check("name", label, name.Max, false)
	if err != nil {
		return Token{}, "", err
	}
	if len(allow) == 0 {
		allow = []string{"*"}
	}
	for _, a := range allow {
		if strings.TrimSpace(a) == "" || len(a) > 100 {
			return Token{}, "", fault.New(fault.Invalid, "invalid", fault.Field("allow"))
		}
	}
	secret := tokenPrefix + newSecret()
	var row tokenRow
	err = db.InTx(ctx, func(ctx context.Context) error {
		person, err := rowOf(ctx, personID)
		if err != nil {
			return err
		}
		if person.Disabled {
			return fault.New(fault.Conflict, "person.disabled")
		}
		now := db.Now(ctx)
		until := expires
		if until.IsZero() {
			until = now.Add(tokenLife)
		}
		if !until.After(now) || until.After(now.Add(tokenMax)) {
			return fault.New(fault.Invalid, "out_of_range", fault.Field("expires"))
		}
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		row = tokenRow{ID: id.New("tok"), Hash: digest(secret), PersonID: personID, Name: label, Allow: allow, ExpiresAt: micro(until), CreatedAt: micro(now)}
		if _, err = idb.NewInsert().Model(&row).Exec(ctx); err != nil {
			return db.Fault(err)
		}
		return p.note(ctx, TokenMade, personID, map[string]any{"token": row.ID, "name": label, "allow": allow})
	})
	if err != nil {
		return Token{}, "", fmt.Errorf("create token: %w", err)
	}
	return row.token(), secret, nil
}

// ResumeToken finds the actor of a token; from memory when seen ≤ 5 s ago.
func (p *People) ResumeToken(ctx context.Context, secret string) (Actor, error) {
	if !strings.HasPrefix(secret, tokenPrefix) {
		return Actor{}, lapsed()
	}
	key, now := digest(secret), id.NowIn(ctx)
	r, generation, ok := p.memory.find(ctx, key)
	if !ok {
		var err error
		if r, err = p.readToken(ctx, key, now); err != nil {
			return Actor{}, err
		}
		p.memory.keep(ctx, key, generation, r)
	}
	if !now.Before(r.expires) {
		return Actor{}, lapsed()
	}
	return r.actor, nil
}

func (p *People) readToken(ctx context.Context, key string, now time.Time) (remembered, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return remembered{}, err
	}
	var row tokenRow
	err = db.Fault(idb.NewSelect().Model(&row).Where("hash = ?", key).Scan(ctx))
	if fault.Is(err, fault.NotFound) || err == nil && micro(now) >= row.ExpiresAt {
		return remembered{}, lapsed()
	}
	if err != nil {
		return remembered{}, fmt.Errorf("resume token: %w", err)
	}
	actor, err := p.living(ctx, row.PersonID)
	if err != nil {
		return remembered{}, err
	}
	actor.TokenID, actor.Allow = row.ID, row.Allow
	if now.Sub(instant(row.UsedAt)) >= seenEvery {
		_ = seen(ctx, "api_token", "used_at", row.ID, now) // as with sessions: no reason to refuse
	}
	return remembered{actor: actor, expires: instant(row.ExpiresAt)}, nil
}

// Tokens lists a person's live tokens, the latest first.
func (p *People) Tokens(ctx context.Context, personID string) ([]Token, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var rows []tokenRow
	err = idb.NewSelect().Model(&rows).Where("person_id = ? AND expires_at > ?", personID, micro(id.NowIn(ctx))).Order("id DESC").Scan(ctx)
	out := make([]Token, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.token())
	}
	return out, db.Fault(err)
}

// RevokeToken ends a token.
func (p *People) RevokeToken(ctx context.Context, personID, tokenID string) error {
	return p.delete(ctx, TokenEnd, map[string]any{"token": tokenID}, `DELETE FROM api_token WHERE person_id = ? AND id = ?`, personID, tokenID)
}

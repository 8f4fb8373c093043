package identity

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
)

// Session is a signed-in browser. Secret is known only when it is made.
type Session struct {
	ID        string
	PersonID  string
	Secret    string
	CSRF      string
	IP, Agent string
	CreatedAt time.Time
	LastSeen  time.Time
	ProvedAt  time.Time // when its owner last showed password or factor
	Expires   time.Time
}

type sessionRow struct {
	bun.BaseModel `bun:"table:session"`
	ID            string `bun:",pk"`
	Hash          string
	PersonID      string
	CSRF          string `bun:"csrf"`
	IP            string `bun:"ip"`
	Agent         string
	CreatedAt     int64
	SeenAt        int64
	ProvedAt      int64
	ExpiresAt     int64
}

func (r sessionRow) session() Session {
	return Session{ID: r.ID, PersonID: r.PersonID, CSRF: r.CSRF, IP: r.IP, Agent: r.Agent,
		CreatedAt: instant(r.CreatedAt), LastSeen: instant(r.SeenAt), ProvedAt: instant(r.ProvedAt), Expires: instant(r.ExpiresAt)}
}

// seenEvery is how often at most a session's last use is written.
const seenEvery = time.Minute

// lapsed is the one answer to a session or token that is not, or no longer.
func lapsed() error { return fault.New(fault.Unauthenticated, "sign_in.required") }

// begin makes a session in the open transaction, for a person under their lock.
func (p *People) begin(ctx context.Context, row *personRow, ip, agent string) (Session, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return Session{}, err
	}
	now := db.Now(ctx)
	if _, err := idb.NewRaw(`DELETE FROM session WHERE person_id = ? AND (expires_at <= ? OR seen_at <= ?)`,
		row.ID, micro(now), micro(now.Add(-p.o.Idle))).Exec(ctx); err != nil {
		return Session{}, db.Fault(err)
	}
	secret := newSecret()
	r := sessionRow{ID: id.New("ses"), Hash: digest(secret), PersonID: row.ID, CSRF: newSecret(), IP: clip(ip, 64), Agent: clip(agent, 200),
		CreatedAt: micro(now), SeenAt: micro(now), ProvedAt: micro(now), ExpiresAt: micro(now.Add(p.o.Absolute))}
	if _, err := idb.NewInsert().Model(&r).Exec(ctx); err != nil {
		return Session{}, db.Fault(err)
	}
	s := r.session()
	s.Secret = secret
	fresh, err := newDevice(ctx, row.ID, r.Agent)
	if err != nil {
		return Session{}, err
	}
	in := With(ctx, Actor{PersonID: row.ID, Login: row.Login, Name: row.Display})
	return s, p.note(in, SignedIn, row.ID, map[string]any{"ip": r.IP, "new_device": fresh})
}

// clip cuts what a client says about itself, at a whole letter.
func clip(s string, n int) string {
	out := make([]rune, 0, n)
	for _, r := range s {
		if len(out) == n {
			break
		}
		if r >= ' ' && r != '\uFFFD' {
			out = append(out, r)
		}
	}
	return string(out)
}

// Resume finds the session of a secret; from memory when seen ≤ 5 s ago.
func (p *People) Resume(ctx context.Context, secret string) (Actor, Session, error) {
	if secret == "" {
		return Actor{}, Session{}, lapsed()
	}
	key, now := digest(secret), id.NowIn(ctx)
	r, generation, ok := p.memory.find(ctx, key)
	if !ok {
		var err error
		if r, err = p.readSession(ctx, key, now); err != nil {
			return Actor{}, Session{}, err
		}
		p.memory.keep(ctx, key, generation, r)
	}
	if !now.Before(r.expires) {
		return Actor{}, Session{}, lapsed()
	}
	return r.actor, r.session, nil
}

func (p *People) readSession(ctx context.Context, key string, now time.Time) (remembered, error) {
	row := sessionRow{Hash: key}
	err := db.QueryRow(ctx, "SELECT id, person_id, csrf, ip, agent, created_at, seen_at, proved_at, expires_at FROM session WHERE hash = ?", key).
		Scan(&row.ID, &row.PersonID, &row.CSRF, &row.IP, &row.Agent, &row.CreatedAt, &row.SeenAt, &row.ProvedAt, &row.ExpiresAt)
	if fault.Is(err, fault.NotFound) {
		return remembered{}, lapsed()
	}
	if err != nil {
		return remembered{}, fmt.Errorf("resume session: %w", err)
	}
	s := row.session()
	if !now.Before(s.Expires) || now.Sub(s.LastSeen) >= p.o.Idle {
		return remembered{}, lapsed()
	}
	actor, err := p.living(ctx, row.PersonID)
	if err != nil {
		return remembered{}, err
	}
	if now.Sub(s.LastSeen) >= seenEvery {
		// Whether the mark can be written must not decide whether people can
		// read: a full disk costs them the session at worst.
		_ = seen(ctx, "session", "seen_at", row.ID, now)
	}
	return remembered{actor: actor, session: s, expires: s.Expires}, nil
}

// living is the actor of a person who may sign in.
func (p *People) living(ctx context.Context, personID string) (Actor, error) {
	a, disabled, err := p.actor(ctx, personID)
	if fault.Is(err, fault.NotFound) || err == nil && disabled {
		return Actor{}, lapsed()
	}
	return a, err
}

func seen(ctx context.Context, table, column, rowID string, now time.Time) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		_, err = idb.NewRaw(`UPDATE ? SET ? = ? WHERE id = ? AND ? < ?`, bun.Ident(table), bun.Ident(column), micro(now), rowID, bun.Ident(column), micro(now)).Exec(ctx)
		return db.Fault(err)
	})
}

// SignOut ends the session of a secret; an unknown one is no error.
func (p *People) SignOut(ctx context.Context, secret string) error {
	return p.delete(ctx, SignedOut, nil, `DELETE FROM session WHERE hash = ?`, digest(secret))
}

// delete takes a secret of the actor's out and notes it as the act.
func (p *People) delete(ctx context.Context, act string, detail map[string]any, statement string, args ...any) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		p.memory.forget(ctx)
		there, err := one(ctx, idb, statement, args...)
		if err != nil || !there {
			return err
		}
		return p.note(ctx, act, By(ctx), detail)
	})
}

// Sessions lists a person's live sessions, the latest first.
func (p *People) Sessions(ctx context.Context, personID string) ([]Session, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	now := id.NowIn(ctx)
	var rows []sessionRow
	err = idb.NewSelect().Model(&rows).Where("person_id = ? AND expires_at > ? AND seen_at > ?", personID, micro(now), micro(now.Add(-p.o.Idle))).
		Order("seen_at DESC", "id DESC").Scan(ctx)
	out := make([]Session, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.session())
	}
	return out, db.Fault(err)
}

// RevokeSession ends one session by id.
func (p *People) RevokeSession(ctx context.Context, personID, sessionID string) error {
	return p.delete(ctx, SessionEnd, map[string]any{"session": sessionID}, `DELETE FROM session WHERE person_id = ? AND id = ?`, personID, sessionID)
}

// RevokeAll ends every session and open link of a person.
func (p *People) RevokeAll(ctx context.Context, personID string) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, personID); err != nil {
			return err
		}
		if err := p.note(ctx, SessionEnd, personID, map[string]any{"session": "all"}); err != nil {
			return err
		}
		return p.end(ctx, personID, "session", "one_time_link")
	})
}

// Sweep takes out what has lapsed: sessions, links, tokens, counters, flows. An
// hourly job calls it; nothing depends on when.
func (p *People) Sweep(ctx context.Context) error {
	return swept(ctx, micro(db.Now(ctx)), `DELETE FROM session WHERE expires_at <= ?`, `DELETE FROM one_time_link WHERE expires_at <= ?`,
		`DELETE FROM api_token WHERE expires_at <= ?`, `DELETE FROM sign_in_throttle WHERE until <= ?`, `DELETE FROM oidc_flow WHERE expires_at <= ?`)
}

// EndAll ends every session, link and token of the province.
func (p *People) EndAll(ctx context.Context) error {
	p.memory.forget(ctx)
	return swept(ctx, 0, `DELETE FROM session WHERE expires_at >= ?`, `DELETE FROM one_time_link WHERE expires_at >= ?`, `DELETE FROM api_token WHERE expires_at >= ?`)
}

func swept(ctx context.Context, at int64, statements ...string) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		for _, s := range statements {
			if _, err := db.Exec(ctx, s, at); err != nil {
				return fmt.Errorf("sweep sign-in: %w", err)
			}
		}
		return nil
	})
}

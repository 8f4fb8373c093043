package identity

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity/provider"
)

const flowLife = 10 * time.Minute

// Begun is a sign-in on its way: send the browser to URL and bind State to it
// by a cookie.
type Begun struct{ URL, State string }

// Callback is what came back from the provider.
type Callback struct{ State, Code, IP, Agent string }

type flowRow struct {
	bun.BaseModel `bun:"table:oidc_flow"`
	Hash          string `bun:",pk"`
	Nonce         string
	Verifier      string
	Issuer        string
	ReturnTo      string
	ExpiresAt     int64
}

// BeginOIDC starts a code flow with PKCE and nonce.
func (p *People) BeginOIDC(ctx context.Context, pr provider.Provider, returnTo string) (Begun, error) {
	state, flow := newSecret(), flowRow{Nonce: newSecret(), Verifier: provider.Verifier(), Issuer: pr.Issuer, ReturnTo: local(returnTo)}
	address, err := p.oidc.Begin(ctx, pr, provider.Flow{State: state, Nonce: flow.Nonce, Verifier: flow.Verifier})
	if err != nil {
		return Begun{}, err
	}
	flow.Hash = digest(state)
	err = db.InTx(ctx, func(ctx context.Context) error {
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		flow.ExpiresAt = micro(db.Now(ctx).Add(flowLife))
		_, err = idb.NewInsert().Model(&flow).Exec(ctx)
		return db.Fault(err)
	})
	if err != nil {
		return Begun{}, err
	}
	return Begun{address, state}, nil
}

// local keeps a sign-in from being used to send people elsewhere.
func local(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}

// FinishOIDC exchanges the code and signs in the person already linked to the
// subject, or the one whose e-mail the provider has verified. It makes no new
// person: who works here is for the administrator to say. A second factor is
// the provider's business.
func (p *People) FinishOIDC(ctx context.Context, pr provider.Provider, c Callback) (s Session, returnTo string, err error) {
	flow, err := p.takeFlow(ctx, pr.Issuer, c.State)
	if err != nil {
		return Session{}, "", err
	}
	claims, err := p.oidc.Exchange(ctx, pr, provider.Flow{Nonce: flow.Nonce, Verifier: flow.Verifier}, c.Code)
	if err != nil {
		return Session{}, "", err
	}
	err = db.InTx(ctx, func(ctx context.Context) error {
		row, err := p.linked(ctx, pr, claims)
		if err != nil {
			return err
		}
		s, err = p.begin(ctx, row, c.IP, c.Agent)
		return err
	})
	if fault.HasCode(err, "oidc.unknown_person") {
		err = p.refuse(ctx, attempt{ip: c.IP}, "oidc.unknown_person", err)
	}
	return s, flow.ReturnTo, err
}

// takeFlow uses a state up: it counts once, whatever comes after.
func (p *People) takeFlow(ctx context.Context, issuer, state string) (flow flowRow, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		err = idb.NewRaw(`DELETE FROM oidc_flow WHERE hash = ? RETURNING *`, digest(state)).Scan(ctx, &flow)
		return db.Fault(err)
	})
	if fault.Is(err, fault.NotFound) || err == nil && (flow.Issuer != issuer || flow.ExpiresAt <= micro(db.Now(ctx))) {
		return flow, fault.New(fault.Unauthenticated, "oidc.state", fault.Field("state", "invalid"))
	}
	return flow, err
}

// linked finds the person of a subject, or links the one with the verified
// e-mail to it, under their lock.
func (p *People) linked(ctx context.Context, pr provider.Provider, c provider.Claims) (*personRow, error) {
	unknown := fault.New(fault.Unauthenticated, "oidc.unknown_person")
	row, err := rowWhere(ctx, "oidc_issuer = ? AND oidc_subject = ?", pr.Issuer, c.Subject)
	if fault.Is(err, fault.NotFound) && pr.ByEmail && c.Verified && c.Email != "" {
		row, err = rowWhere(ctx, "email = ? AND oidc_subject = ''", strings.ToLower(c.Email))
		if err == nil {
			err = p.edit(ctx, row.ID, func(_ context.Context, now *personRow) error {
				now.OIDCIssuer, now.OIDCSubject = pr.Issuer, c.Subject
				return p.note(With(ctx, Actor{PersonID: row.ID, Login: row.Login, Name: row.Display}), Linked, row.ID, map[string]any{"issuer": pr.Issuer})
			})
		}
	}
	switch {
	case fault.Is(err, fault.NotFound):
		return nil, unknown
	case err != nil:
		return nil, err
	}
	if err := db.Lock(ctx, row.ID); err != nil {
		return nil, err
	}
	if row, err = rowOf(ctx, row.ID); err == nil && row.Disabled {
		return nil, unknown
	}
	return row, err
}

// LeaveOIDC is where a browser ends its session with the provider as well; "" for nowhere.
func (p *People) LeaveOIDC(ctx context.Context, pr provider.Provider, back string) string {
	return p.oidc.Goodbye(ctx, pr, back)
}

// Unlink ends the way in by a provider, and the sessions with it.
func (p *People) Unlink(ctx context.Context, personID string) error {
	return p.edit(ctx, personID, func(ctx context.Context, row *personRow) error {
		row.OIDCIssuer, row.OIDCSubject = "", ""
		if err := p.note(ctx, Unlinked, personID, nil); err != nil {
			return err
		}
		return p.end(ctx, personID, "session")
	})
}

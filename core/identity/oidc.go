package identity

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/uptrace/bun"
	"golang.org/x/oauth2"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

const (
	flowLife      = 10 * time.Minute
	discoveryLife = time.Hour
)

// Provider is the province's own OpenID Connect provider, from its settings.
type Provider struct {
	Issuer, ClientID, ClientSecret, RedirectURL string
	Scopes                                      []string // beside openid and email
}

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

// discovery remembers what providers say of themselves.
type discovery struct {
	mu    sync.Mutex
	known map[string]discovered
}

type discovered struct {
	provider *oidc.Provider
	at       time.Time
}

var oidcClient = &http.Client{Timeout: 10 * time.Second}

func (d *discovery) of(ctx context.Context, issuer string) (*oidc.Provider, error) {
	d.mu.Lock()
	k, ok := d.known[issuer]
	d.mu.Unlock()
	if ok && time.Since(k.at) < discoveryLife {
		return k.provider, nil
	}
	if u, err := url.Parse(issuer); err != nil || u.Scheme != "https" && !loopback(u.Hostname()) {
		return nil, fault.New(fault.Invalid, "oidc.issuer", fault.Field("issuer", "invalid"))
	}
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, oidcClient), issuer)
	if err != nil {
		return nil, away(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.known == nil || len(d.known) > 1000 {
		d.known = map[string]discovered{}
	}
	d.known[issuer] = discovered{provider, time.Now()}
	return provider, nil
}

func loopback(host string) bool { return net.ParseIP(host).IsLoopback() }

func away(err error) error {
	return fault.New(fault.Unavailable, "oidc.unavailable", fault.Retry(10*time.Second), fault.Cause(err))
}

func (pr Provider) config(p *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{ClientID: pr.ClientID, ClientSecret: pr.ClientSecret, Endpoint: p.Endpoint(), RedirectURL: pr.RedirectURL,
		Scopes: append([]string{oidc.ScopeOpenID, "email"}, pr.Scopes...)}
}

// BeginOIDC starts a code flow with PKCE and nonce.
func (p *People) BeginOIDC(ctx context.Context, pr Provider, returnTo string) (Begun, error) {
	provider, err := p.oidc.of(ctx, pr.Issuer)
	if err != nil {
		return Begun{}, err
	}
	state, flow := newSecret(), flowRow{Nonce: newSecret(), Verifier: oauth2.GenerateVerifier(), Issuer: pr.Issuer, ReturnTo: local(returnTo)}
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
	return Begun{pr.config(provider).AuthCodeURL(state, oidc.Nonce(flow.Nonce), oauth2.S256ChallengeOption(flow.Verifier)), state}, nil
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
func (p *People) FinishOIDC(ctx context.Context, pr Provider, c Callback) (s Session, returnTo string, err error) {
	flow, err := p.takeFlow(ctx, pr.Issuer, c.State)
	if err != nil {
		return Session{}, "", err
	}
	claims, err := p.exchange(ctx, pr, flow, c.Code)
	if err != nil {
		return Session{}, "", err
	}
	err = db.InTx(ctx, func(ctx context.Context) error {
		row, err := p.linked(ctx, pr.Issuer, claims)
		if err != nil {
			return err
		}
		s, err = p.begin(ctx, row, c.IP, c.Agent)
		return err
	})
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

type claims struct {
	Subject  string `json:"sub"`
	Email    string `json:"email"`
	Verified bool   `json:"email_verified"`
}

func (p *People) exchange(ctx context.Context, pr Provider, flow flowRow, code string) (claims, error) {
	var c claims
	provider, err := p.oidc.of(ctx, pr.Issuer)
	if err != nil {
		return c, err
	}
	ctx = oidc.ClientContext(ctx, oidcClient)
	refused := func(err error) error {
		return fault.New(fault.Unauthenticated, "oidc.refused", fault.Cause(err))
	}
	token, err := pr.config(provider).Exchange(ctx, code, oauth2.VerifierOption(flow.Verifier))
	if err != nil {
		return c, refused(err)
	}
	raw, _ := token.Extra("id_token").(string)
	verified, err := provider.Verifier(&oidc.Config{ClientID: pr.ClientID}).Verify(ctx, raw)
	if err != nil {
		return c, refused(err)
	}
	if verified.Nonce != flow.Nonce {
		return c, refused(nil)
	}
	if err := verified.Claims(&c); err != nil || c.Subject == "" {
		return c, refused(err)
	}
	return c, nil
}

// linked finds the person of a subject, or links the one with the verified
// e-mail to it, under their lock.
func (p *People) linked(ctx context.Context, issuer string, c claims) (*personRow, error) {
	unknown := fault.New(fault.Unauthenticated, "oidc.unknown_person")
	row, err := rowWhere(ctx, "oidc_issuer = ? AND oidc_subject = ?", issuer, c.Subject)
	if fault.Is(err, fault.NotFound) && c.Verified && c.Email != "" {
		row, err = rowWhere(ctx, "email = ? AND oidc_subject = ''", strings.ToLower(c.Email))
		if err == nil {
			err = p.edit(ctx, row.ID, func(_ context.Context, now *personRow) error {
				now.OIDCIssuer, now.OIDCSubject = issuer, c.Subject
				return nil
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

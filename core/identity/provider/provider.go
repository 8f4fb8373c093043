package provider

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/doanket/doanket/core/fault"
)

const (
	discoveryLife = time.Hour
	// skew is how far the provider's clock may be from ours.
	skew = 2 * time.Minute
)

// Provider is a province's OpenID Connect provider, from its settings.
type Provider struct {
	Issuer, ClientID, ClientSecret, RedirectURL string
	Scopes                                      []string // beside openid and email
	ByEmail                                     bool     // an address it has verified finds a person not linked yet
}

// Claims is what its signed answer says of who signed in.
type Claims struct {
	Subject  string `json:"sub"`
	Email    string `json:"email"`
	Verified bool   `json:"email_verified"`
}

// Flow is what only the two ends of a sign-in on its way know.
type Flow struct{ State, Nonce, Verifier string }

// Verifier is a new secret of PKCE.
func Verifier() string { return oauth2.GenerateVerifier() }

// Discovery remembers what providers say of themselves.
type Discovery struct {
	mu    sync.Mutex
	known map[string]discovered
}

type discovered struct {
	provider *oidc.Provider
	at       time.Time
}

var client = &http.Client{Timeout: 10 * time.Second}

func (d *Discovery) of(ctx context.Context, issuer string) (*oidc.Provider, error) {
	d.mu.Lock()
	k, ok := d.known[issuer]
	d.mu.Unlock()
	if ok && time.Since(k.at) < discoveryLife {
		return k.provider, nil
	}
	if u, err := url.Parse(issuer); err != nil || u.Scheme != "https" && !loopback(u.Hostname()) {
		return nil, fault.New(fault.Invalid, "oidc.issuer", fault.Field("issuer", "invalid"))
	}
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, client), issuer)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "oidc.unavailable", fault.Retry(10*time.Second), fault.Cause(err))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.known == nil || len(d.known) > 1000 {
		d.known = map[string]discovered{}
	}
	d.known[issuer] = discovered{provider, time.Now()}
	return provider, nil
}

func loopback(host string) bool { return host == "localhost" || net.ParseIP(host).IsLoopback() }

func (pr Provider) config(p *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{ClientID: pr.ClientID, ClientSecret: pr.ClientSecret, Endpoint: p.Endpoint(), RedirectURL: pr.RedirectURL,
		Scopes: append([]string{oidc.ScopeOpenID, "email"}, pr.Scopes...)}
}

// Begin is the address to send the browser to. Faults: Invalid oidc.issuer;
// Unavailable oidc.unavailable.
func (d *Discovery) Begin(ctx context.Context, pr Provider, f Flow) (string, error) {
	p, err := d.of(ctx, pr.Issuer)
	if err != nil {
		return "", err
	}
	return pr.config(p).AuthCodeURL(f.State, oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)), nil
}

// Exchange turns the code that came back into what the provider signed, for this flow
// alone. Faults: Unauthenticated oidc.refused; those of Begin.
func (d *Discovery) Exchange(ctx context.Context, pr Provider, f Flow, code string) (Claims, error) {
	var c Claims
	p, err := d.of(ctx, pr.Issuer)
	if err != nil {
		return c, err
	}
	ctx = oidc.ClientContext(ctx, client)
	refused := func(err error) error {
		return fault.New(fault.Unauthenticated, "oidc.refused", fault.Cause(err))
	}
	token, err := pr.config(p).Exchange(ctx, code, oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return c, refused(err)
	}
	raw, _ := token.Extra("id_token").(string)
	// The library allows what is not valid yet 5 minutes; what is no longer valid none.
	behind := func() time.Time { return time.Now().Add(-skew) }
	verified, err := p.Verifier(&oidc.Config{ClientID: pr.ClientID, Now: behind}).Verify(ctx, raw)
	if err != nil {
		return c, refused(err)
	}
	if verified.Nonce != f.Nonce {
		return c, refused(nil)
	}
	if err := verified.Claims(&c); err != nil || c.Subject == "" {
		return c, refused(err)
	}
	if c.Email == "" && pr.ByEmail && p.UserInfoEndpoint() != "" { // many tell it there alone
		info, err := p.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil || info.Subject != c.Subject {
			return c, refused(err)
		}
		c.Email, c.Verified = info.Email, info.EmailVerified
	}
	return c, nil
}

// Goodbye is where the browser ends its session with the provider as well; "" where
// the provider has no such place (OpenID Connect RP-Initiated Logout 1.0).
func (d *Discovery) Goodbye(ctx context.Context, pr Provider, back string) string {
	p, err := d.of(ctx, pr.Issuer)
	if err != nil {
		return ""
	}
	var says struct {
		End string `json:"end_session_endpoint"`
	}
	if p.Claims(&says) != nil || says.End == "" {
		return ""
	}
	u, err := url.Parse(says.End)
	if err != nil || u.Scheme != "https" && !loopback(u.Hostname()) {
		return ""
	}
	q := u.Query()
	q.Set("client_id", pr.ClientID)
	q.Set("post_logout_redirect_uri", back)
	u.RawQuery = q.Encode()
	return u.String()
}

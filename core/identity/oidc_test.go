package identity_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/identity/provider"
)

// provider is an OpenID Connect provider that says what the test wants.
type says struct {
	*httptest.Server
	key       *rsa.PrivateKey
	challenge string         // of the flow that asked last
	claims    map[string]any // beside iss, aud, times
}

func newProvider(t *testing.T) *says {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &says{key: key}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/auth", "token_endpoint": p.URL + "/token",
			"jwks_uri": p.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "k", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		if r.FormValue("code") != "the-code" || base64.RawURLEncoding.EncodeToString(sum[:]) != p.challenge {
			http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": p.sign(t)})
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func (p *says) sign(t *testing.T) string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: p.key, KeyID: "k"}}, nil)
	if err != nil {
		t.Error(err)
		return ""
	}
	all := map[string]any{"iss": p.URL, "aud": "doanket", "iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix()}
	for k, v := range p.claims {
		all[k] = v
	}
	raw, err := json.Marshal(all)
	if err != nil {
		t.Error(err)
		return ""
	}
	signed, err := signer.Sign(raw)
	if err != nil {
		t.Error(err)
		return ""
	}
	out, err := signed.CompactSerialize()
	if err != nil {
		t.Error(err)
	}
	return out
}

// flow goes to the provider and comes back with its code and the given claims.
func (h *house) flow(p *says, claims map[string]any) (identity.Session, string, string, error) {
	h.t.Helper()
	pr := provider.Provider{Issuer: p.URL, ClientID: "doanket", ClientSecret: "s", ByEmail: true, RedirectURL: "http://ha-tinh.localhost/back"}
	begun, err := h.people.BeginOIDC(h.ctx, pr, "/records?x=1")
	if err != nil {
		h.t.Fatal(err)
	}
	u, err := url.Parse(begun.URL)
	if err != nil {
		h.t.Fatal(err)
	}
	q := u.Query()
	if q.Get("state") != begun.State || q.Get("code_challenge_method") != "S256" || q.Get("nonce") == "" || q.Get("response_type") != "code" {
		h.t.Fatalf("asked with %v", q)
	}
	p.challenge, p.claims = q.Get("code_challenge"), map[string]any{"nonce": q.Get("nonce")}
	for k, v := range claims {
		p.claims[k] = v
	}
	s, to, err := h.people.FinishOIDC(h.ctx, pr, identity.Callback{State: begun.State, Code: "the-code"})
	return s, to, begun.State, err
}

func TestOIDC(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	h, p := enter(t, ctx, identity.Options{}), newProvider(t)
	unverified := map[string]any{"sub": "s-1", "email": "lan@example.vn", "email_verified": false}
	_, _, _, err := h.flow(p, unverified)
	h.want(err, "oidc.unknown_person")
	_, _, _, err = h.flow(p, map[string]any{"sub": "s-1", "email": "other@example.vn", "email_verified": true})
	h.want(err, "oidc.unknown_person")

	s, to, state, err := h.flow(p, map[string]any{"sub": "s-1", "email": "Lan@example.vn", "email_verified": true})
	if err != nil || to != "/records?x=1" || !h.alive(s) {
		t.Fatal(to, err)
	}
	pr := provider.Provider{Issuer: p.URL, ClientID: "doanket"}
	_, _, err = h.people.FinishOIDC(h.ctx, pr, identity.Callback{State: state, Code: "the-code"})
	h.want(err, "oidc.state") // a state counts once

	s, _, _, err = h.flow(p, unverified) // by subject now, whatever the e-mail says
	h.must(s, err)
	_, _, _, err = h.flow(p, map[string]any{"sub": "s-2", "email": "lan@example.vn", "email_verified": true})
	h.want(err, "oidc.unknown_person") // another account with her address does not take her over
	_, _, _, err = h.flow(p, map[string]any{"sub": "s-1", "nonce": "another"})
	h.want(err, "oidc.refused")
	_, _, _, err = h.flow(p, map[string]any{"sub": "s-1", "aud": "another"})
	h.want(err, "oidc.refused")
	_, _, _, err = h.flow(p, map[string]any{"sub": "s-1", "exp": time.Now().Add(-time.Hour).Unix()})
	h.want(err, "oidc.refused")
	s, _, _, err = h.flow(p, map[string]any{"sub": "s-1", "exp": time.Now().Add(-time.Minute).Unix()}) // clocks differ a little
	h.must(s, err)

	if err := h.people.Disable(h.ctx, h.lan.ID); err != nil {
		t.Fatal(err)
	}
	_, _, _, err = h.flow(p, map[string]any{"sub": "s-1"})
	h.want(err, "oidc.unknown_person")
}

func TestOIDCKeepsPeopleHere(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	h, p := enter(t, ctx, identity.Options{}), newProvider(t)
	pr := provider.Provider{Issuer: p.URL, ClientID: "doanket", ByEmail: true}
	for _, to := range []string{"https://elsewhere.example", "//elsewhere.example", "/\\elsewhere", ""} {
		begun, err := h.people.BeginOIDC(h.ctx, pr, to)
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(begun.URL)
		if err != nil {
			t.Fatal(err)
		}
		p.challenge = u.Query().Get("code_challenge")
		p.claims = map[string]any{"nonce": u.Query().Get("nonce"), "sub": "s", "email": "lan@example.vn", "email_verified": true}
		_, back, err := h.people.FinishOIDC(h.ctx, pr, identity.Callback{State: begun.State, Code: "the-code"})
		if err != nil || back != "/" {
			t.Errorf("%q led to %q, %v", to, back, err)
		}
	}
	begun, err := h.people.BeginOIDC(h.ctx, pr, "/")
	if err != nil {
		t.Fatal(err)
	}
	h.clock.pass(11 * time.Minute)
	_, _, err = h.people.FinishOIDC(h.ctx, pr, identity.Callback{State: begun.State, Code: "the-code"})
	h.want(err, "oidc.state")
	_, err = h.people.BeginOIDC(h.ctx, provider.Provider{Issuer: "http://elsewhere.example"}, "/")
	h.want(err, "oidc.issuer")
	gone := provider.Provider{Issuer: p.URL, ClientID: "doanket"}
	p.Close()
	_, err = identity.New(identity.Options{}).BeginOIDC(h.ctx, gone, "/")
	h.want(err, "oidc.unavailable")
}

package identity

import "context"

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

// BeginOIDC starts a code flow with PKCE and nonce.
func (p *People) BeginOIDC(ctx context.Context, pr Provider, returnTo string) (Begun, error) {
	return Begun{}, errNotReady
}

// FinishOIDC exchanges the code and signs in the person already linked to the
// subject, or the one whose e-mail the provider has verified.
func (p *People) FinishOIDC(ctx context.Context, pr Provider, c Callback) (s Session, returnTo string, err error) {
	return Session{}, "", errNotReady
}

package tenant

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"

	"github.com/doanket/doanket/core/manifest"
)

// Provider is an OpenID Connect provider by which people of the province sign in. Its
// secret is not among the settings: the operator names it to the installation.
type Provider struct {
	ID       string        `json:"id"`
	Label    manifest.Text `json:"label"` // on the button
	Issuer   string        `json:"issuer"`
	ClientID string        `json:"client_id"`
	Scopes   []string      `json:"scopes,omitempty"` // beside openid and email
	ByEmail  bool          `json:"by_email"`         // an address it has verified links a person not linked yet
}

const maxProviders = 8

var providerID = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)

// Provider is the one with the id, nil where there is none.
func (s Settings) Provider(id string) *Provider {
	i := slices.IndexFunc(s.Providers, func(p Provider) bool { return p.ID == id })
	if i < 0 {
		return nil
	}
	return &s.Providers[i]
}

// checkProviders names the providers that cannot be.
func (s Settings) checkProviders(bad func(field, code string)) {
	if len(s.Providers) > maxProviders {
		bad("providers", "too_many_entries")
	}
	for i, p := range s.Providers {
		at := fmt.Sprintf("providers[%d].", i)
		if !providerID.MatchString(p.ID) {
			bad(at+"id", "invalid")
		}
		if s.Provider(p.ID) != &s.Providers[i] {
			bad(at+"id", "exists")
		}
		if p.Label.VI == "" {
			bad(at+"label", "required")
		}
		if u, err := url.Parse(p.Issuer); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			bad(at+"issuer", "invalid")
		}
		if p.ClientID == "" {
			bad(at+"client_id", "required")
		}
	}
}

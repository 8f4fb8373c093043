package provider

import (
	"crypto/subtle"
	"net/http"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/identity/provider"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/web/endpoint"
)

// Handler answers for the providers. Me is what being signed in is answered with.
type Handler[Me any] struct {
	People *identity.People
	// Secret is the secret of a province's provider, as the operator named it; "" for none.
	Secret   func(province, id string) string
	SignedIn func(c *endpoint.Call, s identity.Session) (Me, error)
}

// Routes are the ways in and out by a provider.
func (h Handler[Me]) Routes() []endpoint.Route {
	public := func(method, path string, act endpoint.Endpoint, summary string) endpoint.Route {
		return endpoint.Route{Method: method, Path: "/session/providers" + path, Status: 200, Budget: endpoint.Slow, Auth: endpoint.Public, Body: endpoint.Small, Act: act, Summary: summary}
	}
	return []endpoint.Route{
		public(http.MethodGet, "", endpoint.Handle(h.list), "Providers by which people of the province sign in"),
		public(http.MethodPost, "/{id}", endpoint.Handle(h.begin), "Begin to sign in by a provider: where to send the browser"),
		public(http.MethodPost, "/{id}/finish", endpoint.Handle(h.finish), "Come back from a provider, signed in"),
		public(http.MethodPost, "/{id}/leave", endpoint.Handle(h.leave), "Where the browser ends its session with the provider too"),
	}
}

type providerOut struct {
	ID    string        `json:"id"`
	Label manifest.Text `json:"label"`
}

func (h Handler[Me]) list(c *endpoint.Call, _ struct{}) (endpoint.Items[providerOut], error) {
	out := endpoint.Items[providerOut]{Items: []providerOut{}}
	for _, p := range c.Tenant.Settings.Providers {
		out.Items = append(out.Items, providerOut{p.ID, p.Label})
	}
	return out, nil
}

// of is the provider as identity speaks to it.
func (h Handler[Me]) of(c *endpoint.Call, id string) (provider.Provider, error) {
	p := c.Tenant.Settings.Provider(id)
	if p == nil {
		return provider.Provider{}, fault.New(fault.NotFound, "not_found")
	}
	return provider.Provider{Issuer: p.Issuer, ClientID: p.ClientID, ClientSecret: h.Secret(c.Tenant.Slug, id), Scopes: p.Scopes, ByEmail: p.ByEmail,
		RedirectURL: c.Origin + "/signed-in/" + id}, nil
}

type wayOut struct {
	URL string `json:"url"` // "" where there is nowhere to go
}

// begin binds the way to the browser by a cookie: who is sent a link that somebody else
// began comes in as nobody.
func (h Handler[Me]) begin(c *endpoint.Call, in endpoint.ByID) (wayOut, error) {
	p, err := h.of(c, in.ID)
	if err != nil {
		return wayOut{}, err
	}
	begun, err := h.People.BeginOIDC(c.Ctx, p, "/")
	if err != nil {
		return wayOut{}, err
	}
	h.bind(c, begun.State, 600)
	return wayOut{begun.URL}, nil
}

func (h Handler[Me]) bind(c *endpoint.Call, state string, seconds int) {
	ck := http.Cookie{Name: cookie(c), Value: state, Path: "/", HttpOnly: true, Secure: secure(c), SameSite: http.SameSiteLaxMode, MaxAge: seconds}
	c.Header.Set("Set-Cookie", ck.String())
}

func secure(c *endpoint.Call) bool { return strings.HasPrefix(c.Origin, "https://") }

func cookie(c *endpoint.Call) string {
	if secure(c) {
		return "__Host-dk_way"
	}
	return "dk_way"
}

type finishIn struct {
	ID     string `path:"id"`
	Cookie string `header:"Cookie"`
	State  string `json:"state" required:"true" maxLength:"200"`
	Code   string `json:"code" required:"true" maxLength:"4000"`
}

func (h Handler[Me]) finish(c *endpoint.Call, in finishIn) (me Me, err error) {
	p, err := h.of(c, in.ID)
	if err != nil {
		return me, err
	}
	bound := ""
	if all, err := http.ParseCookie(in.Cookie); err == nil {
		for _, ck := range all {
			if ck.Name == cookie(c) {
				bound = ck.Value
			}
		}
	}
	if bound == "" || subtle.ConstantTimeCompare([]byte(bound), []byte(in.State)) != 1 {
		return me, fault.New(fault.Unauthenticated, "oidc.state", fault.Field("state", "invalid"))
	}
	s, _, err := h.People.FinishOIDC(c.Ctx, p, identity.Callback{State: in.State, Code: in.Code, IP: c.IP, Agent: c.Agent})
	if err != nil {
		return me, err
	}
	h.bind(c, "", -1)
	return h.SignedIn(c, s)
}

func (h Handler[Me]) leave(c *endpoint.Call, in endpoint.ByID) (wayOut, error) {
	p, err := h.of(c, in.ID)
	if err != nil {
		return wayOut{}, err
	}
	return wayOut{h.People.LeaveOIDC(c.Ctx, p, c.Origin+"/")}, nil
}

package person

import (
	"time"

	"github.com/doanket/doanket/core/web/endpoint"
)

type sessionOut struct {
	ID       string    `json:"id"`
	IP       string    `json:"ip"`
	Agent    string    `json:"agent"`
	Created  time.Time `json:"created_at"`
	LastSeen time.Time `json:"last_seen"`
	Expires  time.Time `json:"expires"`
	Current  bool      `json:"current"`
}

// Sessions lists the caller's signed-in browsers.
func (h Secrets) Sessions(c *endpoint.Call, _ struct{}) (endpoint.Items[sessionOut], error) {
	out := endpoint.Items[sessionOut]{Items: []sessionOut{}}
	list, err := h.People.Sessions(c.Ctx, c.Actor.PersonID)
	for _, s := range list {
		out.Items = append(out.Items, sessionOut{s.ID, s.IP, s.Agent, s.CreatedAt, s.LastSeen, s.Expires, s.ID == c.Sign.ID})
	}
	return out, err
}

// RevokeSessions ends every session of the caller, this one too.
func (h Secrets) RevokeSessions(c *endpoint.Call, _ struct{}) (endpoint.Nothing, error) {
	if err := c.InPerson(); err != nil {
		return endpoint.Nothing{}, err
	}
	c.Cookie = &endpoint.Cookie{}
	c.Header.Set("Clear-Site-Data", `"cache"`)
	return endpoint.Nothing{}, h.People.RevokeAll(c.Ctx, c.Actor.PersonID)
}

// RevokeSession ends one of them.
func (h Secrets) RevokeSession(c *endpoint.Call, in endpoint.ByID) (endpoint.Nothing, error) {
	if err := c.InPerson(); err != nil {
		return endpoint.Nothing{}, err
	}
	return endpoint.Nothing{}, h.People.RevokeSession(c.Ctx, c.Actor.PersonID, in.ID)
}

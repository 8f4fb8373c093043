package web

import "time"

func sessionClose(c *call, _ struct{}) (nothing, error) {
	if err := c.inPerson(); err != nil {
		return nothing{}, err
	}
	c.session = &sessionCookie{}
	return nothing{}, c.People.SignOut(c.ctx, c.secret)
}

type sessionOut struct {
	ID       string    `json:"id"`
	IP       string    `json:"ip"`
	Agent    string    `json:"agent"`
	Created  time.Time `json:"created_at"`
	LastSeen time.Time `json:"last_seen"`
	Expires  time.Time `json:"expires"`
	Current  bool      `json:"current"`
}

// items is a list that has no next page.
type items[T any] struct {
	Items []T `json:"items"`
}

func sessionList(c *call, _ struct{}) (items[sessionOut], error) {
	out := items[sessionOut]{Items: []sessionOut{}}
	list, err := c.People.Sessions(c.ctx, c.actor.PersonID)
	for _, s := range list {
		out.Items = append(out.Items, sessionOut{s.ID, s.IP, s.Agent, s.CreatedAt, s.LastSeen, s.Expires, s.ID == c.sign.ID})
	}
	return out, err
}

type idIn struct {
	ID string `path:"id"`
}

func sessionRevoke(c *call, in idIn) (nothing, error) {
	if err := c.inPerson(); err != nil {
		return nothing{}, err
	}
	return nothing{}, c.People.RevokeSession(c.ctx, c.actor.PersonID, in.ID)
}

package web

import (
	"time"

	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/web/endpoint"
)

// sessionHandler signs in and out.
type sessionHandler struct {
	people *identity.People
	me     meHandler
}

type sessionOpenIn struct {
	Login    string `json:"login" required:"true" maxLength:"200"`
	Password string `json:"password" required:"true" maxLength:"1000"`
	OTP      string `json:"otp" maxLength:"40"`
}

func (h sessionHandler) open(c *endpoint.Call, in sessionOpenIn) (meOut, error) {
	s, err := h.people.SignIn(c.Ctx, identity.Credentials{Login: in.Login, Password: in.Password, OTP: in.OTP, IP: c.IP, Agent: c.Agent})
	if err != nil {
		return meOut{}, err
	}
	return h.signedIn(c, s)
}

type sessionLinkIn struct {
	Secret   string `json:"secret" required:"true" maxLength:"200"`
	Password string `json:"password" maxLength:"1000"`
	OTP      string `json:"otp" maxLength:"40"`
}

func (h sessionHandler) link(c *endpoint.Call, in sessionLinkIn) (meOut, error) {
	s, err := h.people.RedeemLink(c.Ctx, identity.Redemption{Secret: in.Secret, Password: in.Password, OTP: in.OTP, IP: c.IP, Agent: c.Agent})
	if err != nil {
		return meOut{}, err
	}
	return h.signedIn(c, s)
}

// signedIn sets the cookie and answers as /me does.
func (h sessionHandler) signedIn(c *endpoint.Call, s identity.Session) (meOut, error) {
	actor, sign, err := h.people.Resume(c.Ctx, s.Secret)
	if err != nil {
		return meOut{}, err
	}
	c.Cookie = &endpoint.Cookie{Secret: s.Secret, Seconds: int(s.Expires.Sub(id.NowIn(c.Ctx)) / time.Second)}
	c.Actor, c.Sign = actor, sign
	if c.Sign.CSRF == "" {
		c.Sign.CSRF = s.CSRF
	}
	c.Ctx = identity.With(c.Ctx, actor)
	return h.me.get(c, struct{}{})
}

func (h sessionHandler) close(c *endpoint.Call, _ struct{}) (endpoint.Nothing, error) {
	if err := c.InPerson(); err != nil {
		return endpoint.Nothing{}, err
	}
	c.Cookie = &endpoint.Cookie{}
	c.Header.Set("Clear-Site-Data", `"cache"`) // what the browser kept of answers is of whoever leaves
	return endpoint.Nothing{}, h.people.SignOut(c.Ctx, c.Secret)
}

package web

import (
	"time"

	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
)

type sessionOpenIn struct {
	Login    string `json:"login" required:"true" maxLength:"200"`
	Password string `json:"password" required:"true" maxLength:"1000"`
	OTP      string `json:"otp" maxLength:"40"`
}

func sessionOpen(c *call, in sessionOpenIn) (meOut, error) {
	s, err := c.People.SignIn(c.ctx, identity.Credentials{Login: in.Login, Password: in.Password, OTP: in.OTP, IP: c.ip, Agent: c.agent})
	if err != nil {
		return meOut{}, err
	}
	return c.signedIn(s)
}

type sessionLinkIn struct {
	Secret   string `json:"secret" required:"true" maxLength:"200"`
	Password string `json:"password" maxLength:"1000"`
	OTP      string `json:"otp" maxLength:"40"`
}

func sessionLink(c *call, in sessionLinkIn) (meOut, error) {
	s, err := c.People.RedeemLink(c.ctx, identity.Redemption{Secret: in.Secret, Password: in.Password, OTP: in.OTP, IP: c.ip, Agent: c.agent})
	if err != nil {
		return meOut{}, err
	}
	return c.signedIn(s)
}

// signedIn sets the cookie and answers as /me does.
func (c *call) signedIn(s identity.Session) (meOut, error) {
	actor, sign, err := c.People.Resume(c.ctx, s.Secret)
	if err != nil {
		return meOut{}, err
	}
	c.session = &sessionCookie{secret: s.Secret, seconds: int(s.Expires.Sub(id.NowIn(c.ctx)) / time.Second)}
	c.actor, c.sign = actor, sign
	if c.sign.CSRF == "" {
		c.sign.CSRF = s.CSRF
	}
	c.ctx = identity.With(c.ctx, actor)
	return meGet(c, struct{}{})
}

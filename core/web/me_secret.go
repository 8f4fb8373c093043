package web

import (
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
)

type mePasswordIn struct {
	Current  string `json:"current" required:"true" maxLength:"1000"`
	Password string `json:"password" required:"true" maxLength:"1000"`
	OTP      string `json:"otp" maxLength:"40"`
}

// mePassword asks for the present password again: a borrowed phone must not be
// able to lock its owner out.
func mePassword(c *call, in mePasswordIn) (nothing, error) {
	if err := c.inPerson(); err != nil {
		return nothing{}, err
	}
	_, err := c.People.SignIn(c.ctx, identity.Credentials{Login: c.actor.Login, Password: in.Current, OTP: in.OTP, IP: c.ip, Agent: c.agent})
	if fault.HasCode(err, "sign_in.failed") {
		return nothing{}, fault.New(fault.Invalid, "invalid", fault.Field("current", "sign_in.failed"))
	}
	if err != nil {
		return nothing{}, err
	}
	c.session = &sessionCookie{}
	return nothing{}, c.People.SetPassword(c.ctx, c.actor.PersonID, in.Password)
}

type otpOut struct {
	Secret string `json:"secret"`
	URL    string `json:"url"`
}

func otpEnrol(c *call, _ struct{}) (otpOut, error) {
	if err := c.inPerson(); err != nil {
		return otpOut{}, err
	}
	e, err := c.People.EnrolOTP(c.ctx, c.actor.PersonID)
	return otpOut(e), err
}

type otpConfirmIn struct {
	Code string `json:"code" required:"true" maxLength:"20"`
}

type otpCodes struct {
	RecoveryCodes []string `json:"recovery_codes"`
}

func otpConfirm(c *call, in otpConfirmIn) (otpCodes, error) {
	if err := c.inPerson(); err != nil {
		return otpCodes{}, err
	}
	codes, err := c.People.ConfirmOTP(c.ctx, c.actor.PersonID, in.Code)
	return otpCodes{codes}, err
}

func tokenList(c *call, _ struct{}) (items[identity.Token], error) {
	list, err := c.People.Tokens(c.ctx, c.actor.PersonID)
	return items[identity.Token]{append([]identity.Token{}, list...)}, err
}

type tokenCreateIn struct {
	Name    string    `json:"name" required:"true" maxLength:"100"`
	Allow   []string  `json:"allow"`
	Expires time.Time `json:"expires"`
}

type tokenOut struct {
	identity.Token
	Secret string `json:"secret"`
}

func tokenCreate(c *call, in tokenCreateIn) (tokenOut, error) {
	if err := c.inPerson(); err != nil {
		return tokenOut{}, err
	}
	t, secret, err := c.People.CreateToken(c.ctx, c.actor.PersonID, in.Name, in.Allow, in.Expires)
	return tokenOut{t, secret}, err
}

func tokenRevoke(c *call, in idIn) (nothing, error) {
	if err := c.inPerson(); err != nil {
		return nothing{}, err
	}
	return nothing{}, c.People.RevokeToken(c.ctx, c.actor.PersonID, in.ID)
}

// inPerson refuses API tokens: one that could make tokens or change how its
// owner signs in would outlive its own end and its own narrow rights.
func (c *call) inPerson() error {
	if c.actor.TokenID != "" {
		return fault.New(fault.Forbidden, "session.by_token")
	}
	return nil
}

package person

import (
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/web/endpoint"
)

// Secrets answers for how somebody signs in: password, second factor, tokens.
type Secrets struct{ People *identity.People }

type mePasswordIn struct {
	Current  string `json:"current" required:"true" maxLength:"1000" secret:"true"`
	Password string `json:"password" required:"true" maxLength:"1000" secret:"true"`
	OTP      string `json:"otp" maxLength:"40" secret:"true"`
}

// ChangePassword asks for the present password again: a borrowed phone must not be
// able to lock its owner out.
func (h Secrets) ChangePassword(c *endpoint.Call, in mePasswordIn) (endpoint.Nothing, error) {
	if err := c.InPerson(); err != nil {
		return endpoint.Nothing{}, err
	}
	_, err := h.People.SignIn(c.Ctx, identity.Credentials{Login: c.Actor.Login, Password: in.Current, OTP: in.OTP, IP: c.IP, Agent: c.Agent})
	if fault.HasCode(err, "sign_in.failed") {
		return endpoint.Nothing{}, fault.New(fault.Invalid, "invalid", fault.Field("current", "sign_in.failed"))
	}
	if err != nil {
		return endpoint.Nothing{}, err
	}
	c.Cookie = &endpoint.Cookie{}
	return endpoint.Nothing{}, h.People.SetPassword(c.Ctx, c.Actor.PersonID, in.Password)
}

type proofIn struct {
	Password string `json:"password" maxLength:"1000" secret:"true"`
	OTP      string `json:"otp" maxLength:"40" secret:"true"` // instead of the password
}

// Prove asks for the password or a code again, before something grave.
func (h Secrets) Prove(c *endpoint.Call, in proofIn) (endpoint.Nothing, error) {
	if err := c.InPerson(); err != nil {
		return endpoint.Nothing{}, err
	}
	field := "password"
	if in.Password == "" {
		if field = "otp"; in.OTP == "" {
			return endpoint.Nothing{}, fault.New(fault.Invalid, "invalid", fault.Field("password", "required"))
		}
	}
	err := h.People.Prove(c.Ctx, c.Sign, identity.Credentials{Login: c.Actor.Login, Password: in.Password, OTP: in.OTP, IP: c.IP, Agent: c.Agent})
	if fault.Is(err, fault.Unauthenticated) { // a wrong word is no end of the session
		return endpoint.Nothing{}, fault.New(fault.Invalid, "invalid", fault.Field(field, fault.Of(err).Code))
	}
	return endpoint.Nothing{}, err
}

type otpOut struct {
	Secret string `json:"secret" secret:"true"`
	URL    string `json:"url"`
}

// EnrolOTP begins a second factor for the caller.
func (h Secrets) EnrolOTP(c *endpoint.Call, _ struct{}) (otpOut, error) {
	if err := c.InPerson(); err != nil {
		return otpOut{}, err
	}
	if err := c.Fresh(); err != nil {
		return otpOut{}, err
	}
	e, err := h.People.EnrolOTP(c.Ctx, c.Actor.PersonID)
	return otpOut(e), err
}

type otpConfirmIn struct {
	Code string `json:"code" required:"true" maxLength:"20" secret:"true"`
}

type otpCodes struct {
	RecoveryCodes []string `json:"recovery_codes" secret:"true"`
}

// ConfirmOTP switches it on and answers the recovery codes, once.
func (h Secrets) ConfirmOTP(c *endpoint.Call, in otpConfirmIn) (otpCodes, error) {
	if err := c.InPerson(); err != nil {
		return otpCodes{}, err
	}
	codes, err := h.People.ConfirmOTP(c.Ctx, c.Actor.PersonID, in.Code)
	return otpCodes{codes}, err
}

// Tokens lists the caller's API tokens without their secrets.
func (h Secrets) Tokens(c *endpoint.Call, _ struct{}) (endpoint.Items[identity.Token], error) {
	list, err := h.People.Tokens(c.Ctx, c.Actor.PersonID)
	return endpoint.Items[identity.Token]{Items: append([]identity.Token{}, list...)}, err
}

type tokenCreateIn struct {
	Name    string    `json:"name" required:"true" maxLength:"100"`
	Allow   []string  `json:"allow"`
	Expires time.Time `json:"expires"`
}

type tokenMade struct {
	identity.Token
	Secret string `json:"secret" secret:"true"`
}

// CreateToken makes an API token; its secret is shown once.
func (h Secrets) CreateToken(c *endpoint.Call, in tokenCreateIn) (tokenMade, error) {
	if err := c.InPerson(); err != nil {
		return tokenMade{}, err
	}
	if err := c.Fresh(); err != nil {
		return tokenMade{}, err
	}
	t, secret, err := h.People.CreateToken(c.Ctx, c.Actor.PersonID, in.Name, in.Allow, in.Expires)
	return tokenMade{t, secret}, err
}

// RevokeToken ends one of the caller's API tokens.
func (h Secrets) RevokeToken(c *endpoint.Call, in endpoint.ByID) (endpoint.Nothing, error) {
	if err := c.InPerson(); err != nil {
		return endpoint.Nothing{}, err
	}
	return endpoint.Nothing{}, h.People.RevokeToken(c.Ctx, c.Actor.PersonID, in.ID)
}

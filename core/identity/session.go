package identity

import (
	"context"
	"time"
)

// Credentials is what somebody shows to sign in.
type Credentials struct{ Login, Password, OTP, IP, Agent string }

// Session is a signed-in browser. Secret is known only when it is made.
type Session struct {
	ID        string
	PersonID  string
	Secret    string
	CSRF      string
	IP, Agent string
	CreatedAt time.Time
	LastSeen  time.Time
	Expires   time.Time
}

// Redemption is a one-time link being used; Password, when given, becomes the
// person's password.
type Redemption struct{ Secret, Password, OTP, IP, Agent string }

// SignIn makes a session. Wrong login, wrong password, disabled: all
// Unauthenticated "sign_in.failed" after the same work; "sign_in.otp_required"
// and "sign_in.otp_wrong" only after the right password; Limited
// "sign_in.limited" when too many failed.
func (p *People) SignIn(ctx context.Context, c Credentials) (Session, error) {
	return Session{}, errNotReady
}

// Resume finds the session of a secret; from memory when seen ≤ 5 s ago.
func (p *People) Resume(ctx context.Context, secret string) (Actor, Session, error) {
	return Actor{}, Session{}, errNotReady
}

// SignOut ends the session of a secret; an unknown one is no error.
func (p *People) SignOut(ctx context.Context, secret string) error { return errNotReady }

// Sessions lists a person's live sessions.
func (p *People) Sessions(ctx context.Context, personID string) ([]Session, error) {
	return nil, errNotReady
}

// RevokeSession ends one session by id.
func (p *People) RevokeSession(ctx context.Context, personID, sessionID string) error {
	return errNotReady
}

// RevokeAll ends every session of a person.
func (p *People) RevokeAll(ctx context.Context, personID string) error { return errNotReady }

// SetPassword changes the password and ends every session.
func (p *People) SetPassword(ctx context.Context, personID, password string) error {
	return errNotReady
}

// OneTimeLink makes a secret that signs the person in once, within ttl.
func (p *People) OneTimeLink(ctx context.Context, personID string, ttl time.Duration) (string, error) {
	return "", errNotReady
}

// RedeemLink uses a one-time link up.
func (p *People) RedeemLink(ctx context.Context, r Redemption) (Session, error) {
	return Session{}, errNotReady
}

// Enrolment is what an authenticator app needs.
type Enrolment struct{ Secret, URL string }

// EnrolOTP begins a second factor; it counts only once confirmed.
func (p *People) EnrolOTP(ctx context.Context, personID string) (Enrolment, error) {
	return Enrolment{}, errNotReady
}

// ConfirmOTP switches the second factor on and gives recovery codes, shown once.
func (p *People) ConfirmOTP(ctx context.Context, personID, code string) ([]string, error) {
	return nil, errNotReady
}

// RemoveOTP takes the second factor off, for a lost phone.
func (p *People) RemoveOTP(ctx context.Context, personID string) error { return errNotReady }

package identity

import (
	"context"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity/name"
)

// Credentials is what somebody shows to sign in.
type Credentials struct{ Login, Password, OTP, IP, Agent string }

func failed() error { return fault.New(fault.Unauthenticated, "sign_in.failed") }

// SignIn makes a session. Wrong login, wrong password, disabled: all
// Unauthenticated "sign_in.failed" after the same work; "sign_in.otp_required"
// and "sign_in.otp_wrong" only after the right password; Limited
// "sign_in.limited" when too many failed, known login or not.
func (p *People) SignIn(ctx context.Context, c Credentials) (Session, error) {
	row, a, err := p.prove(ctx, c)
	if err != nil {
		return Session{}, err
	}
	return p.enter(ctx, row, a, c, func(context.Context, *personRow) error { return nil })
}

// Prove asks a person who is signed in for their password and code again,
// before something grave. It answers as SignIn does and makes no session.
func (p *People) Prove(ctx context.Context, c Credentials) error {
	row, a, err := p.prove(ctx, c)
	if err != nil {
		return err
	}
	err = db.InTx(ctx, func(ctx context.Context) error { return p.second(ctx, row, c.OTP) })
	return p.settle(ctx, a, err)
}

// prove counts the attempt and compares the password.
func (p *People) prove(ctx context.Context, c Credentials) (*personRow, attempt, error) {
	login := name.Normal(c.Login)
	a := p.attempt(clip(login, name.MaxLogin), c.IP)
	row, err := rowWhere(ctx, "login = ?", login)
	if fault.Is(err, fault.NotFound) {
		row, err = &personRow{Disabled: true}, nil
	}
	if err != nil {
		return nil, a, err
	}
	a.person = row.ID
	if err := p.count(ctx, a); err != nil {
		right, e := knowsFactor(ctx, row, c.OTP)
		if e != nil || !right {
			return nil, a, err
		}
	}
	if len(c.Password) > 4*maxPassword {
		c.Password = ""
	}
	ok, stale, err := p.hasher.matches(ctx, c.Password, row.Password)
	if err != nil {
		return nil, a, err
	}
	if !ok || row.Disabled {
		return nil, a, p.refuse(ctx, a, "sign_in.failed", failed())
	}
	if stale { // the cost was raised since: the password is at hand only now
		if hash, err := p.hasher.hash(ctx, c.Password); err == nil {
			_ = p.edit(ctx, row.ID, func(_ context.Context, r *personRow) error {
				if r.Password == row.Password {
					r.Password = hash
				}
				row.Password = r.Password
				return nil
			})
		}
	}
	return row, a, nil
}

// enter checks the second factor and makes the session, all or nothing, unless
// the person changed since the password was compared.
func (p *People) enter(ctx context.Context, row *personRow, a attempt, c Credentials, also func(context.Context, *personRow) error) (Session, error) {
	var s Session
	err := db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, row.ID); err != nil {
			return err
		}
		now, err := rowOf(ctx, row.ID)
		if err != nil {
			return err
		}
		if now.Disabled || now.Password != row.Password {
			return failed()
		}
		if err := p.second(ctx, now, c.OTP); err != nil {
			return err
		}
		if err := also(ctx, now); err != nil {
			return err
		}
		s, err = p.begin(ctx, now, c.IP, c.Agent)
		return err
	})
	if err = p.settle(ctx, a, err); err != nil {
		return Session{}, err
	}
	return s, nil
}

// settle gives an attempt back that was no guess: a success, or the question
// for the code that follows a right password.
func (p *People) settle(ctx context.Context, a attempt, err error) error {
	switch {
	case err == nil:
		return p.forgive(ctx, a, true)
	case fault.HasCode(err, "sign_in.otp_required"):
		if e := p.forgive(ctx, a, false); e != nil {
			return e
		}
	case fault.HasCode(err, "sign_in.otp_wrong"):
		return p.refuse(ctx, a, "sign_in.otp_wrong", err)
	}
	return err
}

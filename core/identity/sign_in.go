package identity

import (
	"context"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity/name"
	"github.com/doanket/doanket/core/identity/strength"
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

// Prove asks the person in a session for their password, or for a code of their
// second factor, again; then the session counts as fresh. Faults: Unauthenticated
// sign_in.failed, sign_in.otp_wrong; Limited sign_in.limited.
func (p *People) Prove(ctx context.Context, s Session, c Credentials) error {
	var a attempt
	var err error
	if c.Password != "" {
		c.OTP = ""
		_, a, err = p.prove(ctx, c)
	} else {
		a = p.attempt(c.Login, c.IP)
		err = p.count(ctx, a)
	}
	if err != nil {
		return err
	}
	a.person = s.PersonID
	err = db.InTx(ctx, func(ctx context.Context) error {
		row, err := rowOf(ctx, s.PersonID)
		if err == nil && c.Password == "" && !row.OTPOn {
			err = failed()
		}
		if err == nil && c.Password == "" {
			err = p.second(ctx, row, c.OTP)
		}
		if err != nil {
			return err
		}
		p.memory.forget(ctx)
		if _, err := db.Exec(ctx, "UPDATE session SET proved_at = ? WHERE id = ?", micro(db.Now(ctx)), s.ID); err != nil {
			return err
		}
		return p.note(ctx, Proved, s.PersonID, nil)
	})
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
		right, e := p.knowsFactor(ctx, row, c.OTP)
		if e != nil || !right {
			return nil, a, err
		}
	}
	if len(c.Password) > 4*strength.Max {
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

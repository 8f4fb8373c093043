package identity

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity/factor"
)

// Enrolment is what an authenticator app needs.
type Enrolment struct{ Secret, URL string }

// EnrolOTP begins a second factor; it counts only once confirmed.
func (p *People) EnrolOTP(ctx context.Context, personID string) (Enrolment, error) {
	var out Enrolment
	err := p.edit(ctx, personID, func(ctx context.Context, row *personRow) error {
		if row.OTPOn {
			return fault.New(fault.Conflict, "otp.on")
		}
		var err error
		if out.Secret, out.URL, err = factor.New(p.o.OTPIssuer, row.Login); err != nil {
			return err
		}
		row.OTPStep = 0
		row.OTPSecret, err = p.o.Seeds.SealSecret(ctx, personID, out.Secret)
		return err
	})
	return out, err
}

// ConfirmOTP switches the second factor on and gives recovery codes, shown once.
func (p *People) ConfirmOTP(ctx context.Context, personID, code string) ([]string, error) {
	var codes []string
	err := p.edit(ctx, personID, func(ctx context.Context, row *personRow) error {
		switch {
		case row.OTPOn:
			return fault.New(fault.Conflict, "otp.on")
		case row.OTPSecret == "":
			return fault.New(fault.Conflict, "otp.not_begun")
		}
		step, err := p.stepOf(ctx, row, code, db.Now(ctx))
		if err != nil {
			return err
		}
		if step == 0 {
			return fault.New(fault.Invalid, "sign_in.otp_wrong", fault.Field("code", "invalid"))
		}
		row.OTPOn, row.OTPStep = true, step
		if codes, err = recovery(ctx, personID); err != nil {
			return err
		}
		return p.note(ctx, FactorOn, personID, nil)
	})
	return codes, err
}

// RemoveOTP takes the second factor off, for a lost phone.
func (p *People) RemoveOTP(ctx context.Context, personID string) error {
	return p.edit(ctx, personID, func(ctx context.Context, row *personRow) error {
		row.OTPOn, row.OTPSecret, row.OTPStep = false, "", 0
		if err := p.note(ctx, FactorOff, personID, nil); err != nil {
			return err
		}
		return p.end(ctx, personID, "recovery_code")
	})
}

// second checks the second factor of a person who has one. A code counts once:
// its step is used up, and so is every step before it.
func (p *People) second(ctx context.Context, row *personRow, code string) error {
	if !row.OTPOn {
		return nil
	}
	if strings.TrimSpace(code) == "" {
		return fault.New(fault.Unauthenticated, "sign_in.otp_required", fault.Field("otp", "required"))
	}
	idb, err := db.Of(ctx)
	if err != nil {
		return err
	}
	step, sealed := p.stepOf(ctx, row, code, db.Now(ctx)) // a seed nobody can open now leaves the recovery codes
	if sealed == nil && step > 0 {
		used, err := one(ctx, idb, `UPDATE person SET otp_step = ? WHERE id = ? AND otp_step < ?`, step, row.ID, step)
		if used || err != nil {
			return err
		}
	}
	used, err := one(ctx, idb, `UPDATE recovery_code SET used_at = ? WHERE person_id = ? AND hash = ? AND used_at = 0`,
		micro(db.Now(ctx)), row.ID, digest(factor.Plain(code)))
	if used || err != nil {
		return err
	}
	if sealed != nil {
		return sealed
	}
	return fault.New(fault.Unauthenticated, "sign_in.otp_wrong", fault.Field("otp", "invalid"))
}

// knowsFactor reports whether the code is a right second factor of the person, and
// uses nothing up: whoever has it is heard however many others failed.
func (p *People) knowsFactor(ctx context.Context, row *personRow, code string) (right bool, err error) {
	if !row.OTPOn || code == "" {
		return false, nil
	}
	step, err := p.stepOf(ctx, row, code, db.Now(ctx))
	if err != nil || step > row.OTPStep {
		return err == nil, err
	}
	err = db.QueryRow(ctx, "SELECT COUNT(*) > 0 FROM recovery_code WHERE person_id = ? AND hash = ? AND used_at = 0", row.ID, digest(factor.Plain(code))).Scan(&right)
	return right, err
}

// one runs a statement and reports whether it changed a row.
func one(ctx context.Context, idb bun.IDB, statement string, args ...any) (bool, error) {
	res, err := idb.NewRaw(statement, args...).Exec(ctx)
	if err != nil {
		return false, db.Fault(err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// recovery makes new recovery codes in place of the old.
func recovery(ctx context.Context, personID string) ([]string, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := idb.NewRaw(`DELETE FROM recovery_code WHERE person_id = ?`, personID).Exec(ctx); err != nil {
		return nil, db.Fault(err)
	}
	var codes []string
	for range factor.Recovery {
		code := factor.NewRecovery()
		if _, err := idb.NewRaw(`INSERT INTO recovery_code (person_id, hash, used_at) VALUES (?, ?, 0)`, personID, digest(factor.Plain(code))).Exec(ctx); err != nil {
			return nil, db.Fault(err)
		}
		codes = append(codes, code)
	}
	return codes, nil
}

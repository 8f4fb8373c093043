package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

const (
	otpPeriod     = 30 // seconds
	recoveryCodes = 10
)

// Enrolment is what an authenticator app needs.
type Enrolment struct{ Secret, URL string }

// EnrolOTP begins a second factor; it counts only once confirmed.
func (p *People) EnrolOTP(ctx context.Context, personID string) (Enrolment, error) {
	var out Enrolment
	err := p.edit(ctx, personID, func(_ context.Context, row *personRow) error {
		if row.OTPOn {
			return fault.New(fault.Conflict, "otp.on")
		}
		key, err := totp.Generate(totp.GenerateOpts{Issuer: p.o.OTPIssuer, AccountName: row.Login, Period: otpPeriod})
		if err != nil {
			return err
		}
		row.OTPSecret, row.OTPStep = key.Secret(), 0
		out = Enrolment{key.Secret(), key.URL()}
		return nil
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
		step := stepOf(row.OTPSecret, digits(code), db.Now(ctx))
		if step == 0 {
			return fault.New(fault.Invalid, "sign_in.otp_wrong", fault.Field("code", "invalid"))
		}
		row.OTPOn, row.OTPStep = true, step
		var err error
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
	step := stepOf(row.OTPSecret, digits(code), db.Now(ctx))
	if step > 0 {
		used, err := one(ctx, idb, `UPDATE person SET otp_step = ? WHERE id = ? AND otp_step < ?`, step, row.ID, step)
		if used || err != nil {
			return err
		}
	}
	used, err := one(ctx, idb, `UPDATE recovery_code SET used_at = ? WHERE person_id = ? AND hash = ? AND used_at = 0`,
		micro(db.Now(ctx)), row.ID, digest(plainCode(code)))
	if used || err != nil {
		return err
	}
	return fault.New(fault.Unauthenticated, "sign_in.otp_wrong", fault.Field("otp", "invalid"))
}

// knowsFactor reports whether the code is a right second factor of the person, and
// uses nothing up: whoever has it is heard however many others failed.
func knowsFactor(ctx context.Context, row *personRow, code string) (right bool, err error) {
	if !row.OTPOn || code == "" {
		return false, nil
	}
	if step := stepOf(row.OTPSecret, digits(code), db.Now(ctx)); step > row.OTPStep {
		return true, nil
	}
	err = db.QueryRow(ctx, "SELECT COUNT(*) > 0 FROM recovery_code WHERE person_id = ? AND hash = ? AND used_at = 0", row.ID, digest(plainCode(code))).Scan(&right)
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

// stepOf is the time step the code belongs to, now or one to either side for
// clocks that differ; 0 when none.
func stepOf(secret, code string, now time.Time) int64 {
	found := int64(0)
	for shift := -1; shift <= 1; shift++ {
		at := now.Add(time.Duration(shift*otpPeriod) * time.Second)
		want, err := totp.GenerateCodeCustom(secret, at, totp.ValidateOpts{Period: otpPeriod, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = at.Unix() / otpPeriod
		}
	}
	return found
}

// digits takes out the spaces people type.
func digits(code string) string { return strings.ReplaceAll(strings.TrimSpace(code), " ", "") }

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
	for range recoveryCodes {
		var b [10]byte
		_, _ = rand.Read(b[:])
		code := strings.ToLower(base32.StdEncoding.EncodeToString(b[:])) // 16 letters, 80 bits
		if _, err := idb.NewRaw(`INSERT INTO recovery_code (person_id, hash, used_at) VALUES (?, ?, 0)`, personID, digest(code)).Exec(ctx); err != nil {
			return nil, db.Fault(err)
		}
		codes = append(codes, code[:4]+"-"+code[4:8]+"-"+code[8:12]+"-"+code[12:])
	}
	return codes, nil
}

func plainCode(code string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToLower(code))
}

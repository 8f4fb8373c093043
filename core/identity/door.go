package identity

import (
	"context"
	"regexp"

	"github.com/doanket/doanket/core/db"
)

// Door is something done at the doors: somebody came in or was refused, or a secret
// was made, used or ended.
type Door struct {
	Act      string // "sign_in", "sign_in.failed"…: the constants below
	PersonID string // whose account; "" where the login is nobody's
	Detail   map[string]any
}

// What is done at the doors.
const (
	SignedIn    = "sign_in"         // Detail: ip, and new_device where the person never came from one like it
	SignFailed  = "sign_in.failed"  // Detail: ip, code of the refusal
	SignLimited = "sign_in.limited" // the first one refused unheard; Detail: ip
	SignedOut   = "sign_out"
	Proved      = "session.prove"
	SessionEnd  = "session.end" // Detail: session
	LinkMade    = "link.make"
	LinkUsed    = "link.use"
	PasswordSet = "password.set"
	FactorOn    = "otp.on"
	FactorOff   = "otp.off"
	TokenMade   = "token.make" // Detail: token, name, allow
	TokenEnd    = "token.end"  // Detail: token
	Linked      = "provider.link"
	Unlinked    = "provider.unlink"
)

// note tells whoever listens at the doors, in the open transaction.
func (p *People) note(ctx context.Context, act, personID string, detail map[string]any) error {
	if p.o.Doors == nil {
		return nil
	}
	return db.InTx(ctx, func(ctx context.Context) error { return p.o.Doors(ctx, Door{act, personID, detail}) })
}

// refuse notes a refusal and gives it back.
func (p *People) refuse(ctx context.Context, a attempt, code string, refused error) error {
	if err := p.note(ctx, SignFailed, a.person, map[string]any{"ip": a.ip, "code": code}); err != nil {
		return err
	}
	return refused
}

var numbers = regexp.MustCompile(`[0-9][0-9._]*`)

// newDevice remembers the kind of browser, its version left out, and reports whether
// the person has come from others before, never from one like it.
func newDevice(ctx context.Context, personID, agent string) (bool, error) {
	var before, alike int
	device := digest(numbers.ReplaceAllString(agent, ""))
	err := db.QueryRow(ctx, "SELECT COUNT(*), COALESCE(SUM(CASE WHEN device = ? THEN 1 ELSE 0 END), 0) FROM known_device WHERE person_id = ?", device, personID).Scan(&before, &alike)
	if err != nil || alike > 0 {
		return false, err
	}
	_, err = db.Exec(ctx, "INSERT INTO known_device (person_id, device, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", personID, device, micro(db.Now(ctx)))
	return before > 0, err
}

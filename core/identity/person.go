package identity

import (
	"context"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/identity/factor"
	"github.com/doanket/doanket/core/identity/provider"
)

// Person is somebody who can sign in. Names are kept as Vietnamese has them:
// family and middle names together, the given name apart (lists sort by it).
type Person struct {
	ID           string    `json:"id"`
	Login        string    `json:"login"`
	FamilyMiddle string    `json:"family_middle"`
	Given        string    `json:"given"`
	Display      string    `json:"display"`
	Email        string    `json:"email,omitempty"`
	Locale       string    `json:"locale,omitempty"`
	HasPassword  bool      `json:"has_password"`
	HasOTP       bool      `json:"has_otp"`
	Disabled     bool      `json:"disabled"`
	Linked       bool      `json:"linked"` // signs in by a provider
	CreatedAt    time.Time `json:"created_at"`
	UpdatedAt    time.Time `json:"updated_at"`
}

// NewPerson describes somebody to be created. Display may be empty.
type NewPerson struct {
	Login, FamilyMiddle, Given, Display, Email, Locale string
}

// PersonChange carries the fields to change; nil keeps.
type PersonChange struct {
	Login, FamilyMiddle, Given, Display, Email, Locale *string
}

// PersonFilter narrows List. Zero fields do not narrow.
type PersonFilter struct {
	Q        string   // part of a name; accents and case do not matter
	OrID     string   // found by Q as well: whoever has it as a login
	UnitIDs  []string // holds a post there today
	Role     string   // holds this role today
	IDs      []string
	Disabled *bool
	Limit    int // 0 = all
	Cursor   string
}

// PersonPage is one page of people; Next is empty on the last.
type PersonPage struct {
	Items []Person
	Next  string
}

// Grant describes a post to be given.
type Grant struct {
	PersonID, Role, UnitID string
	From, To               calendar.Date // From zero = today
	Basis                  string
}

// Units finds what a post shows of its unit; unit.Tree fits.
type Units interface {
	Seat(ctx context.Context, id string) (path, name, place, branch string, err error)
	Former(ctx context.Context, id string) (paths []string, err error)
}

// Options tunes People.
type Options struct {
	Units     Units
	RoleKnown func(ctx context.Context, role string) (bool, error) // nil: any role
	Hashers   int                                                  // argon2id at once; 0 = 2
	Idle      time.Duration                                        // a session unused so long ends; 0 = 8 h
	Absolute  time.Duration                                        // a session ends after; 0 = 7 days
	Failures  int                                                  // failed sign-ins per login and window; 0 = 10
	IPTries   int                                                  // failed sign-ins per address and window; 0 = 100
	Window    time.Duration                                        // 0 = 15 min
	// Doors hears, in the transaction, what is done at the doors; nil: nobody does.
	Doors     func(ctx context.Context, d Door) error
	Seeds     factor.Sealer // of second factors
	OTPIssuer string        // name shown in the authenticator; "" = "Doan Ket"
}

// People is the register of persons and posts, and the ways to sign in.
type People struct {
	o      Options
	hasher *hasher
	memory memory
	oidc   provider.Discovery
}

// New makes the register of whichever province is in ctx.
func New(o Options) *People {
	o.Hashers = or(o.Hashers, 2)
	o.Idle = or(o.Idle, 8*time.Hour)
	o.Absolute = or(o.Absolute, 7*24*time.Hour)
	o.Failures = or(o.Failures, 10)
	o.IPTries = or(o.IPTries, 100)
	o.Window = or(o.Window, 15*time.Minute)
	o.OTPIssuer = or(o.OTPIssuer, "Doan Ket")
	return &People{o: o, hasher: newHasher(o.Hashers)}
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

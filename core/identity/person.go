package identity

import (
	"context"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
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
	Q        string   // part of name or login; accents and case do not matter
	UnitIDs  []string // holds a post there today
	Role     string   // holds this role today
	IDs      []string
	Disabled *bool
	Limit    int
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
	Place(ctx context.Context, id string) (path, name string, err error)
}

// Options tunes People, Sessions and Tokens, which share one memory.
type Options struct {
	Units     Units
	RoleKnown func(ctx context.Context, role string) (bool, error) // nil: any role
	Hashers   int                                                  // argon2id at once; 0 = 2
	Idle      time.Duration                                        // a session unused so long ends; 0 = 8 h
	Absolute  time.Duration                                        // a session ends after; 0 = 7 days
	Failures  int                                                  // failed sign-ins per login and window; 0 = 10
	IPTries   int                                                  // failed sign-ins per address and window; 0 = 100
	Window    time.Duration                                        // 0 = 15 min
	OTPIssuer string                                               // name shown in the authenticator; "" = "Doan Ket"
}

// People is the register of persons and posts, and the ways to sign in.
type People struct{ o Options }

// New makes the register of whichever province is in ctx.
func New(o Options) *People { return &People{o: o} }

var errNotReady = fault.New(fault.Unavailable, "not.ready")

// Create adds a person; they cannot sign in before a password or link.
func (p *People) Create(ctx context.Context, n NewPerson) (*Person, error) { return nil, errNotReady }

// Get finds a person by id.
func (p *People) Get(ctx context.Context, personID string) (*Person, error) { return nil, errNotReady }

// ByLogin finds a person by login.
func (p *People) ByLogin(ctx context.Context, login string) (*Person, error) { return nil, errNotReady }

// List pages through people, by given name.
func (p *People) List(ctx context.Context, f PersonFilter) (PersonPage, error) {
	return PersonPage{}, errNotReady
}

// Names gives the display names of the ids that exist.
func (p *People) Names(ctx context.Context, ids []string) (map[string]string, error) {
	return nil, errNotReady
}

// Change changes names, login, e-mail or locale.
func (p *People) Change(ctx context.Context, personID string, c PersonChange) (*Person, error) {
	return nil, errNotReady
}

// Disable ends every session and token and refuses new ones.
func (p *People) Disable(ctx context.Context, personID string) error { return errNotReady }

// Enable lets a disabled person sign in again.
func (p *People) Enable(ctx context.Context, personID string) error { return errNotReady }

// ActorOf is the person as an actor with the posts of today.
func (p *People) ActorOf(ctx context.Context, personID string) (Actor, error) {
	return Actor{}, errNotReady
}

// Posts lists a person's posts, past ones too.
func (p *People) Posts(ctx context.Context, personID string) ([]Post, error) { return nil, errNotReady }

// PostsAt lists the posts valid today at the units; none given: everywhere.
func (p *People) PostsAt(ctx context.Context, unitIDs []string) ([]Post, error) {
	return nil, errNotReady
}

// Grant gives a post.
func (p *People) Grant(ctx context.Context, g Grant) (*Post, error) { return nil, errNotReady }

// Delegate lends a post to another person until a day inside it.
func (p *People) Delegate(ctx context.Context, postID, toPerson string, from, to calendar.Date, basis string) (*Post, error) {
	return nil, errNotReady
}

// Revoke ends a post and its delegations; last is the last valid day, zero
// ends it at once.
func (p *People) Revoke(ctx context.Context, postID string, last calendar.Date) error {
	return errNotReady
}

// Holders lists the ids of the people who hold the role at the unit today.
func (p *People) Holders(ctx context.Context, role, unitID string) ([]string, error) {
	return nil, errNotReady
}

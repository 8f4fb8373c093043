package access

import (
	"context"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
)

// Object is what is acted upon.
type Object struct {
	Kind      string // full kind, for instance "demo.visit"; "" for the province's own affairs
	UnitPath  string
	ToPath    string // the unit it is addressed to, if any
	Draft     bool
	CreatedBy string
}

// Range is a part of the tree in bounds for SQL: from ≤ path < to.
type Range struct {
	From, To string
	Exact    bool // path = From only
	Drafts   bool // drafts too
}

// Filter says which rows an action reaches: those whose unit path is in any of
// Ranges, or whose addressee's path is in any of To (never drafts).
type Filter struct {
	Ranges []Range
	To     []Range
}

// Reach says how far a permission goes from the unit of the post.
type Reach string

// The reaches.
const (
	Own              Reach = "own"
	Subtree          Reach = "subtree"
	Addressed        Reach = "addressed"
	AddressedSubtree Reach = "addressed_subtree"
)

// Permission allows an action on a kind, both patterns: "*", "demo.*", "do:*".
type Permission struct {
	Kind   string `json:"kind" yaml:"kind"`
	Action string `json:"action" yaml:"action"`
	Reach  Reach  `json:"reach" yaml:"reach"`
}

// Label is a text in both languages.
type Label struct {
	VI string `json:"vi" yaml:"vi"`
	EN string `json:"en" yaml:"en"`
}

// Role is the province's own: permissions, roles it inherits from, and the
// roles it plays in modules.
type Role struct {
	ID          string              `json:"id" yaml:"id"`
	Label       Label               `json:"label" yaml:"label"`
	Inherits    []string            `json:"inherits,omitempty" yaml:"inherits"`
	Permissions []Permission        `json:"permissions,omitempty" yaml:"permissions"`
	Plays       map[string][]string `json:"plays,omitempty" yaml:"plays"`
}

// Diff is what Apply changed, or would.
type Diff struct {
	Added, Changed, Removed []string // role ids
	Rules                   int      // Casbin rules put in or taken out
}

// Empty reports that nothing changed.
func (d Diff) Empty() bool { return len(d.Added)+len(d.Changed)+len(d.Removed)+d.Rules == 0 }

// Options wires a Guard.
type Options struct {
	// Expand gives what a module's role permits in the module's kinds.
	Expand func(module, moduleRole string) []Permission
}

// Guard answers for whichever province and actor are in ctx.
type Guard struct{ o Options }

// New makes a Guard.
func New(o Options) *Guard { return &Guard{o: o} }

var errNotReady = fault.New(fault.Unavailable, "not.ready")

// Check is nil when the actor may. Otherwise NotFound "not_found" when they may
// not even read the object, else Forbidden "forbidden" naming the action.
func (g *Guard) Check(ctx context.Context, action string, o Object) error { return errNotReady }

// CheckAt is Check for the province's own affairs at a unit ("admin:units").
func (g *Guard) CheckAt(ctx context.Context, action, unitPath string) error { return errNotReady }

// Can is Check as yes or no.
func (g *Guard) Can(ctx context.Context, action string, o Object) bool { return false }

// Anywhere lists those of the actions the actor may do somewhere, on any kind.
func (g *Guard) Anywhere(ctx context.Context, actions ...string) ([]string, error) {
	return nil, errNotReady
}

// Scope is what of a kind the action reaches; an empty Filter reaches nothing.
func (g *Guard) Scope(ctx context.Context, action, kind string) (Filter, error) {
	return Filter{}, errNotReady
}

// Plan says what Apply would change.
func (g *Guard) Plan(ctx context.Context, roles []Role) (Diff, error) { return Diff{}, errNotReady }

// Apply makes roles the province's whole set; applied twice it changes nothing.
func (g *Guard) Apply(ctx context.Context, roles []Role) (Diff, error) { return Diff{}, errNotReady }

// Refresh expands the stored roles again, for when a module's manifest changed.
func (g *Guard) Refresh(ctx context.Context) (Diff, error) { return Diff{}, errNotReady }

// List gives the province's roles by id.
func (g *Guard) List(ctx context.Context) ([]Role, error) { return nil, errNotReady }

// Known reports whether the role exists.
func (g *Guard) Known(ctx context.Context, role string) (bool, error) { return false, errNotReady }

// Explanation says why an actor may or may not.
type Explanation struct {
	Allowed bool     `json:"allowed"`
	Token   bool     `json:"token_refuses,omitempty"` // the token's allow list refuses it
	Because []Reason `json:"because,omitempty"`       // every permission that allows it
	Near    []Reason `json:"near,omitempty"`          // permissions for the action that do not reach the object
	Missing string   `json:"missing,omitempty"`       // no_post | no_permission | not_reached | draft_of_other_unit | token
}

// Reason is one permission on the way from a post to the object.
type Reason struct {
	PostID     string     `json:"post"`
	Role       string     `json:"role"`
	Unit       string     `json:"unit"`
	Via        []string   `json:"via,omitempty"` // roles inherited on the way
	Permission Permission `json:"permission"`
}

// Why explains Check for any actor.
func (g *Guard) Why(ctx context.Context, a identity.Actor, action string, o Object) (Explanation, error) {
	return Explanation{}, errNotReady
}

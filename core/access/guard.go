package access

import (
	"context"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
)

// Object is what is acted upon.
type Object struct {
	Kind      string // full kind, for instance "demo.visit"; "" for the province's own affairs
	UnitPath  string
	Branch    string   // of the unit; "" lets the Guard look it up
	ToPath    string   // the unit it is addressed to, if any
	Sent      []string // the units it was sent to, where they are many
	Draft     bool
	CreatedBy string // who made it sees the draft wherever their post reaches
}

// Options wires a Guard.
type Options struct {
	// Expand gives what a module's role permits in the module's kinds, by the
	// version the province in ctx uses.
	Expand func(ctx context.Context, module, moduleRole string) []Permission
	// BranchAt gives the branch of the unit at a path, "" if there is none.
	BranchAt func(ctx context.Context, path string) string
}

// Guard answers for whichever province and actor are in ctx.
type Guard struct {
	o        Options
	policies *db.Cache[policy]
}

// New makes a Guard.
func New(o Options) *Guard { return &Guard{o: o, policies: newPolicies()} }

// Check is nil when the actor may. Otherwise NotFound "not_found" when they may
// not even read the object, else Forbidden "forbidden" naming the action.
// Nobody in ctx is Unauthenticated.
func (g *Guard) Check(ctx context.Context, action string, o Object) error {
	a, err := identity.From(ctx)
	if err != nil {
		return err
	}
	if a.System != "" {
		return nil
	}
	p, err := g.policies.Get(ctx)
	if err != nil {
		return err
	}
	o.Branch = g.branch(ctx, o)
	if p.may(&a, action, o) {
		return nil
	}
	if action != Read && (affair(action, o) || p.may(&a, Read, o)) {
		return fault.New(fault.Forbidden, "forbidden", fault.Field("action"), fault.Param("action", action))
	}
	return fault.New(fault.NotFound, "not_found")
}

// CheckAt is Check for the province's own affairs at a unit ("admin:units").
func (g *Guard) CheckAt(ctx context.Context, action, unitPath string) error {
	return g.Check(ctx, action, Object{UnitPath: unitPath})
}

// Can is Check as yes or no; trouble counts as no.
func (g *Guard) Can(ctx context.Context, action string, o Object) bool {
	a, err := identity.From(ctx)
	if err != nil {
		return false
	}
	if a.System != "" {
		return true
	}
	p, err := g.policies.Get(ctx)
	o.Branch = g.branch(ctx, o)
	return err == nil && p.may(&a, action, o)
}

// branch is the branch of the object's unit.
func (g *Guard) branch(ctx context.Context, o Object) string {
	if o.Branch != "" || o.UnitPath == "" || g.o.BranchAt == nil {
		return o.Branch
	}
	return g.o.BranchAt(ctx, o.UnitPath)
}

// Anywhere lists those of the actions the actor may do somewhere, to some kind.
func (g *Guard) Anywhere(ctx context.Context, actions ...string) ([]string, error) {
	a, err := identity.From(ctx)
	if err != nil {
		return nil, err
	}
	if a.System != "" {
		return actions, nil
	}
	p, err := g.policies.Get(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, action := range actions {
		if speaks(&a, action) && p.somewhere(&a, action) {
			out = append(out, action)
		}
	}
	return out, nil
}

func (p *policy) somewhere(a *identity.Actor, action string) bool {
	for _, post := range a.Posts {
		for _, perm := range p.roles[post.Role] {
			if covers(perm.Action, action) && post.UnitPath != "" {
				return true
			}
		}
	}
	return false
}

// Scope is what of a kind the action reaches; an empty Filter reaches nothing.
func (g *Guard) Scope(ctx context.Context, action, kind string) (Filter, error) {
	a, err := identity.From(ctx)
	if err != nil {
		return Filter{}, err
	}
	if a.System != "" {
		return everything(), nil
	}
	p, err := g.policies.Get(ctx)
	if err != nil {
		return Filter{}, err
	}
	return p.scope(&a, action, kind), nil
}

package access

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/identity"
)

// Standing is by what right an actor reads an object: from the side of the unit
// that keeps it, or as somebody it was sent to. Neither, where they do not read it.
type Standing struct {
	Owner bool
	Sent  []string // paths of the units it was sent to that the actor reads for
}

// Standing says by what right the actor reads the object.
func (g *Guard) Standing(ctx context.Context, o Object) (Standing, error) {
	a, err := identity.From(ctx)
	if err != nil {
		return Standing{}, err
	}
	if a.System != "" {
		return Standing{Owner: true}, nil
	}
	p, err := g.policies.Get(ctx)
	if err != nil {
		return Standing{}, err
	}
	o.Branch = g.branch(ctx, o)
	return p.standing(&a, o), nil
}

func (p *policy) standing(a *identity.Actor, o Object) Standing {
	sent := slices.Clone(o.Sent)
	if o.ToPath != "" && !slices.Contains(sent, o.ToPath) {
		sent = append(sent, o.ToPath)
	}
	o.ToPath, o.Sent = "", nil
	s := Standing{Owner: p.may(a, Read, o)}
	apart := o
	apart.UnitPath = "" // so that only the addressee can let it through
	for _, path := range sent {
		apart.ToPath = path
		if p.may(a, Read, apart) {
			s.Sent = append(s.Sent, path)
		}
	}
	return s
}

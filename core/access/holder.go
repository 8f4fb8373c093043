package access

import "context"

// Holder is a role that may do something to records of a kind: those of units in its
// reach, or with Addressed only those sent to them.
type Holder struct {
	Role      string
	Label     Label
	Addressed bool
}

// Holders are the roles of the province that may do the action to records of
// the kind, by id. Whether anybody has such a post is not asked.
func (g *Guard) Holders(ctx context.Context, kind string, action string) ([]Holder, error) {
	p, err := g.policies.Get(ctx)
	if err != nil {
		return nil, err
	}
	var out []Holder
	for _, r := range p.list {
		if m := p.mask(r.ID, kind, action); m != 0 {
			out = append(out, Holder{Role: r.ID, Label: r.Label, Addressed: m&(ownBit|branchBit|subtreeBit) == 0})
		}
	}
	return out, nil
}

package web

import (
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
)

// kindOut is a kind as its manifest has it, and what it means to the actor.
type kindOut struct {
	FullName string `json:"full_name"`
	declared
	Enabled   bool `json:"enabled"`
	CanCreate bool `json:"can_create"`
}

// declared is a kind without its own way of writing itself.
type declared manifest.Kind

// kindList is the kinds the actor may read or create somewhere, those of a
// module switched off included as long as it was used: they stay readable. Who
// administers people or modules gets all: they must name what others may do.
func kindList(c *call, _ struct{}) (items[kindOut], error) {
	out := items[kindOut]{Items: []kindOut{}}
	administers := c.Gate.Can(c.ctx, "admin:people", "", "") || c.Gate.Can(c.ctx, "admin:modules", "", "")
	for _, k := range c.Kinds.In(c.ctx).All() {
		on := c.Kinds.Enabled(c.ctx, k.FullName())
		create := on && c.creates(k)
		if create || administers || c.Gate.Can(c.ctx, "read", k.FullName(), "") {
			out.Items = append(out.Items, kindOut{k.FullName(), declared(*k.Kind), on, create})
		}
	}
	return out, nil
}

// creates asks at the actor's own units, which is where one creates.
func (c *call) creates(k *kind.Kind) bool {
	for _, p := range c.actor.Posts {
		if c.Gate.Can(c.ctx, "create", k.FullName(), p.UnitPath) {
			return true
		}
	}
	return false
}

package web

import (
	"slices"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
)

// kindHandler answers with the kinds of records.
type kindHandler struct {
	kinds *kind.Kinds
	gate  permission.Gate
	tree  *unit.Tree
}

// kindOut is a kind as its manifest has it, and what it means to the actor.
type kindOut struct {
	FullName string `json:"full_name"`
	declared
	Enabled   bool `json:"enabled"`
	CanCreate bool `json:"can_create"`
}

// declared is a kind without its own way of writing itself.
type declared manifest.Kind

// list is the kinds the actor may read or create somewhere, those of a
// module switched off included as long as it was used: they stay readable. Who
// administers people or modules gets all: they must name what others may do.
func (h kindHandler) list(c *endpoint.Call, _ struct{}) (endpoint.Items[kindOut], error) {
	out := endpoint.Items[kindOut]{Items: []kindOut{}}
	administers := h.gate.Can(c.Ctx, "admin:people", "", "") || h.gate.Can(c.Ctx, "admin:modules", "", "")
	for _, k := range h.kinds.In(c.Ctx).All() {
		reach, err := h.kinds.Reach(c.Ctx, k.FullName())
		if err != nil {
			return out, err
		}
		on := permission.Offered(reach, c.Actor.Posts)
		create := on && h.creates(c, k, reach)
		if create || administers || h.gate.Can(c.Ctx, "read", k.FullName(), "") {
			out.Items = append(out.Items, kindOut{k.FullName(), declared(*k.Kind), on, create})
		}
	}
	return out, nil
}

// creates asks whether there is an open unit where the module is on for which the actor
// may make one: mostly their own, else one in their reach that keeps such records.
func (h kindHandler) creates(c *endpoint.Call, k *kind.Kind, reach kind.Reach) bool {
	if !h.gate.Can(c.Ctx, "create", k.FullName(), "") {
		return false
	}
	at, err := h.tree.List(c.Ctx, unit.Filter{Kind: k.OwnerKinds, Open: true})
	return err == nil && slices.ContainsFunc(at.Items, func(u unit.Unit) bool {
		return reach.Holds(u.Path) && h.gate.Can(c.Ctx, "create", k.FullName(), u.Path)
	})
}

package person

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/web/endpoint"
)

// Role is one of the province's roles.
type Role struct {
	ID          string              `json:"id"`
	Label       manifest.Text       `json:"label"`
	Inherits    []string            `json:"inherits,omitempty"`
	Plays       map[string][]string `json:"plays,omitempty"`
	Permissions []Permission        `json:"permissions,omitempty"`
	Help        []manifest.Text     `json:"help,omitempty"`
}

// Permission is what a role may do, and how far it reaches.
type Permission struct {
	Kind   string `json:"kind"`
	Action string `json:"action"`
	Reach  string `json:"reach"`
}

// Roles lists the roles of the province in ctx.
type Roles interface {
	List(ctx context.Context) ([]Role, error)
}

// ListRoles shows everyone the names of roles, and what they permit to who
// administers them.
func (h Handler) ListRoles(c *endpoint.Call, _ struct{}) (endpoint.Items[Role], error) {
	list, err := h.Roles.List(c.Ctx)
	out := endpoint.Items[Role]{Items: append([]Role{}, list...)}
	if !h.Gate.Can(c.Ctx, "admin:roles", "", "") {
		for i := range out.Items {
			out.Items[i] = Role{ID: out.Items[i].ID, Label: out.Items[i].Label}
		}
	}
	return out, err
}

// Help are the first steps of whoever holds the posts: those of the first of their
// roles that has any.
func (h Handler) Help(c *endpoint.Call, posts []identity.Post) ([]manifest.Text, error) {
	list, err := h.Roles.List(c.Ctx)
	for _, p := range posts {
		at := slices.IndexFunc(list, func(r Role) bool { return r.ID == p.Role && len(r.Help) > 0 })
		if at >= 0 {
			return list[at].Help, err
		}
	}
	return []manifest.Text{}, err
}

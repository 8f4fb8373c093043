package admin

import (
	"context"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/switchboard"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
	"github.com/doanket/doanket/core/web/view"
)

// Module is one task module as the switchboard shows it.
type Module struct {
	ID       string        `json:"id"`
	Label    manifest.Text `json:"label"`
	Version  string        `json:"version"`          // the one in use here
	Versions []string      `json:"versions"`         // those installed, newest first
	Held     string        `json:"held,omitempty"`   // the version the province is held to; absent: the newest installed
	Digest   string        `json:"digest,omitempty"` // of the binary, version and manifest in use, in hex
	Pinned   string        `json:"pinned,omitempty"` // the digest the operator holds the module to
	Signed   bool          `json:"signed"`           // by a key the operator trusts
	Enabled  bool          `json:"enabled"`
	Status   string        `json:"status"`
	Detail   string        `json:"detail,omitempty"`
	Kinds    int           `json:"kinds"`

	Pilot []view.UnitRef `json:"pilot,omitempty"` // while it is tried: the only units, with all below them, at which it is on

	SetAside []Aside `json:"set_aside,omitempty"` // measures of it that have no figure, and what the province asked of it in vain
}

// StatusSetAside is the status of a module whose manifest cannot be used; its
// Detail says why. The other statuses are the module host's.
const StatusSetAside = "set_aside"

// Aside is a measure that cannot be counted, or without one a version or own
// fields the province asked for and cannot have, and why.
type Aside struct {
	Measure string        `json:"measure,omitempty"`
	Label   manifest.Text `json:"label,omitzero"`
	Reason  string        `json:"reason"`
}

// Modules is the switchboard of the province in ctx. Set is called inside the
// transaction of an Act.
type Modules interface {
	List(ctx context.Context) ([]Module, error)
	Set(ctx context.Context, id string, w switchboard.Wish) error
	Effect(ctx context.Context, id string, w switchboard.Wish) (*switchboard.Effect, error)
	Hold(ctx context.Context, id, version string) error // "": the newest
}

// Switchboard is the switchboard.
type Switchboard struct {
	Modules Modules
	Gate    permission.Gate
	Tenants *tenant.Registry
}

// List is a bare list, as the switchboard has no pages.
func (h Switchboard) List(c *endpoint.Call, _ struct{}) ([]Module, error) {
	if err := h.Gate.Check(c.Ctx, "admin:modules", "", ""); err != nil {
		return nil, err
	}
	list, err := h.Modules.List(c.Ctx)
	return append([]Module{}, list...), err
}

type moduleSetIn struct {
	ID      string   `path:"id"`
	Enabled *bool    `json:"enabled" required:"true"`
	Pilot   []string `json:"pilot"` // ids of the only units, with all below them, that try it; none: the whole province
}

// Set switches a module and answers with the switchboard.
func (h Switchboard) Set(c *endpoint.Call, in moduleSetIn) ([]Module, error) {
	if err := c.Fresh(); err != nil {
		return nil, err
	}
	act := permission.Act{Permission: "admin:modules", Action: "module.off", Object: in.ID, Kind: "module"}
	if *in.Enabled {
		act.Action = "module.on"
	}
	if len(in.Pilot) > 0 {
		act.Action, act.Detail = "module.pilot", map[string]any{"units": in.Pilot}
	}
	err := h.Gate.Act(c.Ctx, act, func(ctx context.Context) error {
		return h.Modules.Set(ctx, in.ID, switchboard.Wish{On: *in.Enabled, Pilot: in.Pilot})
	})
	if err != nil {
		return nil, err
	}
	if c.Ctx, err = h.Tenants.Enter(c.Ctx, c.Tenant.Slug); err != nil { // the province as it is now
		return nil, err
	}
	return h.List(c, struct{}{})
}

// newest takes the pin away.
const newest = "newest"

type moduleVersionIn struct {
	ID      string `path:"id"`
	Version string `json:"version" required:"true"` // one of those installed, or newest: whichever is
}

// Hold moves the pin of the province to a version of a module, or takes it away, and
// answers with the switchboard. The log keeps from where to where.
func (h Switchboard) Hold(c *endpoint.Call, in moduleVersionIn) ([]Module, error) {
	to := in.Version
	if to == newest {
		to = ""
	}
	if err := c.Fresh(); err != nil { // an older version may check less
		return nil, err
	}
	act := permission.Act{Permission: "admin:modules", Action: "module.version", Object: in.ID, Kind: "module",
		Detail: map[string]any{"from": c.Tenant.Settings.Versions[in.ID], "to": to}}
	err := h.Gate.Act(c.Ctx, act, func(ctx context.Context) error { return h.Modules.Hold(ctx, in.ID, to) })
	if err != nil {
		return nil, err
	}
	if c.Ctx, err = h.Tenants.Enter(c.Ctx, c.Tenant.Slug); err != nil {
		return nil, err
	}
	return h.List(c, struct{}{})
}

type moduleEffectIn struct {
	ID      string   `path:"id"`
	Enabled bool     `query:"enabled"`
	Pilot   []string `query:"pilot"`
}

// Effect says what Set would mean, for who may do it.
func (h Switchboard) Effect(c *endpoint.Call, in moduleEffectIn) (*switchboard.Effect, error) {
	if err := h.Gate.Check(c.Ctx, "admin:modules", "", ""); err != nil {
		return nil, err
	}
	return h.Modules.Effect(c.Ctx, in.ID, switchboard.Wish{On: in.Enabled, Pilot: in.Pilot})
}

package web

import (
	"context"

	"github.com/doanket/doanket/core/calendar"
)

// roleList shows everyone the names of roles, and what they permit to who
// administers them.
func roleList(c *call, _ struct{}) (items[Role], error) {
	list, err := c.Roles.List(c.ctx)
	out := items[Role]{append([]Role{}, list...)}
	if !c.Gate.Can(c.ctx, "admin:roles", "", "") {
		for i := range out.Items {
			out.Items[i] = Role{ID: out.Items[i].ID, Label: out.Items[i].Label}
		}
	}
	return out, err
}

type whyIn struct {
	Person string `query:"person"`
	Action string `query:"action" required:"true" maxLength:"100"`
	Object string `query:"object" maxLength:"200"`
}

func whyGet(c *call, in whyIn) (Explanation, error) {
	if in.Person == "" {
		in.Person = c.actor.PersonID
	}
	if in.Person != c.actor.PersonID {
		if err := c.Gate.Check(c.ctx, "admin:people", "", ""); err != nil {
			return Explanation{}, err
		}
	} else if _, err := c.readable(in.Object); err != nil {
		return Explanation{}, err // no oracle for what may not be seen
	}
	return c.Gate.Why(c.ctx, in.Person, in.Action, in.Object)
}

// moduleList is a bare list, as the switchboard has no pages.
func moduleList(c *call, _ struct{}) ([]Module, error) {
	if err := c.Gate.Check(c.ctx, "admin:modules", "", ""); err != nil {
		return nil, err
	}
	list, err := c.Modules.List(c.ctx)
	return append([]Module{}, list...), err
}

type moduleSetIn struct {
	ID      string `path:"id"`
	Enabled *bool  `json:"enabled" required:"true"`
}

func moduleSet(c *call, in moduleSetIn) ([]Module, error) {
	act := Act{Permission: "admin:modules", Action: "module.off", Object: in.ID, Kind: "module"}
	if *in.Enabled {
		act.Action = "module.on"
	}
	err := c.Gate.Act(c.ctx, act, func(ctx context.Context) error { return c.Modules.Set(ctx, in.ID, *in.Enabled) })
	if err != nil {
		return nil, err
	}
	if c.ctx, err = c.Tenants.Enter(c.ctx, c.tenant.Slug); err != nil { // the province as it is now
		return nil, err
	}
	return moduleList(c, struct{}{})
}

type auditListIn struct {
	Action string        `query:"action" maxLength:"100"`
	Object string        `query:"object" maxLength:"100"`
	Kind   string        `query:"kind" maxLength:"100"`
	Unit   string        `query:"unit"`
	Person string        `query:"person"`
	From   calendar.Date `query:"from"`
	To     calendar.Date `query:"to"`
	Limit  int           `query:"limit"`
	Cursor string        `query:"cursor" maxLength:"200"`
}

func auditList(c *call, in auditListIn) (AuditPage, error) {
	if err := c.Gate.Check(c.ctx, "audit:read", "", ""); err != nil {
		return AuditPage{}, err
	}
	limit, err := limited(in.Limit, 50, 200)
	if err != nil {
		return AuditPage{}, err
	}
	return c.Audit.List(c.ctx, AuditFilter{Action: in.Action, Object: in.Object, Kind: in.Kind, Unit: in.Unit, Person: in.Person,
		From: in.From, To: in.To, Limit: limit, Cursor: in.Cursor})
}

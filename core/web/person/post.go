package person

import (
	"context"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
)

type postGrantIn struct {
	ID    string        `path:"id"`
	Role  string        `json:"role" required:"true" maxLength:"60"`
	Unit  string        `json:"unit" required:"true"`
	From  calendar.Date `json:"from"`
	To    calendar.Date `json:"to"`
	Basis string        `json:"basis" maxLength:"500"`
}

func (in postGrantIn) grant(person string) identity.Grant {
	return identity.Grant{PersonID: person, Role: in.Role, UnitID: in.Unit, From: in.From, To: in.To, Basis: in.Basis}
}

// grantable checks the right to fill posts at the unit, and this one for the person
// ("": somebody new), and answers the unit's path.
func (h Handler) grantable(c *endpoint.Call, in postGrantIn, person string) (string, error) {
	u, err := h.Tree.Get(c.Ctx, in.Unit)
	if fault.Is(err, fault.NotFound) {
		return "", fault.New(fault.Invalid, "invalid", fault.Field("unit", "not_found"))
	}
	if err != nil {
		return "", err
	}
	if err := h.Gate.Check(c.Ctx, "admin:people", "", u.Path); err != nil {
		return "", err
	}
	p := identity.Post{PersonID: person, Role: in.Role, UnitID: u.ID}
	if p.UnitPath, p.UnitName, p.PlacePath, p.Branch, err = h.Tree.Seat(c.Ctx, u.ID); err != nil {
		return "", err
	}
	return u.Path, h.Gate.MayGive(c.Ctx, p)
}

// GrantPost gives a person a role at a unit.
func (h Handler) GrantPost(c *endpoint.Call, in postGrantIn) (PostOut, error) {
	path, err := h.grantable(c, in, in.ID)
	if err == nil {
		err = c.Fresh()
	}
	if err != nil {
		return PostOut{}, err
	}
	if _, err := h.People.Get(c.Ctx, in.ID); err != nil {
		return PostOut{}, err
	}
	var made *identity.Post
	err = h.Gate.Act(c.Ctx, permission.Act{Permission: "admin:people", UnitPath: path, Action: "post.grant", Object: in.ID, Kind: "person",
		UnitID: in.Unit, Reason: in.Basis, Detail: map[string]any{"role": in.Role}}, func(ctx context.Context) (err error) {
		made, err = h.People.Grant(ctx, in.grant(in.ID))
		return err
	})
	if err != nil {
		return PostOut{}, err
	}
	out, err := h.Posts(c, []identity.Post{*made})
	if err != nil {
		return PostOut{}, err
	}
	return out[0], nil
}

type postRevokeIn struct {
	ID   string        `path:"id"`
	Last calendar.Date `query:"last"`
}

// RevokePost ends a post on its last day.
func (h Handler) RevokePost(c *endpoint.Call, in postRevokeIn) (endpoint.Nothing, error) {
	p, err := h.People.Post(c.Ctx, in.ID)
	if err == nil {
		err = h.Gate.Check(c.Ctx, "admin:people", "", p.UnitPath)
	}
	if err == nil {
		err = h.Gate.MayGive(c.Ctx, *p)
	}
	if err != nil {
		return endpoint.Nothing{}, err
	}
	return endpoint.Nothing{}, h.Gate.Act(c.Ctx, permission.Act{Permission: "admin:people", UnitPath: p.UnitPath, Action: "post.revoke", Object: p.PersonID,
		Kind: "person", UnitID: p.UnitID, Detail: map[string]any{"role": p.Role, "post": p.ID}}, func(ctx context.Context) error {
		ending := []identity.Post{*p}
		if p.Delegates == "" {
			if ending, err = h.People.Lent(ctx, p.PersonID, p.ID); err != nil {
				return err
			}
		}
		if err := h.People.Revoke(ctx, p.ID, in.Last); err != nil || !in.Last.IsZero() {
			return err
		}
		for _, lent := range ending {
			if err := h.tellDelegation(ctx, c, lent, notice.DelegationEnded); err != nil {
				return err
			}
		}
		return nil
	})
}

package web

import (
	"context"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
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

// grantable checks the right to fill posts at the unit and answers its path.
func (c *call) grantable(in postGrantIn) (string, error) {
	u, err := c.Tree.Get(c.ctx, in.Unit)
	if fault.Is(err, fault.NotFound) {
		return "", fault.New(fault.Invalid, "invalid", fault.Field("unit", "not_found"))
	}
	if err != nil {
		return "", err
	}
	return u.Path, c.Gate.Check(c.ctx, "admin:people", "", u.Path)
}

func postGrant(c *call, in postGrantIn) (postOut, error) {
	path, err := c.grantable(in)
	if err != nil {
		return postOut{}, err
	}
	if _, err := c.People.Get(c.ctx, in.ID); err != nil {
		return postOut{}, err
	}
	var made *identity.Post
	err = c.Gate.Act(c.ctx, Act{Permission: "admin:people", UnitPath: path, Action: "post.grant", Object: in.ID, Kind: "person",
		UnitID: in.Unit, Reason: in.Basis, Detail: map[string]any{"role": in.Role}}, func(ctx context.Context) (err error) {
		made, err = c.People.Grant(ctx, in.grant(in.ID))
		return err
	})
	if err != nil {
		return postOut{}, err
	}
	out, err := c.posts([]identity.Post{*made})
	if err != nil {
		return postOut{}, err
	}
	return out[0], nil
}

type postRevokeIn struct {
	ID   string        `path:"id"`
	Last calendar.Date `query:"last"`
}

func postRevoke(c *call, in postRevokeIn) (nothing, error) {
	p, err := c.People.Post(c.ctx, in.ID)
	if err != nil {
		return nothing{}, err
	}
	return nothing{}, c.Gate.Act(c.ctx, Act{Permission: "admin:people", UnitPath: p.UnitPath, Action: "post.revoke", Object: p.PersonID,
		Kind: "person", UnitID: p.UnitID, Detail: map[string]any{"role": p.Role, "post": p.ID}}, func(ctx context.Context) error {
		return c.People.Revoke(ctx, p.ID, in.Last)
	})
}

type personLinkOut struct {
	Secret  string    `json:"secret"`
	URL     string    `json:"url"`
	Expires time.Time `json:"expires_at"`
}

// personLink makes a link that signs the person in once; whoever administers
// them hands it over.
func personLink(c *call, in idIn) (personLinkOut, error) {
	path, err := c.over(in.ID)
	if err != nil {
		return personLinkOut{}, err
	}
	out := personLinkOut{Expires: id.NowIn(c.ctx).Add(c.options.LinkTTL)}
	err = c.Gate.Act(c.ctx, Act{Permission: "admin:people", UnitPath: path, Action: "person.link", Object: in.ID, Kind: "person"},
		func(ctx context.Context) (err error) {
			out.Secret, err = c.People.OneTimeLink(ctx, in.ID, c.options.LinkTTL)
			return err
		})
	out.URL = fmt.Sprintf("%s/welcome?link=%s", c.origin, out.Secret)
	return out, err
}

package web

import (
	"slices"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
)

type personOut struct {
	ID           string    `json:"id"`
	Name         string    `json:"name"`
	Posts        []postOut `json:"posts"`
	Login        string    `json:"login,omitempty"` // from here on for administrators only
	FamilyMiddle string    `json:"family_middle,omitempty"`
	Given        string    `json:"given,omitempty"`
	Email        string    `json:"email,omitempty"`
	Locale       string    `json:"locale,omitempty"`
	HasPassword  bool      `json:"has_password,omitempty"`
	HasOTP       bool      `json:"has_otp,omitempty"`
	Disabled     bool      `json:"disabled,omitempty"`
}

type postOut struct {
	ID        string        `json:"id"`
	Role      string        `json:"role"`
	RoleLabel manifest.Text `json:"role_label"`
	Unit      unitRef       `json:"unit"`
	From      string        `json:"from,omitempty"`
	To        string        `json:"to,omitempty"`
	Delegated bool          `json:"delegated,omitempty"`
	Basis     string        `json:"basis,omitempty"`
}

// unitRef names a unit; where only the name matters the rest stays empty.
type unitRef struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Kind        string `json:"kind,omitempty"`
	Code        string `json:"code,omitempty"`
	Path        string `json:"path,omitempty"`
	HasChildren bool   `json:"has_children,omitempty"`
}

func refOf(u *unit.Unit) unitRef {
	return unitRef{u.ID, u.Name, u.Kind, u.Code, u.Path, u.Children > 0}
}

// posts puts the province's labels and the units' names to posts.
func (c *call) posts(list []identity.Post) ([]postOut, error) {
	out := make([]postOut, 0, len(list))
	if len(list) == 0 {
		return out, nil
	}
	labels, err := c.roleLabels()
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		at := unitRef{ID: p.UnitID, Name: p.UnitName, Path: p.UnitPath}
		if u, err := c.Tree.Get(c.ctx, p.UnitID); err == nil {
			at = refOf(u)
		}
		out = append(out, postOut{ID: p.ID, Role: p.Role, RoleLabel: labels[p.Role], Unit: at, From: p.From.String(), To: p.To.String(),
			Delegated: p.Delegates != "", Basis: p.Basis})
	}
	return out, nil
}

func (c *call) roleLabels() (map[string]manifest.Text, error) {
	roles, err := c.Roles.List(c.ctx)
	out := map[string]manifest.Text{}
	for _, r := range roles {
		out[r.ID] = r.Label
	}
	return out, err
}

type personListIn struct {
	Q      string   `query:"q" maxLength:"200"`
	Unit   string   `query:"unit"`
	Role   string   `query:"role"`
	IDs    []string `query:"ids"`
	Limit  int      `query:"limit"`
	Cursor string   `query:"cursor"`
}

// personList gives everyone names and posts, which are public within a
// province; logins and addresses only to who administers the person.
func personList(c *call, in personListIn) (page[personOut], error) {
	limit, err := limited(in.Limit, 30, 200)
	if err != nil {
		return page[personOut]{}, err
	}
	f := identity.PersonFilter{Q: in.Q, Role: in.Role, IDs: in.IDs, Limit: limit, Cursor: in.Cursor}
	if in.Unit != "" {
		f.UnitIDs = []string{in.Unit}
	}
	admin := c.Gate.Can(c.ctx, "admin:people", "", "")
	if !admin {
		f.Disabled = new(bool)
	}
	p, err := c.People.List(c.ctx, f)
	if err != nil {
		return page[personOut]{}, err
	}
	held, err := c.People.PostsAt(c.ctx, nil)
	if err != nil {
		return page[personOut]{}, err
	}
	byPerson := map[string][]identity.Post{}
	for _, h := range held {
		byPerson[h.PersonID] = append(byPerson[h.PersonID], h)
	}
	out := page[personOut]{Items: []personOut{}, Next: p.Next}
	for i := range p.Items {
		held := byPerson[p.Items[i].ID]
		one, err := c.person(&p.Items[i], held, admin && c.administers(held))
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, one)
	}
	return out, nil
}

// administers reports whether the right to administer people reaches all of
// these posts; without any, it must be the whole province's.
func (c *call) administers(held []identity.Post) bool {
	if len(held) == 0 {
		return c.Gate.Check(c.ctx, "admin:people", "", "") == nil
	}
	return !slices.ContainsFunc(held, func(p identity.Post) bool { return !c.Gate.Can(c.ctx, "admin:people", "", p.UnitPath) })
}

func (c *call) person(p *identity.Person, held []identity.Post, full bool) (personOut, error) {
	posts, err := c.posts(held)
	out := personOut{ID: p.ID, Name: p.Display, Posts: posts}
	if full {
		out.Login, out.FamilyMiddle, out.Given, out.Email, out.Locale = p.Login, p.FamilyMiddle, p.Given, p.Email, p.Locale
		out.HasPassword, out.HasOTP, out.Disabled = p.HasPassword, p.HasOTP, p.Disabled
	}
	return out, err
}

func personGet(c *call, in idIn) (personOut, error) {
	p, err := c.People.Get(c.ctx, in.ID)
	if err != nil {
		return personOut{}, err
	}
	admin := c.Gate.Can(c.ctx, "admin:people", "", "")
	if p.Disabled && !admin {
		return personOut{}, fault.New(fault.NotFound, "not_found")
	}
	if admin {
		held, err := c.People.PostsAt(c.ctx, nil)
		if err != nil {
			return personOut{}, err
		}
		held = slices.DeleteFunc(held, func(h identity.Post) bool { return h.PersonID != p.ID })
		admin = c.administers(held)
	}
	return c.shown(p, admin || p.ID == c.actor.PersonID)
}

// shown is one person with all posts, those to come and those past included.
func (c *call) shown(p *identity.Person, full bool) (personOut, error) {
	held, err := c.People.Posts(c.ctx, p.ID)
	if err != nil {
		return personOut{}, err
	}
	return c.person(p, held, full)
}

package person

import (
	"slices"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
	consent "github.com/doanket/doanket/core/web/proposal"
	"github.com/doanket/doanket/core/web/view"
)

// Handler answers for the people of a province and their posts.
type Handler struct {
	People  *identity.People
	Tree    *unit.Tree
	Gate    permission.Gate
	Roles   Roles
	Herald  Herald
	Second  consent.Handler
	LinkTTL time.Duration // life of a one-time link
}

type personOut struct {
	ID           string    `json:"id"`
	Name         string    `json:"name"`
	Posts        []PostOut `json:"posts"`
	Login        string    `json:"login,omitempty"` // from here on for administrators only
	FamilyMiddle string    `json:"family_middle,omitempty"`
	Given        string    `json:"given,omitempty"`
	Email        string    `json:"email,omitempty"`
	Locale       string    `json:"locale,omitempty"`
	HasPassword  bool      `json:"has_password,omitempty"`
	HasOTP       bool      `json:"has_otp,omitempty"`
	Disabled     bool      `json:"disabled,omitempty"`
	Linked       bool      `json:"linked,omitempty"` // signs in by a provider

	Proposal *consent.ProposalOut `json:"proposal,omitempty"` // what of a change a second administrator must confirm
}

// PostOut is a post with the names of its role and unit.
type PostOut struct {
	ID        string        `json:"id"`
	Role      string        `json:"role"`
	RoleLabel manifest.Text `json:"role_label"`
	Unit      view.UnitRef  `json:"unit"`
	Place     *view.UnitRef `json:"place,omitempty"` // which tells the unit from others of its name
	From      string        `json:"from,omitempty"`
	To        string        `json:"to,omitempty"`
	Delegated bool          `json:"delegated,omitempty"`
	Basis     string        `json:"basis,omitempty"`
}

// Posts puts the province's labels and the units' names to posts.
func (h Handler) Posts(c *endpoint.Call, list []identity.Post) ([]PostOut, error) {
	out := make([]PostOut, 0, len(list))
	if len(list) == 0 {
		return out, nil
	}
	labels, err := h.Labels(c)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		at, beside := view.UnitRef{ID: p.UnitID, Name: p.UnitName, Path: p.UnitPath}, (*view.UnitRef)(nil)
		if u, err := h.Tree.Get(c.Ctx, p.UnitID); err == nil {
			at, beside = view.UnitOf(u), view.Beside(c.Ctx, h.Tree, u)
		}
		out = append(out, PostOut{ID: p.ID, Role: p.Role, RoleLabel: labels[p.Role], Unit: at, Place: beside, From: p.From.String(), To: p.To.String(),
			Delegated: p.Delegates != "", Basis: p.Basis})
	}
	return out, nil
}

// Labels are what the province calls its roles, by id.
func (h Handler) Labels(c *endpoint.Call) (map[string]manifest.Text, error) {
	roles, err := h.Roles.List(c.Ctx)
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

// List gives everyone names and posts, which are public within a
// province; logins and addresses only to who administers the person, who may
// also find them by the whole login.
func (h Handler) List(c *endpoint.Call, in personListIn) (endpoint.Page[personOut], error) {
	limit, err := endpoint.Limit(in.Limit, 30, 200)
	if err != nil {
		return endpoint.Page[personOut]{}, err
	}
	f := identity.PersonFilter{Q: in.Q, Role: in.Role, IDs: in.IDs, Limit: limit, Cursor: in.Cursor}
	if in.Unit != "" {
		f.UnitIDs = []string{in.Unit}
	}
	admin := h.Gate.Can(c.Ctx, "admin:people", "", "")
	if !admin {
		f.Disabled = new(bool)
	}
	held, err := h.People.PostsAt(c.Ctx, nil)
	if err != nil {
		return endpoint.Page[personOut]{}, err
	}
	byPerson := map[string][]identity.Post{}
	for _, h := range held {
		byPerson[h.PersonID] = append(byPerson[h.PersonID], h)
	}
	if admin && in.Q != "" {
		// A part of a login would tell the rest of it letter by letter.
		if p, err := h.People.ByLogin(c.Ctx, in.Q); err == nil && h.administers(c, byPerson[p.ID]) {
			f.OrID = p.ID
		}
	}
	p, err := h.People.List(c.Ctx, f)
	if err != nil {
		return endpoint.Page[personOut]{}, err
	}
	out := endpoint.Page[personOut]{Items: []personOut{}, Next: p.Next}
	for i := range p.Items {
		held := byPerson[p.Items[i].ID]
		one, err := h.person(c, &p.Items[i], held, admin && h.administers(c, held))
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, one)
	}
	return out, nil
}

// administers reports whether the right to administer people reaches all of
// these posts; without any, it must be the whole province's.
func (h Handler) administers(c *endpoint.Call, held []identity.Post) bool {
	if len(held) == 0 {
		return h.Gate.Check(c.Ctx, "admin:people", "", "") == nil
	}
	return !slices.ContainsFunc(held, func(p identity.Post) bool { return !h.Gate.Can(c.Ctx, "admin:people", "", p.UnitPath) })
}

func (h Handler) person(c *endpoint.Call, p *identity.Person, held []identity.Post, full bool) (personOut, error) {
	posts, err := h.Posts(c, held)
	out := personOut{ID: p.ID, Name: p.Display, Posts: posts}
	if full {
		out.Login, out.FamilyMiddle, out.Given, out.Email, out.Locale = p.Login, p.FamilyMiddle, p.Given, p.Email, p.Locale
		out.HasPassword, out.HasOTP, out.Disabled, out.Linked = p.HasPassword, p.HasOTP, p.Disabled, p.Linked
	}
	return out, err
}

// Get shows a person; disabled ones and logins only to administrators.
func (h Handler) Get(c *endpoint.Call, in endpoint.ByID) (personOut, error) {
	p, err := h.People.Get(c.Ctx, in.ID)
	if err != nil {
		return personOut{}, err
	}
	admin := h.Gate.Can(c.Ctx, "admin:people", "", "")
	if p.Disabled && !admin {
		return personOut{}, fault.New(fault.NotFound, "not_found")
	}
	if admin {
		held, err := h.People.PostsAt(c.Ctx, nil)
		if err != nil {
			return personOut{}, err
		}
		held = slices.DeleteFunc(held, func(h identity.Post) bool { return h.PersonID != p.ID })
		admin = h.administers(c, held)
	}
	return h.shown(c, p, admin || p.ID == c.Actor.PersonID)
}

// shown is one person with all posts, those to come and those past included.
func (h Handler) shown(c *endpoint.Call, p *identity.Person, full bool) (personOut, error) {
	held, err := h.People.Posts(c.Ctx, p.ID)
	if err != nil {
		return personOut{}, err
	}
	return h.person(c, p, held, full)
}

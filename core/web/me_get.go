package web

import (
	"sort"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/manifest"
)

type meOut struct {
	Person  Who        `json:"person"`
	Tenant  meTenant   `json:"tenant"`
	Posts   []postOut  `json:"posts"`
	Modules []meModule `json:"modules"`
	Menu    []menuOut  `json:"menu"`
	Boards  []boardRef `json:"boards"`
	Can     []string   `json:"can"`
	CSRF    string     `json:"csrf"`
	Locale  string     `json:"locale"`
	Today   string     `json:"today"`
}

type meTenant struct {
	Slug   string `json:"slug"`
	Name   string `json:"name"`
	Locale string `json:"locale"`
}

type meModule struct {
	ID      string        `json:"id"`
	Label   manifest.Text `json:"label"`
	Enabled bool          `json:"enabled"`
}

type menuOut struct {
	Kind   string        `json:"kind"`
	Label  manifest.Text `json:"label"`
	Order  int           `json:"order"`
	Icon   string        `json:"icon,omitempty"`
	Module string        `json:"module"`
}

type boardRef struct {
	ID    string        `json:"id"`
	Label manifest.Text `json:"label"`
}

// askable are the actions beyond records that open a screen of the client.
var askable = []string{"admin:units", "admin:people", "admin:roles", "admin:modules", "admin:settings", "audit:read", "figure:read"}

func meGet(c *call, _ struct{}) (meOut, error) {
	a := c.actor
	out := meOut{Person: Who{ID: a.PersonID, Login: a.Login, Name: a.Name}, CSRF: c.sign.CSRF, Locale: a.Locale,
		Tenant:  meTenant{Slug: c.tenant.Slug, Name: c.tenant.Name, Locale: c.tenant.Settings.Locale},
		Modules: []meModule{}, Menu: []menuOut{}, Boards: []boardRef{}, Can: []string{},
		Today: calendar.Today(id.NowIn(c.ctx)).String()}
	if out.Locale == "" {
		out.Locale = c.tenant.Settings.Locale
	}
	var err error
	if out.Posts, err = c.posts(a.Posts); err != nil {
		return out, err
	}
	for _, m := range c.Kinds.In(c.ctx).Manifests() {
		on := m.ID == manifest.CoreID || c.tenant.On(m.ID)
		if m.ID != manifest.CoreID {
			out.Modules = append(out.Modules, meModule{m.ID, m.Label, on})
		}
		if on {
			out.Menu = append(out.Menu, c.menu(m)...)
		}
	}
	sort.SliceStable(out.Menu, func(i, j int) bool { return out.Menu[i].Order < out.Menu[j].Order })
	for _, action := range askable {
		if c.Gate.Can(c.ctx, action, "", "") {
			out.Can = append(out.Can, action)
		}
	}
	out.Boards = c.boards()
	return out, nil
}

// menu is a manifest's entries whose records the actor may read somewhere.
func (c *call) menu(m *manifest.Manifest) []menuOut {
	var out []menuOut
	for _, e := range m.Menu {
		kind := e.Kind
		if k := m.Kind(kind); k != nil {
			kind = k.FullName()
		}
		if c.Gate.Can(c.ctx, "read", kind, "") {
			out = append(out, menuOut{kind, e.Label, e.Order, e.Icon, m.ID})
		}
	}
	return out
}

package web

import (
	"sort"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
	"github.com/doanket/doanket/core/web/person"
	"github.com/doanket/doanket/core/web/view"
)

// meHandler answers who the actor is and what they may open.
type meHandler struct {
	kinds  *kind.Kinds
	gate   permission.Gate
	people person.Handler
	device person.Devices
	boards func(*endpoint.Call) []boardRef
}

type meOut struct {
	Person  view.Who         `json:"person"`
	Tenant  meTenant         `json:"tenant"`
	Posts   []person.PostOut `json:"posts"`
	Modules []meModule       `json:"modules"`
	Menu    []menuOut        `json:"menu"`
	Boards  []boardRef       `json:"boards"`
	Can     []string         `json:"can"`
	CSRF    string           `json:"csrf"`
	Locale  string           `json:"locale"`
	Today   string           `json:"today"`
	Help    []manifest.Text  `json:"help"` // the first steps of whoever comes new, at most three lines
	// Device opens what the browser keeps for its owner.
	Device *person.DeviceKeyOut `json:"device,omitempty"`
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
	Off   bool          `json:"off,omitempty"` // its module was switched off: nobody follows it
}

// askable are the actions beyond records that open a screen of the client.
var askable = []string{"admin:units", "admin:people", "admin:roles", "admin:modules", "admin:settings", "audit:read", "figure:read", "figure:close", "report:write", "report:freeze"}

func (h meHandler) get(c *endpoint.Call, _ struct{}) (meOut, error) {
	c.Header.Set("Cache-Control", "no-store") // the key of what the browser keeps is in it
	a := c.Actor
	out := meOut{Person: view.Who{ID: a.PersonID, Login: a.Login, Name: a.Name}, CSRF: c.Sign.CSRF, Locale: a.Locale,
		Tenant:  meTenant{Slug: c.Tenant.Slug, Name: c.Tenant.Name, Locale: c.Tenant.Settings.Locale},
		Modules: []meModule{}, Menu: []menuOut{}, Boards: []boardRef{}, Can: []string{},
		Today: calendar.Today(id.NowIn(c.Ctx)).String()}
	if out.Locale == "" {
		out.Locale = c.Tenant.Settings.Locale
	}
	var err error
	if out.Posts, err = h.people.Posts(c, a.Posts); err != nil {
		return out, err
	}
	for _, m := range h.kinds.In(c.Ctx).Manifests() {
		reach, err := h.kinds.Reach(c.Ctx, m.ID+".")
		if err != nil {
			return out, err
		}
		on := permission.Offered(reach, a.Posts)
		if m.ID != manifest.CoreID {
			out.Modules = append(out.Modules, meModule{m.ID, m.Label, on})
		}
		if on {
			out.Menu = append(out.Menu, h.menu(c, m)...)
		}
	}
	sort.SliceStable(out.Menu, func(i, j int) bool { return out.Menu[i].Order < out.Menu[j].Order })
	for _, action := range askable {
		if h.gate.Can(c.Ctx, action, "", "") {
			out.Can = append(out.Can, action)
		}
	}
	out.Boards = h.boards(c)
	if out.Device, err = h.device.Of(c); err != nil {
		return out, err
	}
	out.Help, err = h.people.Help(c, a.Posts)
	return out, err
}

// menu is a manifest's entries whose records the actor may read somewhere.
func (h meHandler) menu(c *endpoint.Call, m *manifest.Manifest) []menuOut {
	var out []menuOut
	for _, e := range m.Menu {
		kind := e.Kind
		if k := m.Kind(kind); k != nil {
			kind = k.FullName()
		}
		if h.gate.Can(c.Ctx, "read", kind, "") {
			out = append(out, menuOut{kind, e.Label, e.Order, e.Icon, m.ID})
		}
	}
	return out
}

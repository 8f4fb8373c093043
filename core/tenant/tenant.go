package tenant

import (
	"context"
	"maps"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
)

// The states of a Tenant. One being restored is nobody's yet: it has no host
// and cannot be entered.
const (
	Active    = "active"
	Suspended = "suspended"
	Restoring = "restoring"
)

// Tenant is one province.
type Tenant struct {
	Slug      string          `json:"slug"`
	Name      string          `json:"name"`
	Hosts     []string        `json:"hosts"` // own hosts beside <slug>.<base domain>
	State     string          `json:"state"`
	Code      string          `json:"code"` // the national code of the province
	Modules   map[string]bool `json:"modules"`
	Settings  Settings        `json:"settings"`
	CreatedAt time.Time       `json:"created_at"`

	book  *calendar.Book // made once, when the province is read
	stamp string
}

// Stamp is equal as long as nothing in the province's settings changed.
func (t *Tenant) Stamp() string { return t.stamp }

// Having is the province as it will be with other settings: to try them before
// they are set.
func (t *Tenant) Having(s Settings) *Tenant {
	out := *t
	book := s.book()
	out.Settings, out.book, out.stamp = s, &book, asText(s)
	return &out
}

// Switched is the province as it will be with a module off, on, or tried at the units
// of a pilot: to tell what that means before it is done.
func (t *Tenant) Switched(module string, on bool, pilot []string) *Tenant {
	s := t.Settings
	s.Pilots = maps.Clone(s.Pilots)
	if s.Pilots == nil {
		s.Pilots = map[string][]string{}
	}
	if s.Pilots[module] = pilot; !on || len(pilot) == 0 {
		delete(s.Pilots, module)
	}
	out := t.Having(s)
	out.Modules = maps.Clone(t.Modules)
	out.Modules[module] = on
	return out
}

type key struct{}

// From is the province in ctx. It is shared: do not change it.
func From(ctx context.Context) (*Tenant, error) {
	if t, ok := ctx.Value(key{}).(*Tenant); ok {
		return t, nil
	}
	return nil, fault.New(fault.Internal, "no_province")
}

// With puts t into ctx without a registry: for tests and tools.
func With(ctx context.Context, t *Tenant) context.Context { return context.WithValue(ctx, key{}, t) }

// On reports whether the module is switched on, if only at some units.
func (t *Tenant) On(module string) bool { return t.Modules[module] }

// Ended reports whether the module was on and has been switched off: one that never was
// is nothing to anybody.
func (t *Tenant) Ended(module string) bool {
	on, touched := t.Modules[module]
	return touched && !on
}

// Pilot is the ids of the units that try the module, nil where it is on everywhere or
// off.
func (t *Tenant) Pilot(module string) []string { return t.Settings.Pilots[module] }

// Book is the province's working calendar: the national one with its own
// corrections.
func (t *Tenant) Book() calendar.Book {
	if t.book != nil {
		return *t.book
	}
	return t.Settings.book()
}

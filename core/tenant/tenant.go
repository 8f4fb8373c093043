package tenant

import (
	"context"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

func notReady() error { return fault.New(fault.Unavailable, "not.ready") }

// The states of a Tenant.
const (
	Active    = "active"
	Suspended = "suspended"
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
}

// Limits bound what one province may use; 0 means the default.
type Limits struct {
	StorageBytes int64 `json:"storage_bytes"`
	Users        int   `json:"users"`
	Requests     int   `json:"requests"`     // in flight
	ModuleCalls  int   `json:"module_calls"` // in flight
}

// Settings are what a province decides for itself.
type Settings struct {
	Locale        string            `json:"locale"`
	ReportCutoffs map[string]int    `json:"report_cutoffs"` // report → day of the month
	PostalDays    int               `json:"postal_days"`
	Deadlines     map[string]int    `json:"deadlines"` // rule code → length, where the law gives none
	Limits        Limits            `json:"limits"`
	SelfApproval  bool              `json:"self_approval"`
	Holidays      map[string]string `json:"holidays"` // "2006-01-02" → name; "" takes a national one away
	Makeup        map[string]bool   `json:"makeup"`   // weekend days that are worked
	Extra         map[string]any    `json:"extra"`    // for rooms and modules, by their own keys
}

// Options of a Registry.
type Options struct{ BaseDomain string }

// Registry answers which provinces there are.
type Registry struct{ cluster *db.Cluster }

// New makes a Registry over the cluster's control database.
func New(c *db.Cluster, o Options) *Registry { return &Registry{cluster: c} }

// Create adds a province and its database; the same slug again changes nothing but what differs.
func (r *Registry) Create(ctx context.Context, t Tenant) (*Tenant, error) { return nil, notReady() }

// Get is the province with the slug.
func (r *Registry) Get(ctx context.Context, slug string) (*Tenant, error) { return nil, notReady() }

// List is all provinces by slug.
func (r *Registry) List(ctx context.Context) ([]*Tenant, error) { return nil, notReady() }

// ByHost finds the province a host (with or without port) belongs to.
func (r *Registry) ByHost(ctx context.Context, host string) (*Tenant, error) {
	return nil, notReady()
}

// Change merges a JSON object into the province (name, hosts, code, settings; deep, null removes).
func (r *Registry) Change(ctx context.Context, slug string, merge map[string]any) (*Tenant, error) {
	return nil, notReady()
}

// Suspend closes the province to everyone.
func (r *Registry) Suspend(ctx context.Context, slug string) error { return notReady() }

// Resume opens it again.
func (r *Registry) Resume(ctx context.Context, slug string) error { return notReady() }

// Remove deletes the province and its database.
func (r *Registry) Remove(ctx context.Context, slug string) error { return notReady() }

// SetModule switches a module on or off.
func (r *Registry) SetModule(ctx context.Context, slug, module string, on bool) error {
	return notReady()
}

// Enter puts the province and its database into ctx; an unknown one is NotFound, a suspended one Unavailable.
func (r *Registry) Enter(ctx context.Context, slug string) (context.Context, error) {
	return ctx, notReady()
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

// On reports whether the module is switched on.
func (t *Tenant) On(module string) bool { return t.Modules[module] }

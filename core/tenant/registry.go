package tenant

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

// Options of a Registry.
type Options struct{ BaseDomain string }

// Registry answers which provinces there are. Answers come from memory; what
// another process changed shows within a second.
type Registry struct {
	cluster *db.Cluster
	base    string
	known   *db.Cache[provinces]
}

// New makes a Registry over the cluster's control database.
func New(c *db.Cluster, o Options) *Registry {
	r := &Registry{cluster: c, base: strings.ToLower(o.BaseDomain)}
	r.known = r.newCache()
	return r
}

// row is a province as the control database has it.
type row struct {
	bun.BaseModel `bun:"table:tenant,alias:tenant"`

	Slug      string    `bun:"slug,pk"`
	Name      string    `bun:"name"`
	Code      string    `bun:"code"`
	State     string    `bun:"state"`
	Hosts     string    `bun:"hosts"`
	Modules   string    `bun:"modules"`
	Settings  string    `bun:"settings"`
	CreatedAt time.Time `bun:"created_at"`
}

func rowOf(t *Tenant) *row {
	return &row{Slug: t.Slug, Name: t.Name, Code: t.Code, State: t.State, Hosts: asText(t.Hosts), Modules: asText(t.Modules),
		Settings: asText(t.Settings), CreatedAt: t.CreatedAt}
}

func asText(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return "null"
	}
	return string(raw)
}

func (r *row) tenant() (*Tenant, error) {
	t := &Tenant{Slug: r.Slug, Name: r.Name, Code: r.Code, State: r.State, Modules: map[string]bool{}, CreatedAt: r.CreatedAt.UTC()}
	for raw, into := range map[string]any{r.Hosts: &t.Hosts, r.Settings: &t.Settings} {
		if err := json.Unmarshal([]byte(raw), into); err != nil {
			return nil, fmt.Errorf("province %s: %w", r.Slug, err)
		}
	}
	if err := json.Unmarshal([]byte(r.Modules), &t.Modules); err != nil {
		return nil, fmt.Errorf("province %s: %w", r.Slug, err)
	}
	if t.Modules == nil {
		t.Modules = map[string]bool{}
	}
	book := t.Settings.book()
	t.book, t.stamp = &book, r.Settings
	return t, nil
}

var (
	slugForm = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	hostForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$`)
)

// maxSlug keeps "p_<slug>" within what PostgreSQL allows for a schema's name.
const maxSlug = 40

func (t *Tenant) check() error {
	var wrong []fault.FieldError
	if !slugForm.MatchString(t.Slug) || len(t.Slug) > maxSlug {
		wrong = append(wrong, fault.FieldError{Field: "slug", Code: "invalid"})
	}
	name, problem := text.Line(t.Name)
	switch {
	case problem != "":
		wrong = append(wrong, fault.FieldError{Field: "name", Code: problem})
	case name == "":
		wrong = append(wrong, fault.FieldError{Field: "name", Code: "required"})
	default:
		t.Name = name
	}
	for _, h := range t.Hosts {
		if !hostForm.MatchString(h) {
			wrong = append(wrong, fault.FieldError{Field: "hosts", Code: "invalid"})
		}
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "invalid", fault.Fields(wrong...))
	}
	return t.Settings.check()
}

// Create adds a province and its database. Of two at once one is told "exists"
// by the name; a crash between database and name is mended by creating again.
func (r *Registry) Create(ctx context.Context, t Tenant) (*Tenant, error) {
	ctx = r.cluster.With(ctx)
	if err := r.free(ctx, &t); err != nil {
		return nil, fmt.Errorf("create province %s: %w", t.Slug, err)
	}
	if err := r.cluster.Create(ctx, t.Slug); err != nil {
		return nil, fmt.Errorf("create database of %s: %w", t.Slug, err)
	}
	return r.Register(ctx, t)
}

// Register gives a province whose database is there its name. Within a control
// transaction it is known to others once that commits. Faults: Invalid naming
// each field, Conflict "exists" for a slug or host another has.
func (r *Registry) Register(ctx context.Context, t Tenant) (*Tenant, error) {
	ctx = r.cluster.With(ctx)
	err := db.InControlTx(ctx, func(ctx context.Context) error {
		if err := r.free(ctx, &t); err != nil {
			return err
		}
		t.CreatedAt = db.Now(ctx)
		tx, err := db.Control(ctx)
		if err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(rowOf(&t)).Exec(ctx); err != nil {
			return err
		}
		return keepHosts(ctx, tx, &t)
	})
	r.forget(ctx)
	if err != nil {
		return nil, fmt.Errorf("create province %s: %w", t.Slug, err)
	}
	return rowOf(&t).tenant()
}

// free fills in what a new province has not said and refuses what cannot be,
// and a name or host that another has, before a database is made that nobody
// would own.
func (r *Registry) free(ctx context.Context, t *Tenant) error {
	t.Settings.Locale = cmp.Or(t.Settings.Locale, defaults().Locale)
	t.Settings.PostalDays = cmp.Or(t.Settings.PostalDays, defaults().PostalDays)
	t.State = cmp.Or(t.State, Active)
	if err := t.check(); err != nil {
		return err
	}
	list, err := r.read(ctx)
	if err != nil {
		return err
	}
	for _, other := range list {
		if other.Slug == t.Slug {
			return fault.New(fault.Conflict, "exists", fault.Field("slug"))
		}
		if slices.ContainsFunc(t.Hosts, func(h string) bool { return slices.Contains(other.Hosts, h) }) {
			return fault.New(fault.Conflict, "exists", fault.Field("hosts"))
		}
	}
	return r.ownHosts(t)
}

// ownHosts refuses hosts of the base domain: each is a province's by its slug,
// and the bare one is the operator's.
func (r *Registry) ownHosts(t *Tenant) error {
	for _, h := range t.Hosts {
		if r.base != "" && (h == r.base || strings.HasSuffix(h, "."+r.base)) {
			return fault.New(fault.Invalid, "invalid", fault.Field("hosts"))
		}
	}
	return nil
}

// keepHosts takes the province's own hosts; one that another has is Conflict.
func keepHosts(ctx context.Context, tx bun.IDB, t *Tenant) error {
	if _, err := tx.NewRaw("DELETE FROM tenant_host WHERE slug = ?", t.Slug).Exec(ctx); err != nil {
		return err
	}
	for _, h := range t.Hosts {
		if _, err := tx.NewRaw("INSERT INTO tenant_host (host, slug) VALUES (?, ?)", h, t.Slug).Exec(ctx); err != nil {
			return fmt.Errorf("host %s: %w", h, err)
		}
	}
	return nil
}

// Change merges a JSON object into the province (name, hosts, code, settings;
// deep, null removes). Faults: NotFound, Invalid naming each field.
func (r *Registry) Change(ctx context.Context, slug string, merge map[string]any) (*Tenant, error) {
	return r.alter(ctx, slug, func(t *Tenant) error {
		for name, value := range merge {
			if err := t.set(name, value); err != nil {
				return err
			}
		}
		if err := t.check(); err != nil {
			return err
		}
		return r.ownHosts(t)
	})
}

func (t *Tenant) set(name string, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	var into any
	switch name {
	case "name":
		into = &t.Name
	case "code":
		into = &t.Code
	case "hosts":
		t.Hosts, into = nil, &t.Hosts
	case "settings":
		t.Settings, err = t.Settings.Merged(value)
		return err
	default:
		return fault.New(fault.Invalid, "unknown_field", fault.Field(strings.ToValidUTF8(name, "?")))
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fault.New(fault.Invalid, "invalid", fault.Field(name), fault.Cause(err))
	}
	return nil
}

// Within is the province as the control transaction in ctx has it, with what was
// changed in it and nobody else sees yet; outside one as it is kept. Fault: NotFound.
func (r *Registry) Within(ctx context.Context, slug string) (*Tenant, error) {
	q, err := db.Control(r.cluster.With(ctx))
	if err != nil {
		return nil, err
	}
	have := &row{}
	if err := q.NewSelect().Model(have).Where("slug = ?", slug).Scan(ctx); err != nil {
		return nil, db.Fault(err)
	}
	return have.tenant()
}

// Suspend closes the province to everyone.
func (r *Registry) Suspend(ctx context.Context, slug string) error {
	return r.place(ctx, slug, Suspended)
}

// Resume opens it again.
func (r *Registry) Resume(ctx context.Context, slug string) error {
	return r.place(ctx, slug, Active)
}

// place puts the province into a state; one whose restore broke off stays in
// that, since half of it may be missing.
func (r *Registry) place(ctx context.Context, slug, state string) error {
	_, err := r.alter(ctx, slug, func(t *Tenant) error {
		if t.State == Restoring {
			return fault.New(fault.Conflict, "tenant_unfinished", fault.Param("tenant", slug))
		}
		t.State = state
		return nil
	})
	return err
}

// Restored gives a province that is whole now the state it had when it was saved.
func (r *Registry) Restored(ctx context.Context, slug, state string) error {
	_, err := r.alter(ctx, slug, func(t *Tenant) error { t.State = state; return nil })
	return err
}

// SetModule switches a module on or off; on with units of a pilot, it is on at these
// and below them only.
func (r *Registry) SetModule(ctx context.Context, slug, module string, on bool, pilot ...string) error {
	_, err := r.alter(ctx, slug, func(t *Tenant) error {
		*t = *t.Switched(module, on, pilot)
		return nil
	})
	return err
}

// Set puts settings in the place of those that before, as it was read, had; it
// checks nothing of what they say. Fault: Stale settings_stale when others were
// set meanwhile.
func (r *Registry) Set(ctx context.Context, before *Tenant, s Settings) error {
	_, err := r.alter(ctx, before.Slug, func(t *Tenant) error {
		if t.stamp != before.stamp {
			return fault.New(fault.Stale, "settings_stale")
		}
		t.Settings = s
		return nil
	})
	return err
}

// SetFields puts the own fields of settings, with their version, in the place of
// those the province has; it checks nothing of what they say.
func (r *Registry) SetFields(ctx context.Context, slug string, s Settings) error {
	_, err := r.alter(ctx, slug, func(t *Tenant) error {
		t.Settings.Fields, t.Settings.RetiredFields, t.Settings.FieldsVersion = s.Fields, s.RetiredFields, s.FieldsVersion
		return nil
	})
	return err
}

// alter reads the province's row, changes it and writes it back in one
// transaction; others know of it once that commits.
func (r *Registry) alter(ctx context.Context, slug string, change func(t *Tenant) error) (after *Tenant, err error) {
	ctx = r.cluster.With(ctx)
	err = db.InControlTx(ctx, func(ctx context.Context) error {
		tx, err := db.Control(ctx)
		if err != nil {
			return err
		}
		have := &row{}
		q := tx.NewSelect().Model(have).Where("slug = ?", slug)
		if db.DialectOf(ctx) == db.Postgres {
			q = q.For("UPDATE")
		}
		if err := q.Scan(ctx); err != nil {
			return db.Fault(err)
		}
		t, err := have.tenant()
		if err != nil {
			return err
		}
		if err := change(t); err != nil {
			return err
		}
		if _, err := tx.NewUpdate().Model(rowOf(t)).WherePK().Exec(ctx); err != nil {
			return err
		}
		if after, err = rowOf(t).tenant(); err != nil {
			return err
		}
		return keepHosts(ctx, tx, t)
	})
	r.forget(ctx)
	if err != nil {
		return nil, fmt.Errorf("change province %s: %w", slug, err)
	}
	return after, nil
}

// Remove deletes the province and its database: first the name, so that
// nobody enters any more.
func (r *Registry) Remove(ctx context.Context, slug string) error {
	ctx = r.cluster.With(ctx)
	err := db.InControlTx(ctx, func(ctx context.Context) error {
		tx, err := db.Control(ctx)
		if err != nil {
			return err
		}
		if _, err := tx.NewRaw("DELETE FROM tenant_host WHERE slug = ?", slug).Exec(ctx); err != nil {
			return err
		}
		_, err = tx.NewDelete().Model((*row)(nil)).Where("slug = ?", slug).Exec(ctx)
		return err
	})
	r.forget(ctx)
	if err != nil {
		return fmt.Errorf("remove province %s: %w", slug, err)
	}
	return r.cluster.Drop(ctx, slug)
}

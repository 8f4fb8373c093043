package province

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/province/applied"
	"github.com/doanket/doanket/core/tenant"
)

// ApplyOptions say how Apply treats what it finds.
type ApplyOptions struct {
	DryRun   bool // do everything and roll it back
	TakeOver bool // set what the application changed back to what the folder says
}

// Report is what Apply changed, or would change, and what it left because the
// application had changed it: a line each, the same for a dry run.
type Report struct {
	Tenant  string   `json:"tenant"`
	Changes []string `json:"changes"`
	Drift   []string `json:"drift"`
	DryRun  bool     `json:"dry_run"`
}

// applyTime bounds one run; a province of 3,000 units takes seconds.
const applyTime = 10 * time.Minute

// basis is the legal basis acts of a folder carry.
const basis = "Danh mục đơn vị ban đầu"

// errDryRun rolls the transactions of a dry run back.
var errDryRun = fault.New(fault.Conflict, "dry_run")

// application is one run of Apply.
type application struct {
	*Provinces
	folder  *Folder
	options ApplyOptions
	fresh   bool // nothing was there before: whatever stands is a default
	applied *applied.Applied
	report  Report
}

// Apply brings a province to the state of its folder, all of it or nothing.
// What a person changed in the application since the last run stays and is
// reported as drift. Never undone, not even by TakeOver, are a unit's closing,
// merging or splitting, and what the folder does not speak of.
// Faults: Invalid "folder_unknown" naming file and line, and "folder_set_aside" for a
// province that would be set aside when the server starts; Conflict "tenant_unfinished"
// for one whose restore broke off.
func (p *Provinces) Apply(ctx context.Context, f *Folder, o ApplyOptions) (Report, error) {
	a := &application{Provinces: p, folder: f, options: o}
	ctx, done := context.WithTimeout(identity.System(p.Cluster.With(ctx), "tenant.apply"), applyTime)
	defer done()
	a.begin()
	if err := a.all(ctx); err != nil && !errors.Is(err, errDryRun) {
		return a.report, fmt.Errorf("apply %s: %w", f.Slug, err)
	}
	return a.report, nil
}

// begin empties the report: a transaction may run again.
func (a *application) begin() {
	a.report = Report{Tenant: a.folder.Slug, Changes: []string{}, Drift: []string{}, DryRun: a.options.DryRun}
}

func (a *application) note(format string, args ...any) {
	a.report.Changes = append(a.report.Changes, fmt.Sprintf(format, args...))
}

func (a *application) drift(format string, args ...any) {
	a.report.Drift = append(a.report.Drift, fmt.Sprintf(format, args...))
}

func (a *application) all(ctx context.Context) error {
	if err := a.folder.known(a.vocabulary()); err != nil {
		return err
	}
	have, err := a.Tenants.Get(ctx, a.folder.Slug)
	switch {
	case fault.Is(err, fault.NotFound):
		return a.create(ctx)
	case err != nil:
		return err
	case have.State == tenant.Restoring:
		return fault.New(fault.Conflict, "tenant_unfinished", fault.Param("tenant", have.Slug))
	}
	return a.bring(ctx, have, have.Slug)
}

// create makes the database of a new province, in a dry run under a name
// nobody can reach, and takes it away again if the province does not come about.
func (a *application) create(ctx context.Context) error {
	slug := a.folder.Slug
	if a.options.DryRun {
		_, random, _ := strings.Cut(id.New("tmp"), "_")
		slug = "dry-" + strings.ToLower(random)
	}
	was, err := a.Cluster.Exists(ctx, slug)
	if err != nil {
		return err
	}
	if err := a.Cluster.Create(ctx, slug); err != nil {
		return err
	}
	a.fresh = true
	err = a.bring(ctx, nil, slug)
	if err != nil && !was && !fault.HasCode(err, "exists") { // "exists": another run was faster, and it is its
		if left := a.Cluster.Drop(context.WithoutCancel(ctx), slug); left != nil {
			return fmt.Errorf("take the database of %s away: %w", slug, left)
		}
	}
	return err
}

// bring does all of it: the registry's part and the province's, each in a
// transaction of its own database, the province's committed first.
func (a *application) bring(ctx context.Context, have *tenant.Tenant, slug string) error {
	return db.InControlTx(ctx, func(ctx context.Context) (err error) {
		a.begin()
		t := have
		if t == nil {
			f := a.folder
			a.note("create province %s (%s)", f.Slug, f.Name)
			if t, err = a.Tenants.Register(ctx, tenant.Tenant{Slug: f.Slug, Name: f.Name, Code: f.Code, Hosts: f.Hosts}); err != nil {
				return err
			}
		}
		in := tenant.With(a.Cluster.Enter(ctx, slug), t)
		if err := db.InTx(in, func(ctx context.Context) error { return a.steps(ctx, t) }); err != nil {
			return err
		}
		return a.Store.EnsureBucket(ctx, a.folder.Slug)
	})
}

func (a *application) steps(ctx context.Context, t *tenant.Tenant) (err error) {
	if a.applied, err = applied.Read(ctx); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) error { return a.registry(ctx, t) },
		a.unitKinds,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if ctx, err = a.ownFields(ctx, t); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{
		a.stands, a.programme, a.units, func(ctx context.Context) error { return a.modules(ctx, t) }, a.roles, a.posts,
		func(ctx context.Context) error { return a.applied.Store(ctx) },
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if a.options.DryRun {
		return errDryRun
	}
	return a.log(ctx)
}

// log says that a run changed something, and how much.
func (a *application) log(ctx context.Context) error {
	n := len(a.report.Changes)
	if n == 0 {
		return nil
	}
	return audit.Append(ctx, audit.Entry{Action: "tenant.apply", Object: a.folder.Slug, Kind: "province", Detail: map[string]any{"changed": n, "take_over": a.options.TakeOver}})
}

// settle decides whether a facet of a thing becomes what the folder wants.
// Where the folder has not changed since the last run and the province has, or
// where nobody remembers, a person did it: that is drift, and stays. An empty
// have is nothing yet.
func (a *application) settle(thing, facet, want, have string) bool {
	last, known := a.applied.Last(thing, facet)
	theirs := known && have != last || !known && have != "" && !a.fresh
	if want != have && theirs && !a.options.TakeOver {
		a.drift("%s: %s is %q, the folder says %q", thing, facet, have, want)
		a.applied.Keep(thing, facet)
		return false
	}
	a.applied.Set(thing, facet, want)
	return want != have
}

package province

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
)

// application is one run of Apply: with dry set it only lists what it would do.
type application struct {
	*Provinces
	folder *Folder
	dry    bool
	lines  []string
}

// Apply brings a province to the state of its folder and says what it changed,
// a line a change; nothing to change is no line. With dry nothing is written.
func (p *Provinces) Apply(ctx context.Context, f *Folder, dry bool) ([]string, error) {
	a := &application{Provinces: p, folder: f, dry: dry}
	ctx = identity.System(p.Cluster.With(ctx), "tenant.apply")
	t, err := a.province(ctx)
	if err != nil {
		return nil, fmt.Errorf("apply %s: %w", f.Slug, err)
	}
	if t == nil { // dry run of a province that is not there yet
		a.note("open %d units, grant %d posts, define %d roles, switch on %v", len(f.Units), len(f.Posts), len(f.Roles), f.Modules)
		return a.lines, nil
	}
	in, err := p.Tenants.Enter(ctx, f.Slug)
	if err != nil {
		return nil, fmt.Errorf("apply %s: %w", f.Slug, err)
	}
	for _, step := range []func(context.Context) error{a.tables, a.modules, a.unitKinds, a.units, a.rolesStep, a.people} {
		if err := step(in); err != nil {
			return a.lines, fmt.Errorf("apply %s: %w", f.Slug, err)
		}
	}
	return a.lines, nil
}

// do notes a change and, unless dry, makes it.
func (a *application) do(act func() error, format string, args ...any) error {
	a.note(format, args...)
	if a.dry {
		return nil
	}
	return act()
}

func (a *application) note(format string, args ...any) {
	a.lines = append(a.lines, fmt.Sprintf(format, args...))
}

func (a *application) province(ctx context.Context) (*tenant.Tenant, error) {
	f := a.folder
	have, err := a.Tenants.Get(ctx, f.Slug)
	if fault.Is(err, fault.NotFound) {
		if err := a.do(func() error { return a.create(ctx) }, "create province %s (%s)", f.Slug, f.Name); err != nil || a.dry {
			return nil, err
		}
		return a.Tenants.Get(ctx, f.Slug)
	}
	if err != nil {
		return nil, err
	}
	merge := map[string]any{}
	if have.Name != f.Name {
		merge["name"] = f.Name
	}
	if have.Code != f.Code {
		merge["code"] = f.Code
	}
	if !slices.Equal(have.Hosts, f.Hosts) && len(have.Hosts)+len(f.Hosts) > 0 {
		merge["hosts"] = f.Hosts
	}
	if len(f.Settings) > 0 && !within(f.Settings, plain(have.Settings)) {
		merge["settings"] = f.Settings
	}
	if len(merge) > 0 {
		err = a.do(func() error { _, err := a.Tenants.Change(ctx, f.Slug, merge); return err }, "change province %s: %v", f.Slug, keys(merge))
	}
	if !a.dry && err == nil {
		err = a.Store.EnsureBucket(ctx, f.Slug)
	}
	return have, err
}

func (a *application) create(ctx context.Context) error {
	f := a.folder
	if _, err := a.Tenants.Create(ctx, tenant.Tenant{Slug: f.Slug, Name: f.Name, Code: f.Code, Hosts: f.Hosts}); err != nil {
		return err
	}
	if len(f.Settings) > 0 {
		if _, err := a.Tenants.Change(ctx, f.Slug, map[string]any{"settings": f.Settings}); err != nil {
			return err
		}
	}
	return a.Store.EnsureBucket(ctx, f.Slug)
}

// tables makes or widens the tables of records; the room knows what is there.
func (a *application) tables(ctx context.Context) error {
	if a.dry {
		return nil
	}
	return a.Kinds.Prepare(ctx)
}

func (a *application) modules(ctx context.Context) error {
	t, err := tenant.From(ctx)
	if err != nil {
		return err
	}
	for _, m := range a.Kinds.Installed() {
		want := slices.Contains(a.folder.Modules, m.ID)
		if t.On(m.ID) == want || !want && !t.Modules[m.ID] {
			continue
		}
		if err := a.do(func() error { return a.SwitchModule(ctx, m.ID, want) }, "switch module %s: %v", m.ID, want); err != nil {
			return err
		}
	}
	return nil
}

func (a *application) unitKinds(ctx context.Context) error {
	var want []unit.Kind
	for n, k := range a.folder.UnitKinds {
		want = append(want, unit.Kind{Code: k.ID, VI: k.Label.VI, EN: k.Label.EN, Parents: k.Parents, Sort: n + 1})
	}
	have, err := a.Tree.Kinds(ctx)
	if err != nil || reflect.DeepEqual(plain(have), plain(want)) {
		return err
	}
	return a.do(func() error { return a.Tree.SetKinds(ctx, want) }, "set %d kinds of units", len(want))
}

// roles makes the province's roles what the folder says.
func (a *application) rolesStep(ctx context.Context) error {
	diff, err := a.Guard.Plan(ctx, a.folder.Roles)
	if err != nil || diff.Empty() {
		return err
	}
	return a.do(func() error { _, err := a.Guard.Apply(ctx, a.folder.Roles); return err },
		"roles: add %v, change %v, remove %v (%d rules)", diff.Added, diff.Changed, diff.Removed, diff.Rules)
}

// units opens the units that are missing and renames those that are called
// otherwise, in one transaction: a province has all of its tree or none.
func (a *application) units(ctx context.Context) error {
	noted := len(a.lines)
	return db.InTx(ctx, func(ctx context.Context) error {
		a.lines = a.lines[:noted] // the transaction may run again
		known := map[string]unit.Unit{}
		page, err := a.Tree.List(ctx, unit.Filter{})
		if err != nil {
			return err
		}
		for _, u := range page.Items {
			if u.Open() {
				known[u.Code] = u
			}
		}
		opened := 0
		for _, row := range a.folder.Units {
			u, ok := known[row.Code]
			if ok {
				err = a.rename(ctx, u, row)
			} else {
				opened++
				err = a.openUnit(ctx, row, known)
			}
			if err != nil {
				return fmt.Errorf("unit %s: %w", row.Code, err)
			}
		}
		if opened > 0 {
			a.note("open %d units", opened)
		}
		return nil
	})
}

// basis is the legal basis acts of a folder carry.
const basis = "Danh mục đơn vị ban đầu"

func (a *application) openUnit(ctx context.Context, row UnitRow, known map[string]unit.Unit) error {
	if a.dry {
		return nil
	}
	n := unit.New{Kind: row.Kind, Code: row.Code, Name: row.Name, ShortName: row.ShortName}
	if row.Parent != "" {
		n.ParentID = known[row.Parent].ID
	}
	u, err := a.Tree.Open(ctx, unit.Act{On: row.From, Basis: basis}, n)
	if err != nil {
		return err
	}
	known[row.Code] = *u
	return nil
}

func (a *application) rename(ctx context.Context, u unit.Unit, row UnitRow) error {
	if u.Name == row.Name && u.ShortName == row.ShortName {
		return nil
	}
	return a.do(func() error {
		_, err := a.Tree.Rename(ctx, unit.Act{On: row.From, Basis: basis}, u.ID, unit.Rename{Name: &row.Name, ShortName: &row.ShortName})
		return err
	}, "rename unit %s to %s", row.Code, row.Name)
}

// ImportUnits opens the units of a table in the province in ctx and renames
// those that are called otherwise.
func (p *Provinces) ImportUnits(ctx context.Context, rows []UnitRow) ([]string, error) {
	a := &application{Provinces: p, folder: &Folder{Units: rows}}
	if err := a.units(ctx); err != nil {
		return nil, err
	}
	return a.lines, nil
}

// plain is v as JSON reads it: maps, slices, numbers.
func plain(v any) any {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	var out any
	_ = json.Unmarshal(raw, &out) // we just wrote it
	return out
}

// within reports whether every value of want stands in have.
func within(want, have any) bool {
	w, ok := plain(want).(map[string]any)
	if !ok {
		return reflect.DeepEqual(plain(want), have)
	}
	h, ok := have.(map[string]any)
	if !ok {
		return false
	}
	for k, v := range w {
		if !within(v, h[k]) {
			return false
		}
	}
	return true
}

func keys(m map[string]any) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

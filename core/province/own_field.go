package province

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/index"
	"github.com/doanket/doanket/core/tenant"
)

// PlanFields checks the own fields that a kind of the province in ctx is to have
// and widens its table, which alone changes nothing anybody sees. What it
// returns sets them. version is what FieldsVersion of the settings must still
// be, negative for any. Faults: NotFound; Invalid naming each field; Conflict
// schema_type_changed; Stale settings_stale.
func (p *Provinces) PlanFields(ctx context.Context, full string, want []kind.OwnField, version int) (func(ctx context.Context) error, error) {
	t, err := tenant.From(ctx)
	if err != nil {
		return nil, err
	}
	if version >= 0 && version != t.Settings.FieldsVersion {
		return nil, fault.New(fault.Stale, "settings_stale")
	}
	fields, retired, err := p.Kinds.PlanOwn(ctx, full, want)
	if err != nil {
		return nil, err
	}
	s := t.Settings
	s.Fields = replaced(s.Fields, full, fields)
	s.RetiredFields = replaced(s.RetiredFields, full, retired)
	s.FieldsVersion++
	if err := p.Kinds.Prepare(tenant.With(ctx, t.Having(s))); err != nil {
		return nil, fmt.Errorf("widen %s: %w", full, err)
	}
	return func(ctx context.Context) error {
		if err := p.Tenants.Set(p.Cluster.With(ctx), t, s); err != nil {
			return err
		}
		return p.readAgain(ctx, full, t.Settings, t.Having(s))
	}, nil
}

// readAgain has older records of a kind found by what its own fields hold, when
// the fields that are searched have changed.
func (p *Provinces) readAgain(ctx context.Context, full string, before tenant.Settings, t *tenant.Tenant) error {
	searched := func(list []manifest.Field) (names []string) {
		for _, f := range list {
			if f.Search {
				names = append(names, f.Name)
			}
		}
		return names
	}
	if slices.Equal(searched(before.Fields[full]), searched(t.Settings.Fields[full])) {
		return nil
	}
	k, err := p.Kinds.Of(tenant.With(ctx, t), full)
	if err != nil {
		return err
	}
	return index.Start(ctx, full, t.Settings.FieldsVersion, k.Search)
}

// replaced is the map with other fields for one kind; the map is shared.
func replaced(m map[string][]manifest.Field, full string, fields []manifest.Field) map[string][]manifest.Field {
	out := maps.Clone(m)
	if out == nil {
		out = map[string][]manifest.Field{}
	}
	if out[full] = fields; len(fields) == 0 {
		delete(out, full)
	}
	return out
}

package tenant_test

import (
	"context"
	"testing"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/tenant"
)

// TestOwnFieldsAndVersionsAreSetByTheirOwnAct alone, and by one who knows how
// they stood.
func TestOwnFieldsAndVersionsAreSetByTheirOwnAct(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, r *tenant.Registry, ctx context.Context) {
		an := create(t, r, "an")
		for name, value := range map[string]any{"fields": map[string]any{}, "versions": map[string]string{"demo": "1.0.0"}, "retired_fields": nil, "fields_version": 7} {
			_, err := r.Change(ctx, "an", map[string]any{"settings": map[string]any{name: value}})
			refuses(t, err, fault.Invalid, "settings."+name)
		}
		s := an.Settings
		s.Fields = map[string][]manifest.Field{"demo.visit": {{ID: 1001, Name: "x_houses", Type: manifest.TypeInt}}}
		if err := r.Set(ctx, an, s); err != nil {
			t.Fatal(err)
		}
		refuses(t, r.Set(ctx, an, tenant.Settings{}), fault.Stale)
		got, err := r.Change(ctx, "an", map[string]any{"settings": map[string]any{"postal_days": 4}})
		if err != nil || len(got.Settings.Fields["demo.visit"]) != 1 || got.Settings.PostalDays != 4 {
			t.Errorf("%+v %v", got, err)
		}
	})
}

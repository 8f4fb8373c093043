package province_test

import (
	"context"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/tenant"
)

// TestOneBadProvinceIsSetAside with its reason; the other serves, and once
// mended it stands like before, without a restart.
func TestOneBadProvinceIsSetAside(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		ctx := context.Background()
		bend := func(statement string) {
			t.Helper()
			must(t, db.InTx(r.In(coretest.An), func(ctx context.Context) error { return db.ExecDDL(ctx, statement) }))
		}
		aside := func(want int) {
			t.Helper()
			asides, err := r.Provinces.Prepare(ctx)
			if err != nil || len(asides) != want || want > 0 && (asides[0].Tenant != coretest.An || asides[0].Reason == "") {
				t.Fatalf("%+v %v", asides, err)
			}
			if got := r.Provinces.Asides(); len(got) != want {
				t.Errorf("remembered: %+v", got)
			}
		}
		aside(0)
		bend("ALTER TABLE record_schema RENAME TO record_schema_gone")
		aside(1)
		if _, err := r.Records.List(r.As(coretest.Binh, coretest.Officer), record.Query{Kind: "demo.visit"}); err != nil {
			t.Errorf("the other province: %v", err)
		}
		again := func(want int) {
			t.Helper()
			if asides, err := r.Provinces.PrepareAgain(ctx); err != nil || len(asides) != want || len(r.Provinces.Asides()) != want {
				t.Fatalf("again: %+v %v", asides, err)
			}
		}
		again(1)
		bend("ALTER TABLE record_schema_gone RENAME TO record_schema")
		again(0)
		again(0)
		aside(0)
		must(t, r.Tenants.Restored(ctx, coretest.An, tenant.Restoring)) // a restore that broke off
		aside(1)
		if _, err := r.Tenants.ByHost(ctx, coretest.An+"."+coretest.BaseDomain); err == nil {
			t.Error("half a province has a host")
		}
	})
}

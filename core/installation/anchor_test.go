package installation_test

import (
	"context"
	"testing"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
)

// TestTheLogIsAnchoredInTheStore by the daily job, under a lock, and a log taken
// back to an earlier state as a whole does not meet its anchor.
func TestTheLogIsAnchoredInTheStore(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		ctx := r.In(coretest.An)
		if err := r.Audit.Seal(ctx); err != nil {
			t.Fatal(err)
		}
		run := func(texts ...string) {
			t.Helper()
			for _, text := range texts {
				err := db.InTx(ctx, func(ctx context.Context) error {
					tx, err := db.Of(ctx)
					if err == nil {
						_, err = tx.ExecContext(ctx, text)
					}
					return err
				})
				if err != nil {
					t.Fatalf("%s: %v", text, err)
				}
			}
		}
		run("CREATE TABLE kept AS SELECT * FROM audit_head")
		if err := audit.Append(ctx, audit.Entry{Action: "late"}); err != nil {
			t.Fatal(err)
		}
		if err := job.Enqueue(ctx, "audit.anchor", nil); err != nil {
			t.Fatal(err)
		}
		r.Settle(coretest.An)
		report, err := r.VerifyLog(ctx)
		if err != nil || report.Anchors != 1 || len(report.Breaks) != 0 {
			t.Fatalf("%+v %v", report, err)
		}
		bucket := r.Store.Bucket(coretest.An)
		for info, err := range r.Store.List(ctx, bucket, "audit/", true) {
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Store.Remove(ctx, bucket, info.Key, info.Version, false); !fault.HasCode(err, "storage_locked") {
				t.Errorf("the anchor can be removed: %v", err)
			}
		}

		drop := []string{"DROP TRIGGER audit_stays ON audit"}
		if db.DialectOf(ctx) == db.SQLite {
			drop = []string{"DROP TRIGGER audit_no_delete", "DROP TRIGGER audit_no_update", "DROP TRIGGER audit_seal_only"}
		}
		run(append(drop, "DELETE FROM audit WHERE seq > (SELECT seq FROM kept)", "DELETE FROM audit WHERE seq = 0",
			"DELETE FROM audit_head", "INSERT INTO audit_head SELECT * FROM kept")...)
		if report, err := r.Audit.Verify(ctx); err != nil || len(report.Breaks) != 0 {
			t.Fatalf("in itself it is sound: %+v %v", report, err)
		}
		if report, err := r.VerifyLog(ctx); err != nil || len(report.Breaks) != 1 || report.Breaks[0].What != "anchor" {
			t.Errorf("%+v %v", report, err)
		}
	})
}

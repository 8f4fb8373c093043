package installation_test

import (
	"context"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/job"
)

// TestLapsedLinksAreTakenOut by the hourly job, and only those; so are counters of tries.
func TestLapsedLinksAreTakenOut(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		ctx := r.In(coretest.An)
		p, err := r.People.ByLogin(ctx, coretest.Officer)
		if err != nil {
			t.Fatal(err)
		}
		q, err := r.People.ByLogin(ctx, coretest.Leader)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.People.OneTimeLink(ctx, p.ID, time.Microsecond); err != nil {
			t.Fatal(err)
		}
		if _, err := r.People.OneTimeLink(ctx, q.ID, time.Hour); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
		err = db.InTx(ctx, func(ctx context.Context) error {
			_, err := db.Exec(ctx, "INSERT INTO sign_in_throttle (key, failures, until) VALUES ('old', 3, 1), ('young', 3, ?)", time.Now().Add(time.Hour).UnixMicro())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := job.Enqueue(ctx, "identity.sweep", nil); err != nil {
			t.Fatal(err)
		}
		r.Settle(coretest.An)
		tx, err := db.Of(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var left []string
		if err := tx.NewRaw("SELECT person_id FROM one_time_link").Scan(ctx, &left); err != nil || len(left) != 1 || left[0] != q.ID {
			t.Errorf("left %v, want the leader's alone: %v", left, err)
		}
		left = nil
		if err := tx.NewRaw("SELECT key FROM sign_in_throttle").Scan(ctx, &left); err != nil || len(left) != 1 || left[0] != "young" {
			t.Errorf("counters left %v: %v", left, err)
		}
	})
}

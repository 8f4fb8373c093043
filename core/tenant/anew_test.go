package tenant_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/tenant"
)

// TestAProvinceMadeAnewByAnotherProcess: the commands work beside a running
// server, which must not go on in the database that was removed.
func TestAProvinceMadeAnewByAnotherProcess(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		anew(t, db.Options{Dir: t.TempDir(), SyncNormal: true})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		if os.Getenv("DOANKET_TEST_POSTGRES") == "" {
			t.Skip("DOANKET_TEST_POSTGRES is not set")
		}
		anew(t, db.Options{URL: dbtest.PostgresURL(t)})
	})
}

func anew(t *testing.T, o db.Options) {
	ctx := context.Background()
	process := func() (*db.Cluster, *tenant.Registry) {
		c, err := db.Open(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c, tenant.New(c, tenant.Options{BaseDomain: "doanket.example"})
	}
	_, server := process()
	_, command := process()
	var kept db.Kept[int]
	mark := func(r *tenant.Registry, pattern string) (value *int) {
		t.Helper()
		in, err := r.Enter(ctx, "an")
		if err == nil {
			err = db.InTx(in, func(ctx context.Context) error {
				tx, err := db.Of(ctx)
				if err == nil {
					_, err = tx.NewRaw("INSERT INTO number_book (pattern, unit_id, year, last) VALUES (?, 'u', 2026, 1)", pattern).Exec(ctx)
				}
				return err
			})
		}
		if err != nil {
			t.Fatal(err)
		}
		return kept.Of(in)
	}
	create(t, command, "an")
	old := mark(server, "old")
	if err := command.Remove(ctx, "an"); err != nil {
		t.Fatal(err)
	}
	create(t, command, "an")
	t.Cleanup(func() { _ = command.Remove(ctx, "an") })
	time.Sleep(1100 * time.Millisecond) // past the second for which the server remembers which provinces there are
	if mark(server, "new") == old {
		t.Error("what was read of the removed province still counts")
	}
	in, err := command.Enter(ctx, "an")
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.Of(in)
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	if err := tx.NewRaw("SELECT pattern FROM number_book").Scan(ctx, &have); err != nil || len(have) != 1 || have[0] != "new" {
		t.Errorf("the province holds %q, %v: what the server wrote is lost", have, err)
	}
}

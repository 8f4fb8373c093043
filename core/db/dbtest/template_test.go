package dbtest_test

import (
	"context"
	"os"
	"testing"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
)

// TestACopyIsItsOwn: what is done to one copy, dropping its province included,
// leaves the next one as it was made.
func TestACopyIsItsOwn(t *testing.T) {
	t.Parallel()
	for name, copied := range map[string]func(testing.TB) (*db.Cluster, context.Context){"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "postgres" && os.Getenv("DOANKET_TEST_POSTGRES") == "" {
				return
			}
			one, inOne := copied(t)
			_, inTwo := copied(t)
			count(t, inOne, 1)
			count(t, inTwo, 0)
			if err := one.Drop(context.Background(), dbtest.Slug); err != nil {
				t.Fatal(err)
			}
			count(t, inTwo, 0)
			_, inThree := copied(t)
			count(t, inThree, 0)
		})
	}
}

// count adds rows to the province in ctx and expects them to be all it has.
func count(t *testing.T, ctx context.Context, add int) {
	t.Helper()
	err := db.InTx(ctx, func(ctx context.Context) error {
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		for range add {
			if _, err := tx.NewRaw("INSERT INTO number_book (pattern, unit_id, year, last) VALUES ('p', 'u', 2026, 1)").Exec(ctx); err != nil {
				return err
			}
		}
		have, err := tx.NewSelect().Table("number_book").Count(ctx)
		if err == nil && int(have) != add {
			t.Errorf("%d rows, want the %d of its own", have, add)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

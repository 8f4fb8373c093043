package dbtest

import (
	"context"
	"os"
	"testing"

	"github.com/doanket/doanket/core/db"
)

// Slug is the province the given context is in.
const Slug = "mau"

// Each runs body as the subtests "sqlite" and, when DOANKET_TEST_POSTGRES is
// set, "postgres"; ctx is in a fresh migrated province of c.
func Each(t *testing.T, body func(t *testing.T, c *db.Cluster, ctx context.Context)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		c, ctx := SQLite(t)
		body(t, c, ctx)
	})
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) {
			t.Parallel()
			c, ctx := Postgres(t)
			body(t, c, ctx)
		})
	}
}

// SQLite is a fresh SQLite cluster and a context in its one province.
func SQLite(t testing.TB) (*db.Cluster, context.Context) {
	t.Helper()
	return enter(t, province.SQLite(t, t.TempDir(), newProvince))
}

// Postgres is the same on PostgreSQL: a database of its own on the server that
// DOANKET_TEST_POSTGRES names.
func Postgres(t testing.TB) (*db.Cluster, context.Context) {
	t.Helper()
	return enter(t, province.Postgres(t, ReservePostgres(t), newProvince))
}

func enter(t testing.TB, o db.Options) (*db.Cluster, context.Context) {
	t.Helper()
	c, err := db.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c, c.Enter(context.Background(), Slug)
}

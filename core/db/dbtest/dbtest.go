package dbtest

import (
	"context"
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
}

// SQLite is a fresh SQLite cluster and a context in its one province.
func SQLite(t testing.TB) (*db.Cluster, context.Context) {
	t.Helper()
	c, err := db.Open(context.Background(), db.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if err := c.Create(context.Background(), Slug); err != nil {
		t.Fatal(err)
	}
	return c, c.Enter(context.Background(), Slug)
}

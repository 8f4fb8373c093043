package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"net/url"
	"os"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // speaks to the server itself to make databases

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
	// No power fails during a test, so commits need not wait for the disk.
	return open(t, db.Options{Dir: t.TempDir(), SyncNormal: true})
}

// Postgres is the same on PostgreSQL: a database of its own on the server that
// DOANKET_TEST_POSTGRES names.
func Postgres(t testing.TB) (*db.Cluster, context.Context) {
	t.Helper()
	return open(t, db.Options{URL: PostgresURL(t)})
}

// PostgresURL makes an empty database that lives as long as the test.
func PostgresURL(t testing.TB) string {
	t.Helper()
	server := os.Getenv("DOANKET_TEST_POSTGRES")
	if server == "" {
		t.Skip("DOANKET_TEST_POSTGRES is not set")
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	var random [6]byte
	_, _ = rand.Read(random[:])
	name := "dk_test_" + hex.EncodeToString(random[:])
	if _, err := admin.Exec("CREATE DATABASE " + name + " TEMPLATE template0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		_ = admin.Close()
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func open(t testing.TB, o db.Options) (*db.Cluster, context.Context) {
	t.Helper()
	ctx := context.Background()
	c, err := db.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shut(t, c) })
	if err := c.Create(ctx, Slug); err != nil {
		t.Fatal(err)
	}
	return c, c.Enter(ctx, Slug)
}

// shut drops the provinces too, since PostgreSQL's roles outlive a database.
func shut(t testing.TB, c *db.Cluster) {
	slugs, err := c.Slugs(context.Background())
	if err != nil {
		t.Error(err)
	}
	for _, slug := range slugs {
		if err := c.Drop(context.Background(), slug); err != nil {
			t.Error(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

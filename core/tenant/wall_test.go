package tenant_test

import (
	"context"
	"os"
	"testing"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/tenant"
)

// TestRawSQLCannotCrossTheWall: on PostgreSQL a province's login role owns its
// schema and nothing else, so that even a mistake in a statement shows nothing
// of another. (On SQLite each province is a file of its own.)
func TestRawSQLCannotCrossTheWall(t *testing.T) {
	t.Parallel()
	if os.Getenv("DOANKET_TEST_POSTGRES") == "" {
		t.Skip("DOANKET_TEST_POSTGRES is not set: SQLite has a file per province instead of roles")
	}
	each(t, func(t *testing.T, c *db.Cluster, r *tenant.Registry, ctx context.Context) {
		if c.Dialect() != db.Postgres {
			return
		}
		create(t, r, "an")
		create(t, r, "binh")
		in := func(slug string) context.Context {
			ctx, err := r.Enter(ctx, slug)
			if err != nil {
				t.Fatal(err)
			}
			return ctx
		}
		schema, role := "", ""
		binh, err := db.Of(in("binh"))
		if err != nil {
			t.Fatal(err)
		}
		if err := binh.NewRaw("SELECT current_schema(), current_user").Scan(ctx, &schema, &role); err != nil || schema == "" {
			t.Fatalf("%q %q %v", schema, role, err)
		}
		if n, err := binh.NewRaw(`SELECT 1 FROM "` + schema + `".record LIMIT 0`).Exec(ctx); err != nil {
			t.Fatalf("the province itself: %v %v", n, err)
		}
		for _, text := range []string{
			`SELECT * FROM "` + schema + `".record`, `INSERT INTO "` + schema + `".number_book VALUES ('P', 'u', 2026, 1)`, `DELETE FROM "` + schema + `".person`,
			`DROP TABLE "` + schema + `".record`, `CREATE TABLE "` + schema + `".mine (x int)`, `ALTER SCHEMA "` + schema + `" RENAME TO mine`,
			`SET ROLE "` + role + `"`, `SET SESSION AUTHORIZATION "` + role + `"`, `GRANT "` + role + `" TO CURRENT_USER`,
			`SELECT * FROM control.tenant`, `CREATE SCHEMA mine`, `CREATE ROLE mine`, `SELECT rolpassword FROM pg_authid`,
			`COPY (SELECT 1) TO PROGRAM 'true'`, `SELECT pg_read_file('/etc/passwd')`,
		} {
			err := db.InTx(in("an"), func(ctx context.Context) error {
				tx, err := db.Of(ctx)
				if err != nil {
					return err
				}
				_, err = tx.ExecContext(ctx, text)
				return err
			})
			if err == nil {
				t.Errorf("%s was allowed", text)
			}
		}
	})
}

package db_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/db/migration/province"
)

// here is where the tests began.
var here, _ = os.Getwd()

// between parts the statements of a released schema: testdata/<its last
// step>.<dialect>.sql is what a province's database was when a release was made.
// DOANKET_RELEASE=1 writes the one of today (PostgreSQL's with pg_dump).
const between = "\n----\n"

// TestReleasedSchemasMigrateToTodays: a province made by a release and brought
// on by the steps since is the same, table by table, as one made now.
func TestReleasedSchemasMigrateToTodays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, c *db.Cluster, ctx context.Context) {
		fresh := catalogue(t, ctx)
		if len(fresh) < 40 {
			t.Fatalf("the catalogue names only %d things", len(fresh))
		}
		dialect := string(db.DialectOf(ctx))
		if os.Getenv("DOANKET_RELEASE") != "" {
			release(t, ctx, dialect)
		}
		files, err := filepath.Glob(filepath.Join(here, "testdata", "*."+dialect+".sql"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no released schema for %s: %v", dialect, err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			last := strings.TrimSuffix(filepath.Base(file), "."+dialect+".sql")
			slug := "cu-" + last[:14]
			if err := c.Create(t.Context(), slug); err != nil {
				t.Fatal(err)
			}
			old := c.Enter(t.Context(), slug)
			putBack(t, old, string(raw), last)
			c.Forget(slug)
			migrated := catalogue(t, old)
			for _, line := range fresh {
				if !slices.Contains(migrated, line) {
					t.Errorf("%s, migrated, lacks %s", last, line)
				}
			}
			for _, line := range migrated {
				if !slices.Contains(fresh, line) {
					t.Errorf("%s, migrated, has %s", last, line)
				}
			}
		}
	})
}

// putBack makes a province's database what a release left, up to its last step.
func putBack(t *testing.T, ctx context.Context, schema, last string) {
	t.Helper()
	err := db.InTx(ctx, func(ctx context.Context) error {
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		query := "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite%' ORDER BY type DESC"
		drop := `DROP TABLE IF EXISTS "%s"`
		if db.DialectOf(ctx) == db.Postgres {
			query, drop = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()", `DROP TABLE IF EXISTS "%s" CASCADE`
		}
		var names []string
		if err := idb.NewRaw(query).Scan(ctx, &names); err != nil {
			return err
		}
		for _, name := range names {
			if _, err := idb.NewRaw(fmt.Sprintf(drop, name)).Exec(ctx); err != nil {
				return err
			}
		}
		for statement := range strings.SplitSeq(schema, between) {
			if _, err := idb.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		for _, step := range province.Steps {
			if _, err := idb.NewRaw("INSERT INTO schema_migration (id, at) VALUES (?, ?)", step.ID, db.Now(ctx)).Exec(ctx); err != nil {
				return err
			}
			if step.ID == last {
				return nil
			}
		}
		return errors.New("no step is called " + last)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// catalogue is all that the database says of the province's tables, a line each.
func catalogue(t *testing.T, ctx context.Context) []string {
	t.Helper()
	query := `SELECT type || ' ' || name || ': ' || sql FROM sqlite_master WHERE sql IS NOT NULL`
	if db.DialectOf(ctx) == db.Postgres {
		query = `SELECT 'column ' || c.relname || '.' || a.attname || ': ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull::text || ' ' ||
				a.attgenerated::text || ' ' || COALESCE(l.collname, '') || ' ' || COALESCE(pg_get_expr(d.adbin, d.adrelid), '')
			FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
				LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum LEFT JOIN pg_collation l ON l.oid = a.attcollation
			WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
			UNION ALL SELECT 'index ' || replace(indexdef, current_schema() || '.', '') FROM pg_indexes WHERE schemaname = current_schema()
			UNION ALL SELECT 'constraint ' || conrelid::regclass::text || ' ' || conname || ': ' || pg_get_constraintdef(oid) FROM pg_constraint
				WHERE connamespace = current_schema()::regnamespace
			UNION ALL SELECT 'trigger ' || replace(pg_get_triggerdef(t.oid), current_schema() || '.', '') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
				WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal`
	}
	idb, err := db.Of(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	if err := idb.NewRaw(query).Scan(ctx, &lines); err != nil {
		t.Fatal(err)
	}
	return lines
}

// release writes the schema of today.
func release(t *testing.T, ctx context.Context, dialect string) {
	t.Helper()
	idb, err := db.Of(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var statements []string
	if db.DialectOf(ctx) == db.Postgres {
		var database, space string
		if err := idb.NewRaw("SELECT current_database(), current_schema()").Scan(ctx, &database, &space); err != nil {
			t.Fatal(err)
		}
		server := strings.Replace(os.Getenv("DOANKET_TEST_POSTGRES"), "/postgres?", "/"+database+"?", 1)
		out, err := exec.CommandContext(ctx, "pg_dump", "--schema-only", "--no-owner", "--no-privileges", "--schema", space, server).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		for statement := range strings.SplitSeq(string(out), ";\n") {
			var lines []string
			for line := range strings.SplitSeq(statement, "\n") {
				if line != "" && !strings.HasPrefix(line, "--") && !strings.HasPrefix(line, `\`) {
					lines = append(lines, line)
				}
			}
			s := strings.ReplaceAll(strings.Join(lines, "\n"), space+".", "")
			of := func(begin string) bool { return strings.HasPrefix(s, begin) } // functions stay where the tables are taken away
			if slices.ContainsFunc([]string{"CREATE TABLE", "CREATE INDEX", "CREATE UNIQUE", "CREATE TRIGGER", "ALTER TABLE"}, of) {
				statements = append(statements, s)
			}
		}
	} else if err := idb.NewRaw(`SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
		AND name NOT LIKE 'sqlite%' ORDER BY rowid`).Scan(ctx, &statements); err != nil {
		t.Fatal(err)
	}
	last := province.Steps[len(province.Steps)-1].ID
	if err := os.WriteFile(filepath.Join(here, "testdata", last+"."+dialect+".sql"), []byte(strings.Join(statements, between)), 0o600); err != nil {
		t.Fatal(err)
	}
}

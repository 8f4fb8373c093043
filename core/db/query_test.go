package db_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
)

// wide is a row of every type; both ways of writing must store the same.
const wide = `CREATE TABLE wide (id {text} PRIMARY KEY, n {int}, o {bool}, t {time}, d {date}, j {json}, p {num}, f {float}, x {bytes})`

func inTx(t *testing.T, ctx context.Context, fn func(ctx context.Context) error) {
	t.Helper()
	if err := db.InTx(ctx, fn); err != nil {
		t.Fatal(err)
	}
}

func texts(t *testing.T, ctx context.Context, query string, args ...any) []string {
	t.Helper()
	rows, err := db.Query(ctx, query, args...)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	err = db.Each(rows, func(rows *sql.Rows) error {
		var s string
		out = append(out, "")
		err := rows.Scan(&s)
		out[len(out)-1] = s
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPreparedValuesAreStoredAsBunStoresThem(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		at := time.Date(2026, 7, 1, 23, 30, 5, 120_000_000, time.FixedZone("Hanoi", 7*3600))
		values := []any{nil, int64(-7), true, at, "2026-07-01", json.RawMessage(`{"a": [1, "x"]}`), "12.50", 0.25, []byte{0, 'x', 255}}
		marks := strings.TrimSuffix(strings.Repeat("?, ", len(values)), ", ")
		inTx(t, ctx, func(ctx context.Context) error { return db.ExecDDL(ctx, wide) })
		inTx(t, ctx, func(ctx context.Context) error {
			idb, err := db.Of(ctx)
			if err != nil {
				return err
			}
			values[0] = "bun"
			if _, err := idb.NewRaw(`INSERT INTO wide VALUES (`+marks+`)`, values...).Exec(ctx); err != nil {
				return err
			}
			values[0] = "own"
			n, err := db.Exec(ctx, `INSERT INTO wide VALUES (`+marks+`)`, values...)
			if n != 1 {
				t.Errorf("%d rows", n)
			}
			return err
		})
		same := texts(t, ctx, `SELECT a.id FROM wide a JOIN wide b ON a.n = b.n AND a.o = b.o AND a.t = b.t AND a.d = b.d AND a.j = b.j
			AND a.p = b.p AND a.f = b.f AND a.x = b.x WHERE b.id = ? AND a.t = ? AND a.d = ? AND a.p = ? ORDER BY a.id`, "bun", at, "2026-07-01", "12.5")
		if !slices.Equal(same, []string{"bun", "own"}) {
			t.Errorf("equal are %v", same)
		}
		var got time.Time
		var raw []byte
		if err := db.QueryRow(ctx, `SELECT t, x FROM wide WHERE id = ?`, "own").Scan(&got, &raw); err != nil || !got.Equal(at) || got.Location() != time.UTC || len(raw) != 3 {
			t.Errorf("%v %v %v", got, raw, err)
		}
	})
}

func TestListsOfAnyLength(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		var rows [][]any
		var ids []string
		for i := range 700 {
			ids = append(ids, fmt.Sprintf("%04d", i))
			rows = append(rows, []any{ids[i], "n"})
		}
		inTx(t, ctx, func(ctx context.Context) error {
			n, err := db.InsertRows(ctx, `INSERT INTO demo (id, name)`, rows)
			if n != 700 {
				t.Errorf("%d rows added", n)
			}
			return err
		})
		type named string
		for _, n := range []int{0, 1, 2, 3, 5, 31, 700} {
			in := texts(t, ctx, `SELECT id FROM demo WHERE id IN (?) AND name = ? ORDER BY id`, ids[:n], "n")
			out := texts(t, ctx, `SELECT id FROM demo WHERE id NOT IN ( ? ) ORDER BY id`, ids[:n])
			if !slices.Equal(in, ids[:n]) && n > 0 || !slices.Equal(out, ids[n:]) && n < 700 || len(in)+len(out) != 700 {
				t.Errorf("of %d: %d in, %d not", n, len(in), len(out))
			}
		}
		if got := texts(t, ctx, `SELECT id FROM demo WHERE (length(id) IN (?)) AND id in (?)`, []int{4, 9}, []named{"0007"}); !slices.Equal(got, []string{"0007"}) {
			t.Errorf("got %v", got)
		}
		if got := texts(t, ctx, `SELECT id FROM demo WHERE length(id) IN (?)`, []int64{}); got != nil {
			t.Errorf("got %v", got)
		}
	})
}

func TestInsertRowsMayMeetRowsThatAreThere(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		rows := [][]any{{"a", "1"}, {"b", "2"}, {"a", "3"}}
		err := db.InTx(ctx, func(ctx context.Context) error {
			_, err := db.InsertRows(ctx, `INSERT INTO demo (id, name)`, rows)
			return err
		})
		wantFault(t, err, fault.Conflict, "exists")
		inTx(t, ctx, func(ctx context.Context) error {
			n, err := db.InsertRows(ctx, `INSERT INTO demo (id, name)`, rows, `ON CONFLICT (id) DO NOTHING`)
			if n != 2 {
				t.Errorf("%d rows added", n)
			}
			return err
		})
	})
}

func TestQuestionMarksThatAreNone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, c *db.Cluster, ctx context.Context) {
		got := texts(t, ctx, `SELECT 'a?''?' || "name" /* ? */ || ? -- ?
			FROM (SELECT 'b' AS "name") AS "t?"`, "c")
		if !slices.Equal(got, []string{"a?'?bc"}) {
			t.Errorf("got %v", got)
		}
		if c.Dialect() == db.Postgres {
			got = texts(t, ctx, `SELECT CAST('{"a": 1}'::jsonb ?? ? AS text)`, "a")
			if !slices.Equal(got, []string{"true"}) {
				t.Errorf("got %v", got)
			}
		}
		if _, err := db.Query(ctx, `SELECT id FROM demo WHERE id = ?`); err == nil {
			t.Error("a mark without a value is taken")
		}
	})
}

func TestPreparedFaults(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		_, err := db.Exec(ctx, `INSERT INTO demo VALUES (?, ?)`, "a", "A")
		wantFault(t, err, fault.Internal, "write_outside_tx")
		var name string
		wantFault(t, db.QueryRow(ctx, `SELECT name FROM demo WHERE id = ?`, "a").Scan(&name), fault.NotFound, "not_found")
		_, err = db.Query(context.Background(), `SELECT 1`)
		wantFault(t, err, fault.Internal, "no_province")
		err = db.InTx(ctx, func(ctx context.Context) error {
			if _, err := db.Exec(ctx, `INSERT INTO demo VALUES (?, ?)`, "a", "A"); err != nil {
				return err
			}
			_, err := db.Exec(ctx, `INSERT INTO demo VALUES (?, ?)`, "a", "B")
			return err
		})
		wantFault(t, err, fault.Conflict, "exists")
		if n := count(t, ctx); n != 0 {
			t.Errorf("%d rows", n)
		}
		ended, cancel := context.WithCancel(ctx)
		cancel()
		_, err = db.Query(ended, `SELECT name FROM demo`)
		wantFault(t, err, fault.Unavailable, "canceled")
	})
}

func TestAStatementMayRunWhileItsRowsAreRead(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, c *db.Cluster, ctx context.Context) {
		if c.Dialect() == db.Postgres {
			t.Skip("PostgreSQL answers one statement of a transaction at a time")
		}
		inTx(t, ctx, func(ctx context.Context) error {
			if _, err := db.InsertRows(ctx, `INSERT INTO demo (id, name)`, [][]any{{"a", "b"}, {"b", "c"}, {"c", ""}}); err != nil {
				return err
			}
			rows, err := db.Query(ctx, `SELECT id, name FROM demo WHERE id >= ? ORDER BY id`, "a")
			if err != nil {
				return err
			}
			walk := ""
			err = db.Each(rows, func(rows *sql.Rows) error {
				var id, name string
				if err := rows.Scan(&id, &name); err != nil || name == "" {
					return err
				}
				walk += id
				return db.QueryRow(ctx, `SELECT id, name FROM demo WHERE id >= ? ORDER BY id`, name).Scan(&id, &name)
			})
			if walk != "ab" {
				t.Errorf("walked %q", walk)
			}
			return err
		})
	})
}

// Widened tables must not be read by the plans of before: neither by the
// connection that widened them nor by others of the pool.
func TestWidenedTableIsReadWhole(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		inTx(t, ctx, func(ctx context.Context) error { return put(ctx, "a", "A") })
		insert := func(ctx context.Context, id string) error {
			rows, err := db.Query(ctx, `INSERT INTO demo (id, name) VALUES (?, ?) RETURNING *`, id, "x")
			if err != nil {
				return err
			}
			return rows.Close()
		}
		held := make([]*sql.Rows, 4) // so that several connections prepare it
		for i := range held {
			var err error
			if held[i], err = db.Query(ctx, `SELECT * FROM demo WHERE id = ?`, "a"); err != nil {
				t.Fatal(err)
			}
		}
		for _, rows := range held {
			if err := rows.Close(); err != nil {
				t.Fatal(err)
			}
		}
		inTx(t, ctx, func(ctx context.Context) error { return insert(ctx, "b") })
		inTx(t, ctx, func(ctx context.Context) error { return db.ExecDDL(ctx, `ALTER TABLE demo ADD COLUMN more {int}`) })
		inTx(t, ctx, func(ctx context.Context) error { return insert(ctx, "c") })
		for range 8 {
			rows, err := db.Query(ctx, `SELECT * FROM demo WHERE id = ?`, "a")
			if err != nil {
				t.Fatal(err)
			}
			if names, err := rows.Columns(); len(names) != 3 || err != nil {
				t.Errorf("%v %v", names, err)
			}
			if err := rows.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if n := count(t, ctx); n != 3 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestNoStatementLeavesTheFile(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t) // on PostgreSQL the role is the wall
	other := t.TempDir() + "/other.db"
	inTx(t, ctx, func(ctx context.Context) error {
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		for _, text := range []string{`ATTACH ? AS other`, `SELECT 1; attach ? AS other`} {
			if _, err := db.Exec(ctx, text, other); err == nil {
				t.Errorf("%s is taken", text)
			}
			if _, err := idb.NewRaw(text, other).Exec(ctx); err == nil {
				t.Errorf("%s is taken from bun", text)
			}
		}
		if names := texts(t, ctx, `SELECT name FROM pragma_database_list`); !slices.Equal(names, []string{"main"}) {
			t.Errorf("open are %v", names)
		}
		return nil
	})
}

// More texts than a connection keeps: the oldest are prepared again.
func TestManyTexts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		for round := range 2 {
			for i := range 300 {
				var n int
				if err := db.QueryRow(ctx, fmt.Sprintf(`SELECT count(*) + %d FROM demo WHERE id <> ?`, i), "a").Scan(&n); err != nil || n != i {
					t.Fatalf("round %d, text %d: %d %v", round, i, n, err)
				}
			}
		}
	})
}

func TestAnalyzeTellsThePlannerOfNewRows(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		var rows [][]any
		for i := range 4_000 {
			rows = append(rows, []any{fmt.Sprintf("%05d", i), "n"})
		}
		inTx(t, ctx, func(ctx context.Context) error {
			_, err := db.InsertRows(ctx, `INSERT INTO demo (id, name)`, rows)
			return err
		})
		known := func() bool {
			if err := db.Analyze(ctx); err != nil {
				t.Fatal(err)
			}
			return db.DialectOf(ctx) == db.SQLite ||
				texts(t, ctx, `SELECT CAST(reltuples AS bigint) FROM pg_class WHERE oid = to_regclass('demo')`)[0] == "4000"
		}
		for began := time.Now(); !known(); time.Sleep(100 * time.Millisecond) {
			if time.Since(began) > 20*time.Second { // what has changed is counted after a commit, within a second or two
				t.Fatal("the planner does not know of 4,000 rows after 20 s")
			}
		}
	})
}

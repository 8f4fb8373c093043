package db_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
)

// everyType makes a table that no migration knows, as record kinds have them,
// with a row of values that are easily lost on the way.
func everyType(t *testing.T, ctx context.Context) {
	t.Helper()
	err := db.InTx(ctx, func(ctx context.Context) error {
		if err := db.ExecDDL(ctx, `CREATE TABLE m_x (id {text} PRIMARY KEY, n {int} NOT NULL, f {float}, d {num}, yes {bool}, at {time}, day {date}, j {json}, raw {bytes})`,
			`CREATE INDEX m_x_day_n ON m_x (day, n)`); err != nil {
			return err
		}
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		at := time.Date(2026, 2, 28, 23, 59, 59, 123456000, time.UTC)
		if _, err = idb.NewRaw(`INSERT INTO m_x VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, "Xã 'Một' \"{text}\" ?\n", int64(9007199254740993), 1.5, "12.25", true, at,
			"2026-02-28", `{"a": [1, "á"]}`, []byte{0, 1, 255}).Exec(ctx); err != nil {
			return err
		}
		_, err = idb.NewRaw(`INSERT INTO m_x (id, n) VALUES ('empty', 0)`).Exec(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// rowsOf are the rows of m_x as Go reads them.
func rowsOf(t *testing.T, ctx context.Context) []map[string]any {
	t.Helper()
	idb, err := db.Of(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct {
		ID   string
		N    int64
		F, D *float64
		Yes  *bool
		At   *time.Time
		Day  *string
		Raw  []byte
	}
	if err := idb.NewRaw(`SELECT id, n, f, d, yes, at, CAST(day AS text) AS day, raw FROM m_x ORDER BY id`).Scan(ctx, &rows); err != nil {
		t.Fatal(err)
	}
	var out []map[string]any
	for _, r := range rows {
		m := map[string]any{"id": r.ID, "n": r.N, "raw": string(r.Raw)}
		if r.F != nil {
			m["f"], m["d"], m["yes"], m["at"], m["day"] = *r.F, *r.D, *r.Yes, r.At.UTC(), *r.Day
		}
		out = append(out, m)
	}
	return out
}

func dumped(t *testing.T, c *db.Cluster) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := c.Dump(t.Context(), dbtest.Slug, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestDumpComesBack loads a dump into a second province and dumps that: every
// byte is the same, on each dialect and across them.
func TestDumpComesBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, c *db.Cluster, ctx context.Context) {
		everyType(t, ctx)
		first := dumped(t, c)
		other, there := dbtest.SQLite(t)
		targets := map[*db.Cluster]context.Context{c: c.Enter(t.Context(), "ban-sao"), other: there}
		if err := c.Create(t.Context(), "ban-sao"); err != nil {
			t.Fatal(err)
		}
		for target, in := range targets {
			if err := target.Load(t.Context(), db.Province(in), bytes.NewReader(first)); err != nil {
				t.Fatal(err)
			}
			want, got := rowsOf(t, ctx), rowsOf(t, in)
			if len(got) != 2 || len(want) != 2 {
				t.Fatalf("%d rows came back as %d", len(want), len(got))
			}
			for i := range want {
				for k, v := range want[i] {
					if got[i][k] != v {
						t.Errorf("row %d, %s: %v came back as %v", i, k, v, got[i][k])
					}
				}
			}
		}
		var again bytes.Buffer
		if err := c.Dump(t.Context(), "ban-sao", &again); err != nil {
			t.Fatal(err)
		}
		if again.String() != string(first) {
			t.Errorf("a restored province dumps otherwise:\n%s\nwas\n%s", again.String(), first)
		}
	})
}

// TestLoadRefuses cuts and bends a dump; nothing of it may stay.
func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, c *db.Cluster, ctx context.Context) {
		everyType(t, ctx)
		whole := string(dumped(t, c))
		lines := strings.SplitAfter(whole, "\n")
		if err := c.Create(t.Context(), "moi"); err != nil {
			t.Fatal(err)
		}
		for name, bad := range map[string]string{
			"empty":             "",
			"no JSON":           "xin chào",
			"another format":    strings.Replace(whole, `"format":1`, `"format":9`, 1),
			"a newer version":   strings.Replace(whole, `"steps":[`, `"steps":["29991231000000_more",`, 1),
			"no end":            strings.Join(lines[:len(lines)-2], ""),
			"cut in a row":      whole[:len(whole)-len(lines[len(lines)-2])-5],
			"a table less":      strings.Replace(whole, `{"tables":`, `{"tables":1`, 1),
			"rows that are not": strings.Replace(whole, `"rows":2`, `"rows":3`, 1),
			"an odd type":       strings.Replace(whole, `"name":"raw","type":"bytes"`, `"name":"raw","type":"text}); DROP TABLE unit; --"`, 1),
			"a value of none":   strings.Replace(whole, `9007199254740993`, `{"a":1}`, 1),
		} {
			if bad == whole {
				t.Fatalf("%s: the dump was not bent", name)
			}
			err := c.Load(t.Context(), "moi", strings.NewReader(bad))
			if !fault.Is(err, fault.Invalid) || !fault.HasCode(err, "backup_malformed") {
				t.Errorf("%s: got %v", name, err)
			}
			columns, err := db.Columns(c.Enter(t.Context(), "moi"), "m_x")
			if err != nil || len(columns) > 0 {
				t.Errorf("%s: left a table behind: %v, %v", name, columns, err)
			}
		}
	})
}

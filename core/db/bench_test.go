package db_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
)

// The benchmark has the shape of a record's table: 20 columns, 20,000 rows.
const (
	benchTable = `CREATE TABLE bench (id {text} PRIMARY KEY, unit {text} NOT NULL, state {text}, due {date}, created_at {time}, updated_at {time},
		number {text}, title {text}, author {text}, revision {int}, a1 {text}, a2 {text}, a3 {text}, a4 {text}, a5 {text}, n1 {int}, n2 {int}, done {bool}, body {text}, extra {json})`
	benchInsert = `INSERT INTO bench (id, unit, state, due, created_at, updated_at, number, title, author, revision, a1, a2, a3, a4, a5, n1, n2, done, body, extra)`
	benchList   = `SELECT id, unit, state, due, created_at, updated_at, number, title, author, revision, n1, done FROM bench WHERE unit = ? AND state = ? ORDER BY due, id LIMIT 30`
	benchOne    = `SELECT * FROM bench WHERE id = ?`
)

func benchRow(id string, i int) []any {
	at := "2026-07-01 08:00:00.123456+00:00"
	return []any{id, fmt.Sprintf("u%03d", i%100), "open", fmt.Sprintf("2026-%02d-%02d", i%12+1, i%28+1), at, at, fmt.Sprintf("%d/KN", i), "Kiến nghị về vệ sinh môi trường",
		"per_01", i, "a", "b", "c", "d", "e", i, 7, i%2 == 0, strings.Repeat("nội dung ", 30), `{"x": 1}`}
}

func benchProvince(b *testing.B, open func(testing.TB) (*db.Cluster, context.Context)) context.Context {
	_, ctx := open(b)
	rows := make([][]any, 20_000)
	for i := range rows {
		rows[i] = benchRow(fmt.Sprintf("rec_%08d", i), i)
	}
	err := db.InTx(ctx, func(ctx context.Context) error {
		if err := db.ExecDDL(ctx, benchTable, `CREATE INDEX bench_list ON bench (unit, state, due, id)`); err != nil {
			return err
		}
		_, err := db.InsertRows(ctx, benchInsert, rows)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	return ctx
}

func readAll(b *testing.B, ctx context.Context, columns, want int, query string, args ...any) {
	rows, err := db.Query(ctx, query, args...)
	if err != nil {
		b.Fatal(err)
	}
	values, into, n := make([]any, columns), make([]any, columns), 0
	for i := range values {
		into[i] = &values[i]
	}
	err = db.Each(rows, func(rows *sql.Rows) error { n++; return rows.Scan(into...) })
	if err != nil || n != want {
		b.Fatal(n, err)
	}
}

func benchEach(b *testing.B, body func(b *testing.B, ctx context.Context)) {
	run := func(open func(testing.TB) (*db.Cluster, context.Context)) func(b *testing.B) {
		return func(b *testing.B) {
			ctx := benchProvince(b, open)
			before := processorTime()
			body(b, ctx)
			b.ReportMetric(float64((processorTime()-before).Nanoseconds())/float64(b.N), "cpu-ns/op")
		}
	}
	b.Run("sqlite", run(dbtest.SQLite))
	b.Run("postgres", run(dbtest.Postgres))
}

// processorTime is what this process has used: a busy machine changes it less
// than it changes the clock's time.
func processorTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func BenchmarkList30(b *testing.B) {
	benchEach(b, func(b *testing.B, ctx context.Context) {
		for i := range b.N {
			readAll(b, ctx, 12, 30, benchList, fmt.Sprintf("u%03d", i%100), "open")
		}
	})
}

func BenchmarkReadOne(b *testing.B) {
	benchEach(b, func(b *testing.B, ctx context.Context) {
		for i := range b.N {
			readAll(b, ctx, 20, 1, benchOne, fmt.Sprintf("rec_%08d", i*7919%20_000))
		}
	})
}

func BenchmarkInsertOne(b *testing.B) {
	benchEach(b, func(b *testing.B, ctx context.Context) {
		for i := range b.N {
			err := db.InTx(ctx, func(ctx context.Context) error {
				_, err := db.InsertRows(ctx, benchInsert, [][]any{benchRow(fmt.Sprintf("new_%08d", i), i)})
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkInsertBy16 has 16 writers whose commits wait for the disk.
func BenchmarkInsertBy16(b *testing.B) {
	c, err := db.Open(context.Background(), db.Options{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	if err := c.Create(context.Background(), "mau"); err != nil {
		b.Fatal(err)
	}
	ctx := c.Enter(context.Background(), "mau")
	if err := db.InTx(ctx, func(ctx context.Context) error { return db.ExecDDL(ctx, benchTable) }); err != nil {
		b.Fatal(err)
	}
	var next atomic.Int64
	b.SetParallelism(8)
	b.ResetTimer()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			i := int(next.Add(1))
			err := db.InTx(ctx, func(ctx context.Context) error {
				_, err := db.InsertRows(ctx, benchInsert, [][]any{benchRow(fmt.Sprintf("new_%08d", i), i)})
				return err
			})
			if err != nil {
				b.Error(err)
			}
		}
	})
}

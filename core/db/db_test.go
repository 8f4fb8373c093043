package db_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/db/dump"
	"github.com/doanket/doanket/core/fault"
)

// each gives a body a province with the table demo(id, name).
func each(t *testing.T, body func(t *testing.T, c *db.Cluster, ctx context.Context)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, c *db.Cluster, ctx context.Context) {
		makeDemo(t, ctx)
		body(t, c, ctx)
	})
}

func makeDemo(t *testing.T, ctx context.Context) {
	t.Helper()
	err := db.InTx(ctx, func(ctx context.Context) error {
		return db.ExecDDL(ctx, `CREATE TABLE demo (id {text} PRIMARY KEY, name {text} NOT NULL)`)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func put(ctx context.Context, id, name string) error {
	idb, err := db.Of(ctx)
	if err != nil {
		return err
	}
	_, err = idb.NewRaw(`INSERT INTO demo (id, name) VALUES (?, ?)`, id, name).Exec(ctx)
	return err
}

func count(t *testing.T, ctx context.Context) int {
	t.Helper()
	idb, err := db.Of(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := idb.NewRaw(`SELECT count(*) FROM demo`).Scan(ctx, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

func wantFault(t *testing.T, err error, kind fault.Kind, code string) {
	t.Helper()
	if !fault.Is(err, kind) || !fault.HasCode(err, code) {
		t.Errorf("got %v, want %s %s", err, kind, code)
	}
}

func TestInTxCommitsOrRollsBackAll(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		mistake := errors.New("mistake")
		effects := 0
		err := db.InTx(ctx, func(ctx context.Context) error {
			db.AfterCommit(ctx, func() { effects++ })
			return errors.Join(put(ctx, "a", "A"), mistake)
		})
		if !errors.Is(err, mistake) || count(t, ctx) != 0 || effects != 0 {
			t.Fatalf("%v, %d rows, %d effects", err, count(t, ctx), effects)
		}
		err = db.InTx(ctx, func(ctx context.Context) error {
			db.AfterCommit(ctx, func() { effects += count(t, ctx) })
			return put(ctx, "a", "A")
		})
		if err != nil || effects != 1 {
			t.Fatalf("%v, the effect saw %d rows", err, effects)
		}
	})
}

func TestPanicRollsBackAndFreesTheWriter(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic is swallowed")
				}
			}()
			_ = db.InTx(ctx, func(ctx context.Context) error {
				if err := put(ctx, "a", "A"); err != nil {
					t.Error(err)
				}
				panic("oh")
			})
		}()
		if n := count(t, ctx); n != 0 {
			t.Fatalf("%d rows", n)
		}
		if err := db.InTx(ctx, func(ctx context.Context) error { return put(ctx, "a", "A") }); err != nil {
			t.Fatal(err)
		}
	})
}

func TestJoinedTransactionSharesNowAndFate(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		inner := func(id string) func(context.Context) error {
			return func(ctx context.Context) error { return put(ctx, id, "x") }
		}
		err := db.InTx(ctx, func(ctx context.Context) error {
			now := db.Now(ctx)
			if err := db.InTx(ctx, inner("a")); err != nil {
				return err
			}
			if !db.Now(ctx).Equal(now) || count(t, ctx) != 1 {
				t.Errorf("now moved or the joined row is missing")
			}
			_ = db.InTx(ctx, func(context.Context) error { return fault.New(fault.Invalid, "invalid") })
			return nil
		})
		wantFault(t, err, fault.Invalid, "invalid")
		if n := count(t, ctx); n != 0 {
			t.Errorf("%d rows survive a failed part", n)
		}
	})
}

func TestWritesOutsideATransactionFail(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		wantFault(t, put(ctx, "a", "A"), fault.Internal, "write_outside_tx")
	})
}

func TestDriverErrorsAreFaults(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		twice := func(ctx context.Context) error { return errors.Join(put(ctx, "a", "A"), put(ctx, "a", "B")) }
		wantFault(t, db.InTx(ctx, twice), fault.Conflict, "exists")
		err := db.InTx(ctx, func(ctx context.Context) error {
			idb, _ := db.Of(ctx)
			var name string
			return idb.NewRaw(`SELECT name FROM demo WHERE id = 'none'`).Scan(ctx, &name)
		})
		wantFault(t, err, fault.NotFound, "not_found")
		ctx, cancel := context.WithCancel(ctx)
		cancel()
		wantFault(t, db.InTx(ctx, twice), fault.Unavailable, "canceled")
	})
}

func TestNoProvinceIsRefused(t *testing.T) {
	t.Parallel()
	c, _ := dbtest.SQLite(t)
	_, err := db.Of(c.With(context.Background()))
	wantFault(t, err, fault.Internal, "no_province")
	_, err = db.Control(context.Background())
	wantFault(t, err, fault.Internal, "no_cluster")
	_, err = db.Of(c.Enter(context.Background(), "../control"))
	wantFault(t, err, fault.Invalid, "invalid")
}

// TestContaining finds what people type, signs of LIKE included.
func TestContaining(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		err := db.InTx(ctx, func(ctx context.Context) error {
			return errors.Join(put(ctx, "a", "xa dong loc"), put(ctx, "b", "phuong ha huy tap"), put(ctx, "c", `100% 'x' \ a_b`))
		})
		if err != nil {
			t.Fatal(err)
		}
		idb, err := db.Of(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for q, want := range map[string]string{"dong loc": "a", "ha huy": "b", "0%": "c", "'x'": "c", `\`: "c", "a_b": "c", "_": "c", "a%c": ""} {
			var ids []string
			if err := idb.NewSelect().Table("demo").Column("id").Where(`name LIKE ? ESCAPE '\'`, db.Containing(q)).Scan(ctx, &ids); err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(ids, " "); got != want {
				t.Errorf("%q finds %q, want %q", q, got, want)
			}
		}
	})
}

func TestColumnsAreTheSameInBothDialects(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		err := db.InTx(ctx, func(ctx context.Context) error {
			return db.ExecDDL(ctx, `CREATE TABLE wide (b {int}, a {text}, t {time} NOT NULL, d {date}, j {json}, n {num}, f {float}, x {bytes}, o {bool}, PRIMARY KEY (a, b))`)
		})
		if err != nil {
			t.Fatal(err)
		}
		got, err := db.Columns(ctx, "wide")
		if err != nil {
			t.Fatal(err)
		}
		want := []dump.Column{{Name: "b", Type: "int", NotNull: true, Key: 2}, {Name: "a", Type: "text", NotNull: true, Key: 1}, {Name: "t", Type: "time", NotNull: true, Key: 0}, {Name: "d", Type: "date", NotNull: false, Key: 0},
			{Name: "j", Type: "json", NotNull: false, Key: 0}, {Name: "n", Type: "num", NotNull: false, Key: 0}, {Name: "f", Type: "float", NotNull: false, Key: 0}, {Name: "x", Type: "bytes", NotNull: false, Key: 0}, {Name: "o", Type: "bool", NotNull: false, Key: 0}}
		if len(got) != len(want) {
			t.Fatalf("got %v", got)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("got %v, want %v", got[i], want[i])
			}
		}
		if none, err := db.Columns(ctx, "absent"); len(none) != 0 || err != nil {
			t.Errorf("%v %v", none, err)
		}
	})
}

func TestControlTransaction(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, c *db.Cluster, ctx context.Context) {
		err := db.InControlTx(ctx, func(ctx context.Context) error {
			return db.ExecDDL(ctx, `CREATE TABLE note (id {text} PRIMARY KEY)`)
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{"a", "b"} {
			err := db.InControlTx(ctx, func(ctx context.Context) error {
				idb, err := db.Control(ctx)
				if err != nil {
					return err
				}
				_, err = idb.NewRaw("INSERT INTO note VALUES (?)", id).Exec(ctx)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		idb, err := db.Control(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := idb.NewSelect().Table("note").Count(ctx); n != 2 || err != nil {
			t.Errorf("%d %v", n, err)
		}
		var _ bun.IDB = idb
	})
}

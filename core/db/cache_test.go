package db_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
)

// names is what the test's caches keep of the table demo.
type names struct {
	list     []string
	revision int64
}

// newNames makes a cache over demo, whose revision is the row "revision".
func newNames(fresh time.Duration, loads *atomic.Int64) *db.Cache[names] {
	return db.NewCache(db.Source[names]{Fresh: fresh,
		Revision: func(ctx context.Context, idb bun.IDB) (n int64, err error) {
			err = idb.NewRaw(`SELECT count(*) FROM demo`).Scan(ctx, &n)
			return n, db.Fault(err)
		},
		Load: func(ctx context.Context, idb bun.IDB, revision int64, _ *names) (*names, error) {
			loads.Add(1)
			n := &names{revision: revision}
			return n, db.Fault(idb.NewRaw(`SELECT name FROM demo ORDER BY id`).Scan(ctx, &n.list))
		}})
}

func add(t *testing.T, ctx context.Context, id string) {
	t.Helper()
	if err := db.InTx(ctx, func(ctx context.Context) error { return put(ctx, id, id) }); err != nil {
		t.Fatal(err)
	}
}

func size(t *testing.T, ctx context.Context, c *db.Cache[names]) int {
	t.Helper()
	n, err := c.Get(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return len(n.list)
}

func TestCacheReadsOnceForMany(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		var loads atomic.Int64
		c := newNames(time.Hour, &loads)
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				if _, err := c.Get(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		wait.All(t, "the readers", &group)
		if loads.Load() != 1 {
			t.Errorf("read %d times", loads.Load())
		}
		add(t, ctx, "a")
		if n := size(t, ctx, c); n != 0 {
			t.Errorf("%d names though nobody has asked", n)
		}
		c.Forget(ctx)
		if n := size(t, ctx, c); n != 1 || loads.Load() != 2 {
			t.Errorf("%d names, read %d times", n, loads.Load())
		}
		c.Forget(ctx)
		if size(t, ctx, c); loads.Load() != 2 {
			t.Error("read again at the same revision")
		}
	})
}

// TestCacheSeesAnotherProcess: nobody tells the cache of the writes, as when
// another process makes them, and they race with its reading.
func TestCacheSeesAnotherProcess(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		var loads atomic.Int64
		c := newNames(time.Millisecond, &loads)
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				for seen := 0; seen < 30 && !t.Failed(); {
					n, err := c.Get(ctx)
					switch {
					case err != nil:
						t.Error(err)
					case int64(len(n.list)) != n.revision:
						t.Errorf("%d names at revision %d", len(n.list), n.revision)
					case len(n.list) < seen:
						t.Errorf("went back from %d to %d", seen, len(n.list))
					default:
						seen = len(n.list)
					}
				}
			})
		}
		for i := range 30 {
			add(t, ctx, string(rune('A'+i)))
		}
		wait.All(t, "the readers to see all", &group)
	})
}

func TestCacheKeepsNothingUncommitted(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		var loads atomic.Int64
		c, undo := newNames(time.Hour, &loads), errors.New("undo")
		err := db.InTx(ctx, func(ctx context.Context) error {
			if err := put(ctx, "a", "a"); err != nil {
				return err
			}
			if n := size(t, ctx, c); n != 1 {
				t.Errorf("%d names inside", n)
			}
			c.Forget(ctx)
			return undo
		})
		if !errors.Is(err, undo) {
			t.Fatal(err)
		}
		if n := size(t, ctx, c); n != 0 {
			t.Errorf("%d names after the rollback", n)
		}
		c.Put(ctx, &names{list: []string{"x"}, revision: 7}, 7)
		c.Put(ctx, &names{revision: 6}, 6)
		if n, revision := c.Last(ctx); revision != 7 || len(n.list) != 1 {
			t.Errorf("an older value took the place of a newer: %+v at %d", n, revision)
		}
	})
}

func TestCacheGoesWithTheDatabase(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, cluster *db.Cluster, ctx context.Context) {
		var loads atomic.Int64
		c := newNames(time.Hour, &loads)
		var kept db.Kept[int]
		*kept.Of(ctx) = 5
		add(t, ctx, "a")
		if n := size(t, ctx, c); n != 1 || *kept.Of(ctx) != 5 {
			t.Fatalf("%d names, kept %d", n, *kept.Of(ctx))
		}
		slug := db.Province(ctx)
		if err := errors.Join(cluster.Drop(ctx, slug), cluster.Create(ctx, slug)); err != nil {
			t.Fatal(err)
		}
		makeDemo(t, ctx)
		if n := size(t, ctx, c); n != 0 || *kept.Of(ctx) != 0 {
			t.Errorf("the province made anew shows %d names and %d of the old one", n, *kept.Of(ctx))
		}
	})
}

func TestCacheServesWhileTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	away, loads := false, 0
	c := db.NewCache(db.Source[int]{Control: true, Stale: true,
		Load: func(context.Context, bun.IDB, int64, *int) (*int, error) {
			if away {
				return nil, fault.New(fault.Unavailable, "database_unavailable")
			}
			loads++
			return &loads, nil
		}})
	for range 2 {
		if n, err := c.Get(ctx); err != nil || *n < 1 {
			t.Fatalf("%v, %v", n, err)
		}
	}
	away = true
	if n, err := c.Get(ctx); err != nil || *n != 2 {
		t.Errorf("%v, %v", n, err)
	}
}

package job_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/job"
)

func enqueue(t *testing.T, ctx context.Context, kind string, args any, opts ...job.Option) {
	t.Helper()
	if err := job.Enqueue(ctx, kind, args, opts...); err != nil {
		t.Fatal(err)
	}
}

func drain(t *testing.T, ctx context.Context, q *job.Queue) {
	t.Helper()
	if err := q.Drain(ctx); err != nil {
		t.Fatal(err)
	}
}

// clock is a time that tests move.
type clock struct{ at atomic.Int64 }

func (c *clock) in(ctx context.Context) context.Context {
	if c.at.Load() == 0 {
		c.at.Store(time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC).UnixNano())
	}
	return id.WithClock(ctx, func() time.Time { return time.Unix(0, c.at.Load()) })
}

func (c *clock) add(d time.Duration) { c.at.Add(int64(d)) }

func TestAJobExistsExactlyIfItsActCommits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		var ran []string
		q := job.New(job.Options{})
		q.Register("demo", func(_ context.Context, j job.Job) error {
			var name string
			err := j.Decode(&name)
			ran = append(ran, name)
			return err
		})
		err := db.InTx(ctx, func(ctx context.Context) error {
			enqueue(t, ctx, "demo", "lost")
			return errors.New("mistake")
		})
		if err == nil {
			t.Fatal("the mistake is lost")
		}
		if err := db.InTx(ctx, func(ctx context.Context) error { return job.Enqueue(ctx, "demo", "kept") }); err != nil {
			t.Fatal(err)
		}
		drain(t, ctx, q)
		drain(t, ctx, q)
		if fmt.Sprint(ran) != "[kept]" {
			t.Errorf("ran %v", ran)
		}
	})
}

func TestJobsOfAKindRunByDueTime(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		var now clock
		ctx = now.in(ctx)
		var ran []string
		q := job.New(job.Options{})
		q.Register("demo", func(_ context.Context, j job.Job) error {
			ran = append(ran, string(j.Args))
			return nil
		})
		enqueue(t, ctx, "demo", 2)
		enqueue(t, ctx, "demo", 3)
		enqueue(t, ctx, "demo", 1, job.At(id.NowIn(ctx).Add(-time.Minute)))
		enqueue(t, ctx, "demo", 4, job.At(id.NowIn(ctx).Add(time.Minute)))
		enqueue(t, ctx, "other", 5)
		drain(t, ctx, q)
		if fmt.Sprint(ran) != "[1 2 3]" {
			t.Errorf("ran %v", ran)
		}
		now.add(time.Minute)
		drain(t, ctx, q)
		if fmt.Sprint(ran) != "[1 2 3 4]" {
			t.Errorf("ran %v", ran)
		}
	})
}

// TestNoKindStarves: behind a thousand jobs of one kind a single one of another
// gets its turn in the next claim, although it came last.
func TestNoKindStarves(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		before, ran := 0, 0
		q := job.New(job.Options{})
		q.Register("many", func(context.Context, job.Job) error { ran++; return nil })
		q.Register("one", func(context.Context, job.Job) error { before = ran; return nil })
		fill(t, ctx, "many", 1000)
		enqueue(t, ctx, "one", nil)
		drain(t, ctx, q)
		if ran != 1000 || before > 20 {
			t.Errorf("%d of %d ran before the other kind", before, ran)
		}
	})
}

// TestUrgentKindsHaveTheirOwnWorkers: long jobs hold every other worker.
func TestUrgentKindsHaveTheirOwnWorkers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		block, figures := make(chan struct{}), make(chan struct{}, 1)
		defer close(block)
		q := job.New(job.Options{})
		q.Register("long", func(context.Context, job.Job) error { <-block; return nil })
		q.RegisterUrgent("figures", func(context.Context, job.Job) error { figures <- struct{}{}; return nil })
		fill(t, ctx, "long", 50)
		start(t, q, map[string]context.Context{dbtest.Slug: ctx})
		enqueue(t, ctx, "figures", nil)
		wait.Receive(t, "the urgent job, beside the long ones", figures)
	})
}

// fill enqueues n jobs of the kind.
func fill(t testing.TB, ctx context.Context, kind string, n int) {
	t.Helper()
	for left := n; left > 0; left -= 500 {
		err := db.InTx(ctx, func(ctx context.Context) error {
			for i := range min(left, 500) {
				if err := job.Enqueue(ctx, kind, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestFailuresAreRetriedThenDead(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		var now clock
		ctx = now.in(ctx)
		tries, broken := 0, true
		q := job.New(job.Options{})
		q.Register("demo", func(_ context.Context, j job.Job) error {
			if tries++; broken {
				if tries == 2 {
					panic("oh")
				}
				return fmt.Errorf("try %d", j.Try)
			}
			return nil
		})
		enqueue(t, ctx, "demo", nil, job.MaxTries(3))
		for want := 1; want <= 3; want++ {
			if err := q.Drain(ctx); err == nil || tries != want {
				t.Fatalf("%v after %d tries, want %d", err, tries, want)
			}
			drain(t, ctx, q) // the pause has not passed
			now.add(time.Hour)
		}
		drain(t, ctx, q)
		dead, err := job.DeadLetters(ctx, job.DeadFilter{})
		if err != nil || len(dead.Items) != 1 || dead.Items[0].Error != "try 3" || dead.Items[0].Kind != "demo" {
			t.Fatalf("%+v %v", dead, err)
		}
		broken = false
		if n, err := job.Retry(ctx, job.Which{IDs: []string{dead.Items[0].ID}}); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		drain(t, ctx, q)
		if dead, _ := job.DeadLetters(ctx, job.DeadFilter{}); len(dead.Items) != 0 || tries != 4 {
			t.Errorf("%d dead, %d tries", len(dead.Items), tries)
		}
	})
}

func TestUniqueJobsRunAsOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		var now clock
		ctx = now.in(ctx)
		ran := 0
		q := job.New(job.Options{})
		q.Register("demo", func(context.Context, job.Job) error {
			if ran++; ran == 1 { // arrives while the first runs: may not be lost
				return job.Enqueue(ctx, "demo", nil, job.Unique("k"))
			}
			return nil
		})
		for range 3 {
			enqueue(t, ctx, "demo", nil, job.Unique("k"))
		}
		enqueue(t, ctx, "demo", nil, job.Unique("k"), job.At(id.NowIn(ctx).Add(time.Hour)))
		drain(t, ctx, q)
		if ran != 2 {
			t.Errorf("ran %d times, want 2", ran)
		}
		now.add(time.Hour)
		drain(t, ctx, q)
		if ran != 3 {
			t.Errorf("ran %d times, want 3: a later date stands", ran)
		}
	})
}

// start runs q over the provinces until the test ends.
func start(t *testing.T, q *job.Queue, provinces map[string]context.Context) {
	t.Helper()
	list := func(context.Context) []job.ProvinceCtx {
		var all []job.ProvinceCtx
		for slug, ctx := range provinces {
			all = append(all, job.ProvinceCtx{Slug: slug, Ctx: ctx})
		}
		return all
	}
	if err := q.Start(context.Background(), list); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := q.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
}

func TestWorkersWakeAtOnceAndRunEachJobOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		ran := make(chan string, 100)
		// A poll of an hour: only the bell can wake the workers in time.
		for range 2 {
			q := job.New(job.Options{Poll: time.Hour})
			q.Register("demo", func(_ context.Context, j job.Job) error { ran <- string(j.Args); return nil })
			start(t, q, map[string]context.Context{dbtest.Slug: ctx})
		}
		seen := map[string]int{}
		for i := range 20 {
			enqueue(t, ctx, "demo", i)
		}
		for range 20 {
			seen[wait.Receive(t, "a job to run", ran)]++
		}
		if len(seen) != 20 {
			t.Errorf("some ran twice: %v", seen)
		}
	})
}

func TestABusyProvinceLeavesWorkersToOthers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, c *db.Cluster, ctx context.Context) {
		if err := c.Create(ctx, "khac"); err != nil {
			t.Fatal(err)
		}
		other := c.Enter(context.Background(), "khac")
		block, quick := make(chan struct{}), make(chan struct{}, 1)
		defer close(block)
		q := job.New(job.Options{Workers: 2})
		q.Register("slow", func(ctx context.Context, _ job.Job) error { <-block; return nil })
		q.Register("quick", func(context.Context, job.Job) error { quick <- struct{}{}; return nil })
		for range 5 {
			enqueue(t, ctx, "slow", nil)
		}
		start(t, q, map[string]context.Context{dbtest.Slug: ctx, "khac": other})
		enqueue(t, other, "quick", nil)
		wait.Receive(t, "the quick job of the other province", quick)
	})
}

func TestABrokenProvinceDoesNotStopOthers(t *testing.T) {
	t.Parallel()
	c, ctx := dbtest.SQLite(t)
	ran := make(chan struct{}, 1)
	q := job.New(job.Options{Workers: 2})
	q.Register("demo", func(context.Context, job.Job) error { ran <- struct{}{}; return nil })
	start(t, q, map[string]context.Context{dbtest.Slug: ctx, "absent": c.Enter(context.Background(), "absent")})
	enqueue(t, ctx, "demo", nil)
	wait.Receive(t, "the job of the sound province", ran)
}

func TestStopGivesAJobBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		begun := make(chan struct{})
		q := job.New(job.Options{})
		q.Register("demo", func(ctx context.Context, _ job.Job) error {
			close(begun)
			<-ctx.Done()
			return ctx.Err()
		})
		start(t, q, map[string]context.Context{dbtest.Slug: ctx})
		enqueue(t, ctx, "demo", nil)
		wait.Receive(t, "the job to begin", begun)
		now, cancel := context.WithCancel(context.Background())
		cancel()
		if err := q.Stop(now); err != nil {
			t.Fatal(err)
		}
		try := 0
		again := job.New(job.Options{})
		again.Register("demo", func(_ context.Context, j job.Job) error { try = j.Try; return nil })
		drain(t, ctx, again)
		if try != 1 {
			t.Errorf("try %d, want 1: stopping costs no try", try)
		}
	})
}

package job_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
)

func TestAScheduleEnqueuesEachSlotOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		var now clock
		ctx = now.in(ctx) // 10:00 in Vietnam
		ran := make(chan string, 10)
		var replicas []*job.Queue
		for _, replica := range []string{"one", "two"} {
			q := job.New(job.Options{Poll: 20 * time.Millisecond})
			q.Register("nightly", func(context.Context, job.Job) error { ran <- replica; return nil })
			if err := q.Schedule("nightly", "30 10 * * *"); err != nil {
				t.Fatal(err)
			}
			start(t, q, map[string]context.Context{dbtest.Slug: ctx})
			replicas = append(replicas, q)
		}
		// Each day's slot must come exactly once, although two replicas watch;
		// days that pass unseen are made up by one job.
		waitForRows(t, ctx, "job_schedule", 1)
		for _, passes := range []time.Duration{31 * time.Minute, 72 * time.Hour} {
			now.add(passes)
			job.Ring(dbtest.Slug)
			wait.Receive(t, "the job of the slot", ran)
			// The clock may leap only when the job is settled: a leap ends its
			// lease, and a job whose lease ended is rightly run again.
			waitForRows(t, ctx, "job", 0)
		}
		for _, q := range replicas { // whoever has not looked yet looks now
			if err := q.Stop(context.Background()); err != nil {
				t.Fatal(err)
			}
			if err := job.LookAtSchedules(ctx, q); err != nil {
				t.Fatal(err)
			}
			drain(t, ctx, q)
		}
		if len(ran) > 0 {
			t.Error("a slot ran twice")
		}
	})
}

// TestReplicasAgreeOnASlot lets many replicas look at once, with none running.
func TestReplicasAgreeOnASlot(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		var now clock
		ctx = now.in(ctx)
		var replicas []*job.Queue
		var ran atomic.Int64
		for range 6 {
			q := job.New(job.Options{})
			q.Register("nightly", func(context.Context, job.Job) error { ran.Add(1); return nil })
			if err := q.Schedule("nightly", "30 10 * * *"); err != nil {
				t.Fatal(err)
			}
			replicas = append(replicas, q)
		}
		look := func() {
			var all sync.WaitGroup
			for _, q := range replicas {
				all.Go(func() {
					if err := job.LookAtSchedules(ctx, q); err != nil {
						t.Error(err)
					}
				})
			}
			wait.All(t, "the replicas to look", &all)
			drain(t, ctx, replicas[0])
		}
		look()
		if ran.Load() != 0 {
			t.Fatal("a new schedule runs for the time before it was there")
		}
		for day := int64(1); day <= 3; day++ {
			now.add(24 * time.Hour)
			look()
			look()
			if ran.Load() != day {
				t.Fatalf("after %d slots %d jobs ran", day, ran.Load())
			}
		}
	})
}

// waitForRows waits until a table holds n rows.
func waitForRows(t *testing.T, ctx context.Context, table string, n int) {
	t.Helper()
	idb, err := db.Of(ctx)
	if err != nil {
		t.Fatal(err)
	}
	wait.Until(t, fmt.Sprintf("%s to hold %d rows", table, n), func() bool {
		have, err := idb.NewSelect().Table(table).Count(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return int(have) == n
	})
}

func TestABadCronLineIsRefused(t *testing.T) {
	t.Parallel()
	if err := job.New(job.Options{}).Schedule("demo", "every day"); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

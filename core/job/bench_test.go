package job_test

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/job"
)

// BenchmarkDrain measures how long waiting jobs of three kinds take to drain,
// and how long an urgent job that is enqueued ten times a second meanwhile has
// to wait at most. The jobs themselves do nothing: it is the queue that is
// measured.
func BenchmarkDrain(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("sqlite/%d", n), func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				_, ctx := dbtest.SQLite(b)
				benchmarkDrain(b, ctx, n)
			}
		})
		if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
			b.Run(fmt.Sprintf("postgres/%d", n), func(b *testing.B) {
				for range b.N {
					b.StopTimer()
					_, ctx := dbtest.Postgres(b)
					benchmarkDrain(b, ctx, n)
				}
			})
		}
	}
}

func benchmarkDrain(b *testing.B, ctx context.Context, n int) {
	kinds := []string{"notice", "event", "compute"}
	for i, kind := range kinds {
		fill(b, ctx, kind, (n+len(kinds)-1-i)/len(kinds))
	}
	var ran atomic.Int64
	all := make(chan struct{})
	q := job.New(job.Options{})
	for _, kind := range kinds {
		q.Register(kind, func(context.Context, job.Job) error {
			if ran.Add(1) == int64(n) {
				close(all)
			}
			return nil
		})
	}
	var longest atomic.Int64
	q.RegisterUrgent("figures", func(ctx context.Context, j job.Job) error {
		waited := time.Since(asked(j)).Microseconds()
		for seen := longest.Load(); waited > seen && !longest.CompareAndSwap(seen, waited); seen = longest.Load() {
		}
		return nil
	})
	draining, drained := context.WithCancel(ctx)
	var writer sync.WaitGroup
	b.StartTimer()
	if err := q.Start(ctx, func(context.Context) []job.ProvinceCtx { return []job.ProvinceCtx{{Slug: dbtest.Slug, Ctx: ctx}} }); err != nil {
		b.Fatal(err)
	}
	writer.Go(func() { askForFigures(draining, ctx) })
	select {
	case <-all:
	case <-time.After(4 * time.Minute):
		b.Errorf("%d of %d jobs ran in four minutes", ran.Load(), n)
	}
	b.StopTimer()
	drained()
	writer.Wait()
	stop, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := q.Stop(stop); err != nil {
		b.Error(err)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
	b.ReportMetric(float64(longest.Load())/1000, "figures-wait-max-ms")
}

// askForFigures enqueues an urgent job ten times a second until ctx ends.
func askForFigures(ctx, province context.Context) {
	for ctx.Err() == nil {
		err := job.Enqueue(province, "figures", time.Now())
		if err != nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func asked(j job.Job) (at time.Time) {
	_ = j.Decode(&at)
	return at
}

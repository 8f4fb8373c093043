package job_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
)

// TestDeadJobsAreListedRetriedAndDropped page by page, all named or none.
func TestDeadJobsAreListedRetriedAndDropped(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		q := job.New(job.Options{})
		q.Register("demo", func(context.Context, job.Job) error { return errors.New("broken") })
		for i := range 5 {
			enqueue(t, ctx, "demo", i, job.MaxTries(1))
		}
		enqueue(t, ctx, "waits", nil)
		if err := q.Drain(ctx); err == nil {
			t.Fatal("the failures are lost")
		}
		var found []string
		for f := (job.DeadFilter{Kind: "demo", Limit: 2}); ; {
			page, err := job.DeadLetters(ctx, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range page.Items {
				found = append(found, d.ID)
			}
			if f.Cursor = page.Next; f.Cursor == "" {
				break
			}
		}
		if len(found) != 5 {
			t.Fatalf("found %d of 5 dead jobs", len(found))
		}
		if _, err := job.Drop(ctx, job.Which{IDs: []string{found[0], "job_none"}}); !fault.Is(err, fault.NotFound) {
			t.Errorf("drop with one unknown: %v", err)
		}
		if n, err := job.Drop(ctx, job.Which{IDs: found[:2]}); n != 2 || err != nil {
			t.Errorf("dropped %d, %v", n, err)
		}
		if _, err := job.Retry(ctx, job.Which{IDs: found[:1]}); !fault.Is(err, fault.NotFound) {
			t.Errorf("retry of a dropped job: %v", err)
		}
		if n, err := job.Retry(ctx, job.Which{IDs: found[2:4]}); n != 2 || err != nil {
			t.Errorf("retried %d, %v", n, err)
		}
		if _, err := job.DeadLetters(ctx, job.DeadFilter{Cursor: "x"}); !fault.HasCode(err, "bad_cursor") {
			t.Errorf("a made-up cursor: %v", err)
		}
		states, err := job.States(ctx)
		if err != nil || len(states) != 2 {
			t.Fatalf("%+v %v", states, err)
		}
		if s := states[0]; s.Kind != "demo" || s.Waiting != 2 || s.Dead != 1 || s.Running != 0 || time.Since(s.Oldest) > time.Minute {
			t.Errorf("demo: %+v", s)
		}
		if n, err := job.Drop(ctx, job.Which{Kind: "waits"}); n != 0 || err != nil {
			t.Errorf("dropped %d that are not dead, %v", n, err)
		}
		if n, err := job.Retry(ctx, job.Which{Kind: "demo"}); n != 1 || err != nil {
			t.Errorf("retried %d of the kind, %v", n, err)
		}
		if s := states[1]; s.Kind != "waits" || s.Waiting != 1 || s.Dead != 0 {
			t.Errorf("waits: %+v", s)
		}
	})
}

package idempotency_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/idempotency"
)

// TestAnActCutOffIsDoneOnce plays a process that ends on the way: before it did
// something the request runs again once its time is over, afterwards never.
func TestAnActCutOffIsDoneOnce(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		ctx := r.As(coretest.An, coretest.Officer)
		again := func(key string) (string, bool, error) {
			return idempotency.Once(ctx, key, "POST /x", "y", func(ctx context.Context) (string, error) {
				return "mới", db.InTx(ctx, func(context.Context) error { return nil })
			})
		}
		cut := func(key string, at time.Duration, effect func(ctx context.Context)) {
			short, cancel := context.WithDeadline(ctx, time.Now().Add(at))
			defer cancel()
			defer func() { _ = recover() }() // what ends the process leaves the rest undone
			_, _, _ = idempotency.Once(short, key, "POST /x", "y", func(act context.Context) (string, error) {
				effect(context.WithoutCancel(act))
				panic("the process ends")
			})
		}
		cut("under way", time.Minute, func(context.Context) {})
		if _, _, err := again("under way"); !fault.HasCode(err, "idempotency_pending") || fault.Of(err).RetryAfter == 0 {
			t.Errorf("under way: %v", err)
		}
		cut("done", time.Minute, func(act context.Context) {
			if err := db.InTx(act, func(context.Context) error { return nil }); err != nil {
				t.Error(err)
			}
		})
		outlast := func(key string) {
			if err := db.InTx(ctx, func(ctx context.Context) error {
				_, err := db.Exec(ctx, "UPDATE idempotency SET response = SUBSTR(response, 1, 8) || '1 x' WHERE key LIKE ? || '%'", key)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		outlast("done")
		if _, _, err := again("done"); !fault.HasCode(err, "idempotency_done") {
			t.Errorf("done, its answer lost: %v", err)
		}
		late := errors.New("not reached")
		_, _, err := idempotency.Once(ctx, "late", "POST /x", "y", func(act context.Context) (string, error) {
			outlast("late")
			answer, repeated, err := again("late") // its time is over: somebody else takes the key
			if answer != "mới" || repeated || err != nil {
				t.Errorf("after its time: %q, %v, %v", answer, repeated, err)
			}
			late = db.InTx(act, func(context.Context) error { return nil })
			return "cũ", late
		})
		if !fault.HasCode(late, "idempotency_pending") || err == nil {
			t.Errorf("who lost the key did something: %v, %v", late, err)
		}
		if answer, repeated, err := again("late"); answer != "mới" || !repeated || err != nil {
			t.Errorf("sent again: %q, %v, %v", answer, repeated, err)
		}
	})
}

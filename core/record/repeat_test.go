package record_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/record"
)

// TestARepeatedRequestAnswersTheSame for a day, to the person who made it.
func TestARepeatedRequestAnswersTheSame(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me, x1 := r.as(coretest.Officer), r.Unit(coretest.An, "X1")
		in := record.Input{UnitID: x1, Fields: whole(), IdemKey: "k-1"}
		first, err := r.Records.Create(me, "demo.paper", in)
		if err != nil {
			t.Fatal(err)
		}
		again, err := r.Records.Create(me, "demo.paper", in)
		if err != nil || again.ID != first.ID {
			t.Fatalf("%v %v", again, err)
		}
		in.Fields = whole(fields{"n": 1})
		_, err = r.Records.Create(me, "demo.paper", in)
		refuses(t, err, fault.Conflict, "idempotency_mismatch")
		_, err = r.Records.Do(me, first.ID, "submit", 0, record.Act{IdemKey: "k-1"})
		refuses(t, err, fault.Conflict, "idempotency_mismatch")
		// The key is the person's own.
		in.Fields = whole()
		sys, err := r.Records.Create(r.In(coretest.An), "demo.paper", in)
		if err != nil || sys.ID == first.ID {
			t.Fatalf("%v %v", sys, err)
		}
		// A step, repeated after it happened, with the version it was seen at.
		do := record.Act{IdemKey: "k-2"}
		for range 3 {
			rec, err := r.Records.Do(me, first.ID, "submit", 1, do)
			if err != nil || rec.State != "submitted" || rec.Version != 2 {
				t.Fatalf("%+v %v", rec, err)
			}
		}
		later := id.WithClock(me, func() time.Time { return id.Now().Add(31 * 24 * time.Hour) })
		fresh, err := r.Records.Create(later, "demo.paper", in)
		if err != nil || fresh.ID == first.ID {
			t.Fatalf("a month later: %v %v", fresh, err)
		}
		if n := r.count(t, "SELECT COUNT(*) FROM record"); n != 3 {
			t.Errorf("%d records, want 3", n)
		}
	})
}

// TestARefusedRequestMayBeMended keeps no key of what came to nothing.
func TestARefusedRequestMayBeMended(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		in := record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: fields{"day": "2026-02-31"}, IdemKey: "k"}
		_, err := r.Records.Create(me, "demo.paper", in)
		refuses(t, err, fault.Invalid, "invalid")
		in.Fields = whole()
		if _, err := r.Records.Create(me, "demo.paper", in); err != nil {
			t.Error(err)
		}
		in.IdemKey = "a\x00b\xff"
		_, err = r.Records.Create(me, "demo.paper", in)
		refuses(t, err, fault.Invalid, "invalid", "idempotency_key=invalid")
	})
}

// TestTwinsRunOnce sends the same requests at the same time, as a phone with a
// bad line does: every answer is the same, and it happened once.
func TestTwinsRunOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me, boss, x1 := r.as(coretest.Officer), r.as(coretest.Approver), r.Unit(coretest.An, "X1")
		area := r.Unit(coretest.An, "X1-K1")
		for round := range 5 {
			key := fmt.Sprintf("k-%d", round)
			made := atOnce(t, 8, func() (*record.Record, error) {
				return r.Records.Create(me, "demo.paper", record.Input{UnitID: x1, Fields: whole(fields{"u": area}), Submit: "submit", IdemKey: key})
			})
			for _, rec := range made {
				if rec.ID != made[0].ID {
					t.Fatalf("twins made %s and %s", rec.ID, made[0].ID)
				}
			}
			moved := atOnce(t, 8, func() (*record.Record, error) {
				return r.Records.Do(boss, made[0].ID, "approve", 1, record.Act{IdemKey: key})
			})
			for _, rec := range moved {
				if rec.Version != 2 || rec.State != "approved" || rec.Number != moved[0].Number {
					t.Fatalf("twins came to %+v", rec)
				}
			}
		}
		if n := r.count(t, "SELECT COUNT(*) FROM record"); n != 5 {
			t.Errorf("%d records of 5 requests", n)
		}
		if n := r.count(t, "SELECT COUNT(*) FROM record_revision"); n != 10 {
			t.Errorf("%d lines of history, want 10", n)
		}
	})
}

// atOnce runs fn n times at once; all must succeed.
func atOnce(t testing.TB, n int, fn func() (*record.Record, error)) []*record.Record {
	t.Helper()
	out := make([]*record.Record, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			var err error
			if out[i], err = fn(); err != nil {
				t.Error(err)
			}
		})
	}
	wait.All(t, "the repeated calls", &all)
	if t.Failed() {
		t.FailNow()
	}
	return out
}

// TestOneWinsAmongMany lets many change one version: one comes first, the
// others are told that theirs is old, and nothing of theirs is kept.
func TestOneWinsAmongMany(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		rec := r.create(t, me, "demo.paper", whole(), "")
		var all sync.WaitGroup
		var mu sync.Mutex
		var won []int
		for i := range 12 {
			all.Go(func() {
				_, err := r.Records.Change(me, rec.ID, 1, fields{"n": i}, "")
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					won = append(won, i)
				case !fault.Is(err, fault.Stale) || !fault.HasCode(err, "stale_version"):
					t.Error(err)
				}
			})
		}
		wait.All(t, "the twelve who change", &all)
		got := r.get(t, me, rec.ID)
		if len(won) != 1 || got.Version != 2 || got.Fields["n"] != int64(won[0]) {
			t.Errorf("%v won, version %d with %v", won, got.Version, got.Fields["n"])
		}
		// Whoever names no version is never refused for another's sake.
		atOnce(t, 3, func() (*record.Record, error) { return r.Records.Change(me, rec.ID, 0, fields{"m": 5}, "") })
		_, err := r.Records.Do(me, rec.ID, "submit", 2, record.Act{})
		refuses(t, err, fault.Stale, "stale_version")
		refuses(t, r.Records.Discard(me, rec.ID, 2), fault.Stale, "stale_version")
	})
}

// TestACancelledRequestLeavesNothing when the caller goes away.
func TestACancelledRequestLeavesNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		ctx, cancel := context.WithCancel(r.as(coretest.Officer))
		cancel()
		if _, err := r.Records.Create(ctx, "demo.paper", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: whole()}); err == nil {
			t.Error("no one was there to answer")
		}
		if n := r.count(t, "SELECT COUNT(*) FROM record"); n != 0 {
			t.Errorf("%d records", n)
		}
	})
}

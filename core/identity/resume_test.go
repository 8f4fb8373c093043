package identity_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/identity"
)

// queries counts statements on the read handle.
type queries struct{ n atomic.Int64 }

func (q *queries) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context {
	q.n.Add(1)
	return ctx
}
func (*queries) AfterQuery(context.Context, *bun.QueryEvent) {}

func TestResumeAsksNothingTwice(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	h := enter(t, ctx, identity.Options{})
	s := h.must(h.signIn("cb.lan", password, ""))
	idb, err := db.Of(h.ctx)
	if err != nil {
		t.Fatal(err)
	}
	count := &queries{}
	//lint:ignore SA1019 the hook must sit on the very handle the room reads by, not on a copy
	idb.(*bun.DB).AddQueryHook(count)
	if !h.alive(s) {
		t.Fatal("not signed in")
	}
	first := count.n.Load()
	start := time.Now()
	for range 1000 {
		h.alive(s)
	}
	// Under five seconds everything comes from memory; a slow machine may ask again.
	if rounds := int64(time.Since(start)/(5*time.Second)) + 1; count.n.Load() > first*rounds {
		t.Errorf("%d queries for 1000 requests, %d for the first", count.n.Load(), first)
	}
}

func TestLastSeenIsWrittenOnceAMinute(t *testing.T) {
	each(t, func(h *house) {
		t := h.t
		seen := func() time.Time {
			t.Helper()
			if _, _, err := identity.New(identity.Options{}).Resume(h.ctx, h.secret); err != nil { // nothing remembered
				t.Fatal(err)
			}
			list, err := h.people.Sessions(h.ctx, h.lan.ID)
			if err != nil || len(list) != 1 {
				t.Fatal(list, err)
			}
			return list[0].LastSeen
		}
		h.secret = h.must(h.signIn("cb.lan", password, "")).Secret
		start := h.clock.now()
		h.clock.pass(30 * time.Second)
		if got := seen(); !got.Equal(start) {
			t.Errorf("written after half a minute: %v", got)
		}
		h.clock.pass(40 * time.Second)
		if got := seen(); !got.Equal(h.clock.now()) {
			t.Errorf("not written after a minute: %v", got)
		}
	})
}

package id

import (
	"context"
	"time"
)

type clockKey struct{}

// WithClock makes NowIn(ctx) answer from clock; for tests.
func WithClock(ctx context.Context, clock func() time.Time) context.Context {
	return context.WithValue(ctx, clockKey{}, clock)
}

// NowIn is the present in UTC with microseconds (what both databases keep),
// from the clock in ctx if there is one.
func NowIn(ctx context.Context) time.Time {
	if clock, ok := ctx.Value(clockKey{}).(func() time.Time); ok {
		return clock().UTC().Truncate(time.Microsecond)
	}
	return Now()
}

// Now is the present in UTC with microseconds.
func Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

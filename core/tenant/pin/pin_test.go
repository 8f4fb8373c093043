package pin_test

import (
	"context"
	"testing"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/tenant/pin"
)

// TestTheLastMoveCounts, on both databases; where a pin is already nothing moves.
func TestTheLastMoveCounts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, c *db.Cluster, _ context.Context) {
		ctx := c.With(context.Background())
		if _, err := pin.Before(ctx, "demo"); !fault.Is(err, fault.NotFound) {
			t.Errorf("before the first: %v", err)
		}
		for _, digest := range []string{"one", "one", "two", "two"} {
			if err := pin.Set(ctx, pin.Move{Module: "demo", Version: "1.0.0", Digest: digest, By: "an"}); err != nil {
				t.Fatal(err)
			}
		}
		if err := pin.Set(ctx, pin.Move{Module: "other", Version: "2.0.0", Digest: "three", By: "an"}); err != nil {
			t.Fatal(err)
		}
		held, err := pin.Current(ctx)
		if err != nil || len(held) != 2 || held["demo"] != "two" || held["other"] != "three" {
			t.Errorf("held to %v, %v", held, err)
		}
		before, err := pin.Before(ctx, "demo")
		if err != nil || before.Digest != "one" {
			t.Errorf("before was %+v, %v", before, err)
		}
		if err := pin.Set(ctx, before); err != nil {
			t.Fatal(err)
		}
		moves, err := pin.Moves(ctx, "demo")
		if err != nil || len(moves) != 3 || moves[0].Digest != "one" || moves[0].By != "an" || moves[0].At.IsZero() {
			t.Errorf("moves %+v, %v", moves, err)
		}
	})
}

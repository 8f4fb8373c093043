package module

import (
	"context"
	"testing"
	"time"
)

// TestAProvincesOwnBoundHoldsAtTheGate, and a new one from the next call on.
func TestAProvincesOwnBoundHoldsAtTheGate(t *testing.T) {
	t.Parallel()
	g := newGate(2, 0, 64)
	fill := func(province string, most int) (in int, leave []func()) {
		for range 100 {
			ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
			out, ok := g.enter(ctx, province, most)
			cancel()
			if !ok {
				return in, leave
			}
			in, leave = in+1, append(leave, out)
		}
		t.Fatal("the gate lets everyone in")
		return in, leave
	}
	for _, c := range []struct{ most, want int }{{0, 2}, {5, 5}, {1, 1}} {
		in, leave := fill("an", c.most)
		if other, out := fill("binh", 0); other != 2 {
			t.Errorf("beside a bound of %d another province got %d", c.most, other)
		} else {
			for _, f := range out {
				f()
			}
		}
		if in != c.want {
			t.Errorf("a bound of %d let %d in", c.most, in)
		}
		for _, f := range leave {
			f()
		}
	}
}

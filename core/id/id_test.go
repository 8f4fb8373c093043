package id_test

import (
	"context"
	"testing"
	"time"

	"github.com/doanket/doanket/core/id"
)

func TestNewGrowsAndIsValid(t *testing.T) {
	t.Parallel()
	previous := ""
	for range 10_000 {
		s := id.New("rec")
		if !id.Valid(s, "rec") {
			t.Fatalf("%q is not valid", s)
		}
		if s <= previous {
			t.Fatalf("%q does not follow %q", s, previous)
		}
		previous = s
	}
}

func TestValidRefuses(t *testing.T) {
	t.Parallel()
	good := id.New("rec")
	for _, s := range []string{"", "rec_", good + "0", good[:len(good)-1], "doc" + good[3:], good[:29] + "u", "rec_8" + good[5:]} {
		if id.Valid(s, "rec") {
			t.Errorf("%q passes", s)
		}
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 24, 7, 0, 0, 123456789, time.UTC)
	ctx := id.WithClock(context.Background(), func() time.Time { return at })
	if got := id.NowIn(ctx); !got.Equal(at.Truncate(time.Microsecond)) {
		t.Errorf("got %v", got)
	}
}

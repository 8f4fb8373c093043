package limit_test

import (
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/web/limit"
)

// TestSlowBodiesEnd: one that stands still, one that trickles within every
// stall and one that is long in all are cut, and what had come is given.
func TestSlowBodiesEnd(t *testing.T) {
	t.Parallel()
	far := time.Minute
	for name, pace := range map[string]limit.Pace{
		"stall": {Total: far, Stall: 20 * time.Millisecond, Grace: far, Rate: 1},
		"rate":  {Total: far, Stall: far, Grace: 20 * time.Millisecond, Rate: 1 << 20},
		"total": {Total: 20 * time.Millisecond, Stall: far, Grace: far, Rate: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			here, there := net.Pipe()
			defer here.Close()
			defer there.Close()
			go func() { // ends when the pipe is closed
				for _, err := there.Write([]byte("first")); err == nil && name != "stall"; _, err = there.Write([]byte("x")) {
					time.Sleep(time.Millisecond)
				}
			}()
			got, err := io.ReadAll(limit.NewInbound(here, here, -1, pace))
			if !fault.HasCode(err, "body.too_slow") || !strings.HasPrefix(string(got), "first") {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

// TestOurOwnSlownessIsNotTheirs: who takes long over bytes does not use up the
// sender's time.
func TestOurOwnSlownessIsNotTheirs(t *testing.T) {
	t.Parallel()
	here, there := net.Pipe()
	defer here.Close()
	go func() {
		_, _ = there.Write([]byte("one"))
		_, _ = there.Write([]byte("two"))
		_ = there.Close()
	}()
	b := limit.NewInbound(here, here, -1, limit.Pace{Total: time.Second, Stall: time.Second, Grace: time.Second, Rate: 1 << 10})
	three := make([]byte, 3)
	if _, err := io.ReadFull(b, three); err != nil {
		t.Fatal(err)
	}
	time.Sleep(1100 * time.Millisecond) // longer than all of the sender's time
	if rest, err := io.ReadAll(b); err != nil || string(rest) != "two" {
		t.Errorf("%q, %v", rest, err)
	}
}

// TestTooMuchIsRefused at the byte over the bound, not before it.
func TestTooMuchIsRefused(t *testing.T) {
	t.Parallel()
	line, _ := net.Pipe()
	defer line.Close()
	if got, err := io.ReadAll(limit.NewInbound(strings.NewReader("12345"), line, 5, limit.Steady)); err != nil || string(got) != "12345" {
		t.Errorf("%q, %v", got, err)
	}
	b := limit.NewInbound(strings.NewReader("123456789"), line, 5, limit.Steady)
	if _, err := io.ReadAll(b); !fault.HasCode(err, "body.too_large") {
		t.Errorf("too much is %v", err)
	}
	if !b.Drain() {
		t.Error("a short rest was not read")
	}
	cut := limit.NewInbound(io.MultiReader(strings.NewReader("12"), broken{}), line, 5, limit.Steady)
	if _, err := io.ReadAll(cut); !fault.HasCode(err, "body.cut") || cut.Drain() {
		t.Errorf("a broken line is %v", err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("broken") }

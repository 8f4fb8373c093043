package module

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestWorkIsHeldToAShare: a little while nothing is asked, half of the machine
// while something is, never all of it for long.
func TestWorkIsHeldToAShare(t *testing.T) {
	t.Parallel()
	all := float64(runtime.NumCPU())
	for name, c := range map[string]struct {
		share  float64 // of one processor
		calls  int64
		killed bool
	}{
		"idle": {0.01, 0, false}, "collects garbage": {0.2, 0, false}, "mines": {0.9, 0, true},
		"counts a figure": {min(1, all/2+0.3), 1, false}, "takes the machine": {all/2 + 0.6, 1, true},
	} {
		var w work
		now, used, said := time.Now(), time.Duration(0), ""
		for range 100 { // 25 s, looked at as the host does
			said += w.beyond(now, used, c.calls, idleShare, 10*time.Second)
			now, used = now.Add(250*time.Millisecond), used+time.Duration(c.share*float64(250*time.Millisecond))
		}
		if strings.Contains(said, "processors") != c.killed {
			t.Errorf("%s: %q", name, said)
		}
	}
}

// TestACallExcusesOneWhileOnly: the next while is judged anew.
func TestACallExcusesOneWhileOnly(t *testing.T) {
	t.Parallel()
	var w work
	now := time.Now()
	for i, want := range []bool{false, false, true} {
		calls := int64(0)
		if i == 1 {
			calls = 1
		}
		said := w.beyond(now.Add(time.Duration(i)*10*time.Second), time.Duration(i)*8*time.Second, calls, idleShare, 10*time.Second)
		if (said != "") != want {
			t.Errorf("while %d: %q", i, said)
		}
	}
}

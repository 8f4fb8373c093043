package module

import (
	"fmt"
	"runtime"
	"time"
)

// idleShare is what a module may use of one processor while it is asked
// nothing: its health checks and the collecting of its garbage.
const idleShare = 0.25

// busyShare is what it may use of all processors while it is asked something:
// more than half of them, so that one that counts for long goes on, and never
// all, so that the host does.
func busyShare() float64 { return float64(runtime.NumCPU())/2 + 0.4 }

// work watches how much of the processors a process uses. A limit of the kernel
// counts a process's whole life, which here has no end; this counts a while.
// Only the loop that checks all modules touches it.
type work struct {
	since time.Time
	used  time.Duration // by then
	asked bool          // something since then
}

// beyond says which share was passed, idle being that while nothing is asked; it
// judges once a while.
func (w *work) beyond(now time.Time, used time.Duration, calls int64, idle float64, while time.Duration) string {
	w.asked = w.asked || calls > 0
	passed := now.Sub(w.since)
	if w.since.IsZero() || passed >= while {
		share, may := 0.0, idle
		if !w.since.IsZero() {
			share = (used - w.used).Seconds() / passed.Seconds()
		}
		if w.asked {
			may = busyShare()
		}
		*w = work{since: now, used: used}
		if share > may {
			return fmt.Sprintf("used %.1f processors for %.0f s, may use %.2f", share, passed.Seconds(), may)
		}
	}
	return ""
}

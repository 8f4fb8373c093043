package main

import "runtime/debug"

// gcPercent is how much the heap grows before it is collected again. What lives is
// small, 30 to 60 MB, and a request leaves a lot behind at once: by Go's 100 a twelfth of
// the processor went into collecting (adr/0020).
const gcPercent = 300

// spareCollecting trades memory for processor, unless GOGC in the environment says
// otherwise; GOMEMLIMIT, which a container should set, bounds it as ever.
func spareCollecting() {
	if set := debug.SetGCPercent(gcPercent); set != 100 {
		debug.SetGCPercent(set)
	}
}

package module

import "time"

// times are all waits of the host in one place; module-contract §6 and §7.
type times struct {
	evaluate, batch time.Duration // one Evaluate, and one of many items
	events, fold    time.Duration
	job             time.Duration
	start, describe time.Duration
	ping            time.Duration // deadline and distance of health checks
	stop            time.Duration // until SIGKILL, and again until a dead process is let go
	backoff         time.Duration // first wait after a second crash; doubles
	backoffMax      time.Duration
	healthy         time.Duration // after this long the next crash is a first one again
	window          time.Duration // crashes within it count together
	probe           time.Duration // distance of probes in quarantine
	look            time.Duration // distance of looks at memory
	recheck         time.Duration // distance of looks at the files on disk
	overrun         time.Duration // deadline overruns within it count together
}

func standardTimes() *times {
	return &times{
		evaluate: 800 * time.Millisecond, batch: 5 * time.Second,
		events: 10 * time.Second, fold: time.Minute, job: 15 * time.Minute,
		start: 5 * time.Second, describe: 2 * time.Second,
		ping: time.Second, stop: 2 * time.Second,
		backoff: 200 * time.Millisecond, backoffMax: 30 * time.Second,
		healthy: time.Minute, window: 10 * time.Minute, probe: time.Minute,
		look: 250 * time.Millisecond, recheck: 2 * time.Second, overrun: 10 * time.Second,
	}
}

// bounds are the sizes of what goes to a module, in bytes; module-contract §6.
// The largest single message is wire.MaxMessage.
type bounds struct {
	interactive int // one decision somebody waits for
	events      int // one delivery
	fold        int // all rows of one figure
}

func standardBounds() *bounds {
	return &bounds{interactive: 1 << 20, events: 4 << 20, fold: 64 << 20}
}

// maxEvents is the largest delivery.
const maxEvents = 200

// Counts by which the host judges.
const (
	crashLimit   = 5 // crashes within the window lead to quarantine
	probeLimit   = 3 // good probes lead out of it
	pingLimit    = 3 // failed health checks in a row are a hang
	overrunLimit = 5 // deadline overruns with no success between are a hang
	breakerLimit = 3 // failures in a row open the breaker of one behaviour
)

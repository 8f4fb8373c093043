package module

import "time"

// Times are all waits of the host in one place; module-contract §6 and §7.
type Times struct {
	Evaluate, Batch time.Duration // one Evaluate, and one of many items
	Events, Fold    time.Duration
	Job             time.Duration
	Start, Describe time.Duration
	Ping            time.Duration // deadline and distance of health checks
	Stop            time.Duration // until SIGKILL, and again until a dead process is let go
	Backoff         time.Duration // first wait after a second crash; doubles
	BackoffMax      time.Duration
	Healthy         time.Duration // after this long the next crash is a first one again
	Window          time.Duration // crashes within it count together
	Probe           time.Duration // distance of probes in quarantine
	Look            time.Duration // distance of looks at memory
	Recheck         time.Duration // distance of looks at the files on disk
	Overrun         time.Duration // deadline overruns within it count together
	LogTold         time.Duration // between two words about dropped log lines
	Processor       time.Duration // over which the use of processors is averaged
}

// StandardTimes are the waits outside tests.
func StandardTimes() *Times {
	return &Times{
		Evaluate: 800 * time.Millisecond, Batch: 5 * time.Second,
		Events: 10 * time.Second, Fold: time.Minute, Job: 15 * time.Minute,
		Start: 5 * time.Second, Describe: 2 * time.Second,
		Ping: time.Second, Stop: 2 * time.Second,
		Backoff: 200 * time.Millisecond, BackoffMax: 30 * time.Second,
		Healthy: time.Minute, Window: 10 * time.Minute, Probe: time.Minute,
		Look: 250 * time.Millisecond, Recheck: 2 * time.Second, Overrun: 10 * time.Second,
		LogTold: 10 * time.Second, Processor: 10 * time.Second,
	}
}

// bounds are the sizes of what goes to a module, in bytes; module-contract §6.
// The largest single message is wire.MaxMessage.
type bounds struct {
	interactive int // one decision somebody waits for
	events      int // one delivery
	fold        int // all rows of one figure

	idle float64 // share of one processor while nothing is asked
}

func standardBounds() *bounds {
	return &bounds{interactive: 1 << 20, events: 4 << 20, fold: 64 << 20, idle: idleShare}
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

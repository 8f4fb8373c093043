package module

import "time"

// Statuses of a module.
const (
	StatusAbsent      = "absent"      // no process and none needed yet, or no binary
	StatusStarting    = "starting"    // the cell or the handshake is under way
	StatusReady       = "ready"       // answers
	StatusOpen        = "open"        // answers, but the breaker of a behaviour is open
	StatusBackoff     = "backoff"     // crashed, waits before it starts again
	StatusQuarantined = "quarantined" // crashed too often, or must not run
)

// State is how one module fares, with its counters since the host started.
type State struct {
	ID        string    `json:"id"`
	Version   string    `json:"version"`
	Status    string    `json:"status"`
	Since     time.Time `json:"since"`
	Restarts  int       `json:"restarts"`
	LastError string    `json:"last_error,omitempty"`
	PID       int       `json:"pid,omitempty"`
	RSS       int64     `json:"rss"` // bytes, 0 without a process
	Counters
}

// Counters are plain numbers for /metrics.
type Counters struct {
	Calls       int64   `json:"calls"`
	Failures    int64   `json:"failures"`    // calls that got no verdict
	Malformed   int64   `json:"malformed"`   // answers refused as nonsense
	Panics      int64   `json:"panics"`      // items whose code failed
	Overruns    int64   `json:"overruns"`    // deadlines missed
	Rejected    int64   `json:"rejected"`    // turned away at a full queue
	Retries     int64   `json:"retries"`     // asked again after the process died
	Crashes     int64   `json:"crashes"`     // processes lost
	LogDropped  int64   `json:"log_dropped"` // lines above the cap
	InFlight    int64   `json:"in_flight"`
	CallSeconds float64 `json:"call_seconds"` // time spent in calls, summed
}

package module

import (
	"context"
	"time"
)

// Brisk shortens the waits a test would sit through.
func Brisk(o Options) Options {
	t := standardTimes()
	t.probe, t.recheck, t.look = 300*time.Millisecond, 100*time.Millisecond, 50*time.Millisecond
	t.backoff, t.ping = 50*time.Millisecond, 300*time.Millisecond
	o.times = t
	return o
}

// Patient gives slow calls room, for tests of what is not a deadline.
func Patient(o Options) Options {
	o = Brisk(o)
	o.times.evaluate = 10 * time.Second
	return o
}

// PID is the process of a module, 0 without one.
func (h *Host) PID(id string) int {
	for _, s := range h.States(context.Background()) {
		if s.ID == id {
			return s.PID
		}
	}
	return 0
}

// VerifyOnly is Verify with just the named parts of the exam.
func VerifyOnly(ctx context.Context, path string, o Options, only ...string) ([]Check, error) {
	return verify(ctx, path, o, only)
}

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

// Roomy leaves all times as they are but the deadline of a decision, which a
// busy machine may miss while the process starts.
func Roomy(o Options) Options {
	o.times = standardTimes()
	o.times.evaluate = 10 * time.Second
	return o
}

// Hasty gives up soon on a process that does not shake hands.
func Hasty(o Options) Options {
	o = Brisk(o)
	o.times.start = 700 * time.Millisecond
	return o
}

// Standard leaves all times as they are.
func Standard(o Options) Options { return o }

// Bounds makes the sizes small, so that tests need not send mountains.
func Bounds(o Options, interactive, events, fold int) Options {
	o = Patient(o)
	o.bounds = &bounds{interactive: interactive, events: events, fold: fold}
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

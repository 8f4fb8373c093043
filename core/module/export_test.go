package module

import (
	"context"
	"time"
)

// Brisk shortens the waits a test would sit through, and is patient with a
// process on a busy machine.
func Brisk(o Options) Options {
	t := StandardTimes()
	t.Probe, t.Recheck, t.Look, t.Backoff = time.Second, 100*time.Millisecond, 50*time.Millisecond, 50*time.Millisecond
	t.LogTold, t.Processor = 100*time.Millisecond, 2*time.Second
	t.Evaluate, t.Start, t.Describe = 5*time.Second, 30*time.Second, 10*time.Second
	o.Times = t
	return o
}

// Roomy leaves all times as they are but the deadline of a decision, which a
// busy machine may miss while the process starts.
func Roomy(o Options) Options {
	o.Times = StandardTimes()
	o.Times.Evaluate, o.Times.Start = 10*time.Second, 30*time.Second
	return o
}

// Hasty gives up soon on a process that does not shake hands.
func Hasty(o Options) Options {
	o = Brisk(o)
	o.Times.Start = 700 * time.Millisecond
	return o
}

// Standard leaves all times as they are.
func Standard(o Options) Options { return o }

// Bounds makes the sizes small, so that tests need not send mountains.
func Bounds(o Options, interactive, events, fold int) Options {
	o = Patient(o)
	o.bounds = &bounds{interactive: interactive, events: events, fold: fold, idle: idleShare}
	return o
}

// Patient gives slow calls room, for tests of what is not a deadline.
func Patient(o Options) Options {
	o = Brisk(o)
	o.Times.Evaluate = 10 * time.Second
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

// Austere leaves hardly any of a processor to a module that is asked nothing: a
// busy machine gives it little more.
func Austere(o Options) Options {
	o = Patient(o)
	o.bounds = standardBounds()
	o.bounds.idle = 0.01
	return o
}

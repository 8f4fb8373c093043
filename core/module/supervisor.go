package module

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// supervisor is one module under the host's eye:
//
//	absent → starting → ready → backoff → … → quarantined
//
// All waits have an end, and every change wakes whoever waits for one.
type supervisor struct {
	h     *Host
	id    string
	log   *logWriter
	gates map[string]*gate
	open  breakers
	count counts

	mu       sync.Mutex
	info     Info
	status   string
	since    time.Time
	changed  chan struct{} // closed and replaced at every change of status
	proc     *process
	until    time.Time     // end of the backoff, or the next probe
	delay    time.Duration // next backoff
	crashes  []time.Time
	goods    int    // good probes in quarantine
	stamp    string // of the files last tried
	refused  bool   // these files are not to be tried again
	overruns []time.Time
	restarts int
	lastErr  string
	timer    *time.Timer
	closed   bool
}

// counts are the counters behind State.
type counts struct {
	calls, failures, malformed, panics, overruns, rejected, retries, crashes, dropped, inFlight, nanos atomic.Int64
}

func newSupervisor(h *Host, info Info) *supervisor {
	s := &supervisor{h: h, id: info.ID, info: info, status: StatusAbsent, since: time.Now(), changed: make(chan struct{})}
	s.log = &logWriter{cap: newLogCap(h.log.With("module", info.ID), &s.count.dropped, h.opts.Times.LogTold)}
	s.open = breakers{first: time.Second, most: time.Minute}
	o := h.opts
	s.gates = map[string]*gate{
		"evaluate": newGate(o.PerProvince, o.Queue, o.PerModule),
		"batch":    newGate(1, o.Queue, 4),
		"events":   newGate(1, o.Queue, 8),
		"job":      newGate(1, o.Queue, 2),
		"fold":     newGate(1, o.Queue, 2),
	}
	s.describe()
	return s
}

// describe shows what is wrong with the files before anybody needs them.
func (s *supervisor) describe() {
	if s.info.Problem != nil {
		s.lastErr, s.status = s.info.Problem.Error(), StatusQuarantined
	} else if _, err := os.Stat(s.info.Path); err != nil {
		s.lastErr = "the binary is missing"
	}
}

// set changes the status; mu is held.
func (s *supervisor) set(status string) {
	if s.status != status {
		s.status, s.since = status, time.Now()
	}
	close(s.changed)
	s.changed = make(chan struct{})
}

// acquire gives a process that answers, starting one if none runs. It waits
// as long as ctx allows and the wait can help.
func (s *supervisor) acquire(ctx context.Context) (*process, error) {
	for {
		s.mu.Lock()
		status, left := s.status, time.Until(s.until)
		switch {
		case s.closed:
			s.mu.Unlock()
			return nil, unavailable(s.id, 0, errors.New("the host is closing"))
		case status == StatusReady && !s.proc.dying():
			p := s.proc
			p.calls.Add(1)
			s.mu.Unlock()
			return p, nil
		case status == StatusAbsent || status == StatusQuarantined || status == StatusBackoff:
			s.forgetIfChanged()
			if s.status == StatusAbsent && !s.refused {
				s.startProcess()
			}
		}
		changed := s.changed
		status = s.status
		cause := errors.New(s.lastErr)
		s.mu.Unlock()
		if end, ok := ctx.Deadline(); status == StatusAbsent || status == StatusQuarantined ||
			status == StatusBackoff && ok && time.Now().Add(left).After(end) {
			return nil, unavailable(s.id, left, cause)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, unavailable(s.id, left, cause)
		}
	}
}

// awaitStart waits for a process that is only starting, or is still to be, and has not
// failed: the first to ask is not to pay for the start out of their own time. Whatever
// comes of it, acquire tells.
func (s *supervisor) awaitStart(ctx context.Context) {
	s.mu.Lock()
	cold := (s.status == StatusAbsent || s.status == StatusStarting) && len(s.crashes) == 0
	s.mu.Unlock()
	if !cold {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, s.h.opts.Times.Start)
	defer cancel()
	if p, err := s.acquire(ctx); err == nil {
		p.calls.Add(-1)
	}
}

// forgetIfChanged forgets the past when the files have changed since the last try; mu
// is held.
func (s *supervisor) forgetIfChanged() {
	if s.stamp == "" || s.status == StatusReady || s.status == StatusStarting || s.proc != nil {
		return
	}
	if s.h.stamp(s.id) == s.stamp {
		return
	}
	s.crashes, s.goods, s.delay, s.refused, s.until = nil, 0, 0, false, time.Time{}
	s.set(StatusAbsent)
}

// startProcess starts an attempt; mu is held. In quarantine it is a probe and the
// status stays.
func (s *supervisor) startProcess() {
	if s.closed || s.proc != nil || s.status == StatusStarting {
		return
	}
	if s.timer != nil {
		s.timer.Stop()
	}
	probe := s.status == StatusQuarantined
	if !probe {
		s.set(StatusStarting)
	}
	s.h.done.Add(1)
	go func() {
		defer s.h.done.Done()
		s.start(probe)
	}()
}

func (s *supervisor) start(probe bool) {
	info, mark := s.h.look(s.id)
	s.mu.Lock()
	s.info, s.stamp = info, mark
	s.mu.Unlock()
	var p *process
	err := info.Problem
	if err == nil {
		if _, serr := os.Stat(info.Path); errors.Is(serr, fs.ErrNotExist) {
			err = errMissing
		} else {
			ctx, cancel := context.WithTimeout(context.Background(), s.h.opts.Times.Start+s.h.opts.Times.Describe)
			p, err = s.h.launch(ctx, info, s.log)
			cancel()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.startFailed(err)
		return
	}
	if s.closed {
		p.end(s.h.opts.Times, "the host is closing")
		return
	}
	s.proc = p
	s.h.done.Go(func() { s.watch(p) })
	if probe {
		s.goods = 1
		return
	}
	s.lastErr = ""
	s.set(StatusReady)
}

var errMissing = errors.New("the binary is missing")

// startFailed decides what a failed start means; mu is held.
func (s *supervisor) startFailed(err error) {
	s.lastErr = err.Error()
	s.h.log.Warn("module did not start", "module", s.id, "error", err.Error())
	switch {
	case errors.Is(err, errMissing):
		s.refused = true
		s.set(StatusAbsent)
	case errors.Is(err, errRefused) || s.info.Problem != nil:
		s.refused = true
		s.until = time.Time{}
		s.set(StatusQuarantined)
	default:
		s.crashed()
	}
}

// crashed counts a lost process and plans the next; mu is held. The first
// crash in a while is answered at once: somebody is waiting.
func (s *supervisor) crashed() {
	t, now := s.h.opts.Times, time.Now()
	s.count.crashes.Add(1)
	s.crashes = append(within(s.crashes, now, t.Window), now)
	if s.status == StatusQuarantined || len(s.crashes) >= crashLimit {
		s.goods, s.until = 0, now.Add(t.Probe)
		s.set(StatusQuarantined)
		s.startAfter(t.Probe)
		return
	}
	wait := s.delay + time.Duration(float64(s.delay)*0.2*(2*rand.Float64()-1))
	s.delay = min(max(2*s.delay, t.Backoff), t.BackoffMax)
	s.until = now.Add(wait)
	s.set(StatusBackoff)
	s.startAfter(wait)
}

// startAfter begins again after d unless something happened meanwhile; mu is held.
func (s *supervisor) startAfter(d time.Duration) {
	if s.closed {
		return
	}
	if s.timer != nil {
		s.timer.Stop()
	}
	s.timer = time.AfterFunc(d, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if (s.status == StatusBackoff || s.status == StatusQuarantined) && !s.refused {
			s.restarts++
			s.startProcess()
		}
	})
}

// within drops what is older than the window.
func within(at []time.Time, now time.Time, window time.Duration) []time.Time {
	for len(at) > 0 && now.Sub(at[0]) > window {
		at = at[1:]
	}
	return at
}

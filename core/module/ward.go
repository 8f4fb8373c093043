package module

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// ward is one module under the host's eye:
//
//	absent → starting → ready → backoff → … → quarantined
//
// All waits have an end, and every change wakes whoever waits for one.
type ward struct {
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

func newWard(h *Host, info Info) *ward {
	w := &ward{h: h, id: info.ID, info: info, status: StatusAbsent, since: time.Now(), changed: make(chan struct{})}
	w.log = &logWriter{cap: &logCap{log: h.log.With("module", info.ID), dropped: &w.count.dropped}}
	w.open = breakers{first: time.Second, most: time.Minute}
	o := h.opts
	w.gates = map[string]*gate{
		"evaluate": newGate(o.PerProvince, o.Queue, o.PerModule),
		"batch":    newGate(1, o.Queue, 4),
		"events":   newGate(1, o.Queue, 8),
		"job":      newGate(1, o.Queue, 2),
		"fold":     newGate(1, o.Queue, 2),
	}
	w.describe()
	return w
}

// describe shows what is wrong with the files before anybody needs them.
func (w *ward) describe() {
	if w.info.Problem != nil {
		w.lastErr, w.status = w.info.Problem.Error(), StatusQuarantined
	} else if _, err := os.Stat(w.info.Path); err != nil {
		w.lastErr = "the binary is missing"
	}
}

// set changes the status; mu is held.
func (w *ward) set(status string) {
	if w.status != status {
		w.status, w.since = status, time.Now()
	}
	close(w.changed)
	w.changed = make(chan struct{})
}

// acquire gives a process that answers, starting one if none runs. It waits
// as long as ctx allows and the wait can help.
func (w *ward) acquire(ctx context.Context) (*process, error) {
	for {
		w.mu.Lock()
		status, left := w.status, time.Until(w.until)
		switch {
		case w.closed:
			w.mu.Unlock()
			return nil, unavailable(w.id, 0, errors.New("the host is closing"))
		case status == StatusReady && !w.proc.dying():
			p := w.proc
			p.calls.Add(1)
			w.mu.Unlock()
			return p, nil
		case status == StatusAbsent || status == StatusQuarantined || status == StatusBackoff:
			w.renewed()
			if w.status == StatusAbsent && !w.refused {
				w.begin()
			}
		}
		changed := w.changed
		status = w.status
		cause := errors.New(w.lastErr)
		w.mu.Unlock()
		if end, ok := ctx.Deadline(); status == StatusAbsent || status == StatusQuarantined ||
			status == StatusBackoff && ok && time.Now().Add(left).After(end) {
			return nil, unavailable(w.id, left, cause)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, unavailable(w.id, left, cause)
		}
	}
}

// renewed forgets the past when the files have changed since the last try; mu
// is held.
func (w *ward) renewed() {
	if w.stamp == "" || w.status == StatusReady || w.status == StatusStarting || w.proc != nil {
		return
	}
	if stamp(w.h.opts.Dir, filepath.Join(w.h.opts.Dir, w.id)) == w.stamp {
		return
	}
	w.crashes, w.goods, w.delay, w.refused, w.until = nil, 0, 0, false, time.Time{}
	w.set(StatusAbsent)
}

// begin starts an attempt; mu is held. In quarantine it is a probe and the
// status stays.
func (w *ward) begin() {
	if w.closed || w.proc != nil || w.status == StatusStarting {
		return
	}
	if w.timer != nil {
		w.timer.Stop()
	}
	probe := w.status == StatusQuarantined
	if !probe {
		w.set(StatusStarting)
	}
	w.h.done.Add(1)
	go func() {
		defer w.h.done.Done()
		w.start(probe)
	}()
}

func (w *ward) start(probe bool) {
	info, mark := w.h.look(w.id)
	w.mu.Lock()
	w.info, w.stamp = info, mark
	w.mu.Unlock()
	var p *process
	err := info.Problem
	if err == nil {
		if _, serr := os.Stat(info.Path); errors.Is(serr, fs.ErrNotExist) {
			err = errMissing
		} else {
			ctx, cancel := context.WithTimeout(context.Background(), w.h.opts.times.start+w.h.opts.times.describe)
			p, err = w.h.launch(ctx, info, w.log)
			cancel()
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil {
		w.startFailed(err)
		return
	}
	if w.closed {
		p.end(w.h.opts.times, "the host is closing")
		return
	}
	w.proc = p
	w.h.done.Go(func() { w.watch(p) })
	if probe {
		w.goods = 1
		return
	}
	w.lastErr = ""
	w.set(StatusReady)
}

var errMissing = errors.New("the binary is missing")

// startFailed decides what a failed start means; mu is held.
func (w *ward) startFailed(err error) {
	w.lastErr = err.Error()
	w.h.log.Warn("module did not start", "module", w.id, "error", err.Error())
	switch {
	case errors.Is(err, errMissing):
		w.refused = true
		w.set(StatusAbsent)
	case errors.Is(err, errRefused) || w.info.Problem != nil:
		w.refused = true
		w.until = time.Time{}
		w.set(StatusQuarantined)
	default:
		w.crashed()
	}
}

// crashed counts a lost process and plans the next; mu is held. The first
// crash in a while is answered at once: somebody is waiting.
func (w *ward) crashed() {
	t, now := w.h.opts.times, time.Now()
	w.count.crashes.Add(1)
	w.crashes = append(recent(w.crashes, now, t.window), now)
	if w.status == StatusQuarantined || len(w.crashes) >= crashLimit {
		w.goods, w.until = 0, now.Add(t.probe)
		w.set(StatusQuarantined)
		w.later(t.probe)
		return
	}
	wait := w.delay + time.Duration(float64(w.delay)*0.2*(2*rand.Float64()-1))
	w.delay = min(max(2*w.delay, t.backoff), t.backoffMax)
	w.until = now.Add(wait)
	w.set(StatusBackoff)
	w.later(wait)
}

// later begins again after d unless something happened meanwhile; mu is held.
func (w *ward) later(d time.Duration) {
	if w.closed {
		return
	}
	if w.timer != nil {
		w.timer.Stop()
	}
	w.timer = time.AfterFunc(d, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if (w.status == StatusBackoff || w.status == StatusQuarantined) && !w.refused {
			w.restarts++
			w.begin()
		}
	})
}

// recent drops what is older than the window.
func recent(at []time.Time, now time.Time, window time.Duration) []time.Time {
	for len(at) > 0 && now.Sub(at[0]) > window {
		at = at[1:]
	}
	return at
}

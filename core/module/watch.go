package module

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"
)

// watch is with a process until it ends: it asks for signs of life and takes
// note of the end.
func (w *ward) watch(p *process) {
	t := w.h.opts.times
	tick := time.NewTicker(t.ping)
	defer tick.Stop()
	silent := 0
	for {
		select {
		case <-p.run.exited:
			w.lost(p)
			return
		case <-tick.C:
		}
		if time.Since(time.Unix(0, p.lastGood.Load())) < t.ping/2 || p.ping(context.Background(), t.ping) {
			silent = 0
			w.healthy(p)
		} else if silent++; silent >= pingLimit {
			p.kill(fmt.Sprintf("hung: %d health checks failed", silent))
		}
	}
}

// healthy forgives: after a good minute the next crash is a first one again,
// and three good probes lead out of quarantine.
func (w *ward) healthy(p *process) {
	t := w.h.opts.times
	w.mu.Lock()
	defer w.mu.Unlock()
	age := time.Since(p.born)
	if w.status == StatusReady && age > t.healthy {
		w.delay = 0
	}
	if w.status == StatusQuarantined && w.proc == p && age >= time.Duration(w.goods)*t.probe {
		if w.goods++; w.goods >= probeLimit {
			w.crashes, w.goods, w.delay, w.lastErr = nil, 0, 0, ""
			w.set(StatusReady)
		}
	}
}

// lost takes note that a process has ended.
func (w *ward) lost(p *process) {
	p.end(w.h.opts.times, "")
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.proc != p {
		return // let go on purpose
	}
	w.proc = nil
	w.lastErr = p.cause()
	w.h.log.Warn("module process ended", "module", w.id, "pid", p.run.cmd.Process.Pid, "cause", w.lastErr)
	w.crashed()
}

// overrun counts a missed deadline; many without a success are a hang.
func (w *ward) overrun(p *process) {
	w.count.overruns.Add(1)
	now := time.Now()
	w.mu.Lock()
	defer w.mu.Unlock()
	last := time.Unix(0, p.lastGood.Load())
	kept := w.overruns[:0]
	for _, at := range recent(w.overruns, now, w.h.opts.times.overrun) {
		if at.After(p.born) {
			kept = append(kept, at)
		}
	}
	w.overruns = append(kept, now)
	if len(w.overruns) >= overrunLimit && now.Sub(last) > 0 {
		w.overruns = nil
		p.kill(fmt.Sprintf("hung: %d deadlines missed", overrunLimit))
	}
}

// succeeded ends a row of missed deadlines.
func (w *ward) succeeded(p *process) {
	p.alive()
	w.mu.Lock()
	w.overruns = nil
	w.mu.Unlock()
}

// nonsense counts a malformed answer as a crash; too many end the process and
// put the module into quarantine.
func (w *ward) nonsense(p *process) {
	w.count.malformed.Add(1)
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	w.crashes = append(recent(w.crashes, now, w.h.opts.times.window), now)
	if len(w.crashes) >= crashLimit {
		p.kill("answered nonsense too often")
	}
}

// halt ends the process after its calls in flight, or after the stop limit.
func (w *ward) halt(ctx context.Context) {
	p := w.release(StatusAbsent)
	if p == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, w.h.opts.times.stop)
	defer cancel()
	for p.calls.Load() > 0 && ctx.Err() == nil {
		select {
		case <-time.After(5 * time.Millisecond):
		case <-ctx.Done():
		}
	}
	p.end(w.h.opts.times, "stopped")
}

// release lets go of the process so that no new call gets it.
func (w *ward) release(status string) *process {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil {
		w.timer.Stop()
	}
	p := w.proc
	w.proc, w.until = nil, time.Time{}
	if w.status != StatusStarting && w.status != StatusQuarantined {
		w.set(status)
	}
	return p
}

func (w *ward) kill() {
	w.mu.Lock()
	p := w.proc
	w.mu.Unlock()
	if p != nil {
		p.kill("killed")
	}
}

func (w *ward) close() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	if p := w.release(StatusAbsent); p != nil {
		p.end(w.h.opts.times, "the host is closing")
	}
}

// state is the ward's line in States.
func (w *ward) state() State {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := &w.count
	s := State{ID: w.id, Version: w.info.Version, Status: w.status, Since: w.since, Restarts: w.restarts, LastError: w.lastErr,
		Counters: Counters{Calls: c.calls.Load(), Failures: c.failures.Load(), Malformed: c.malformed.Load(), Panics: c.panics.Load(),
			Overruns: c.overruns.Load(), Rejected: c.rejected.Load(), Retries: c.retries.Load(), Crashes: c.crashes.Load(),
			LogDropped: c.dropped.Load(), InFlight: c.inFlight.Load(), CallSeconds: time.Duration(c.nanos.Load()).Seconds()}}
	if w.status == StatusReady && w.open.open(time.Now()) {
		s.Status = StatusOpen
	}
	if w.proc != nil {
		s.PID = w.proc.run.cmd.Process.Pid
		s.RSS = resident(s.PID)
	}
	return s
}

// patrol looks at memory often and at the files now and then, for all wards.
func (h *Host) patrol(ctx context.Context) {
	t := h.opts.times
	look := time.NewTicker(t.look)
	defer look.Stop()
	files := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-look.C:
			due := now.Sub(files) >= t.recheck
			if due {
				files = now
				h.refresh()
			}
			for _, w := range h.all() {
				w.inspect(due)
			}
		}
	}
}

// inspect kills a process above its memory, and starts again a module whose
// files were put right.
func (w *ward) inspect(files bool) {
	w.mu.Lock()
	p := w.proc
	if files && (w.status == StatusBackoff || w.status == StatusQuarantined || w.refused) {
		w.renewed()
		if w.status == StatusAbsent && !w.refused {
			w.begin()
		}
	}
	w.mu.Unlock()
	if p == nil {
		return
	}
	if rss := resident(p.run.cmd.Process.Pid); rss > w.h.opts.Memory {
		p.kill(fmt.Sprintf("holds %d MiB, may hold %d", rss>>20, w.h.opts.Memory>>20))
	}
}

func (h *Host) all() []*ward {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([]*ward, 0, len(h.wards))
	for _, w := range h.wards {
		out = append(out, w)
	}
	return out
}

// refresh makes wards for modules new in the catalogue.
func (h *Host) refresh() {
	infos, err := readCatalog(h.opts.Dir, h.opts.Pins)
	if err != nil {
		h.log.Error("the module catalogue cannot be read", "error", err)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, info := range infos {
		if h.wards[info.ID] == nil && !h.closed {
			h.wards[info.ID] = newWard(h, info)
		}
	}
}

// look reads one module's line of the catalogue anew, with the stamp of the
// files it was read from.
func (h *Host) look(id string) (Info, string) {
	mark := stamp(h.opts.Dir, filepath.Join(h.opts.Dir, id)) // before reading: a change meanwhile shows later
	infos, err := readCatalog(h.opts.Dir, h.opts.Pins)
	for _, info := range infos {
		if info.ID == id {
			return info, mark
		}
	}
	if err == nil {
		err = errors.New("the catalogue no longer names this module")
	}
	return Info{ID: id, Problem: err}, mark
}

func (h *Host) ward(id string) (*ward, error) {
	h.mu.Lock()
	w := h.wards[id]
	h.mu.Unlock()
	if w == nil {
		h.refresh()
		h.mu.Lock()
		w = h.wards[id]
		h.mu.Unlock()
	}
	if w == nil {
		return nil, unavailable(id, time.Minute, errors.New("not in the catalogue"))
	}
	return w, nil
}

func compare(a, b string) int { return strings.Compare(a, b) }

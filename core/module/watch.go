package module

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/module/cell"
)

// watch is with a process until it ends: it asks for signs of life and takes
// note of the end.
func (s *supervisor) watch(p *process) {
	t := s.h.opts.Times
	tick := time.NewTicker(t.Ping)
	defer tick.Stop()
	silent := 0
	for {
		select {
		case <-p.run.exited:
			s.lost(p)
			return
		case <-tick.C:
		}
		if time.Since(time.Unix(0, p.lastGood.Load())) < t.Ping/2 || p.ping(context.Background(), t.Ping) {
			silent = 0
			s.healthy(p)
		} else if silent++; silent >= pingLimit {
			p.kill(fmt.Sprintf("hung: %d health checks failed", silent))
		}
	}
}

// healthy forgives: after a good minute the next crash is a first one again,
// and three good probes lead out of quarantine.
func (s *supervisor) healthy(p *process) {
	t := s.h.opts.Times
	s.mu.Lock()
	defer s.mu.Unlock()
	age := time.Since(p.born)
	if s.status == StatusReady && age > t.Healthy {
		s.delay = 0
	}
	if s.status == StatusQuarantined && s.proc == p && age >= time.Duration(s.goods)*t.Probe {
		if s.goods++; s.goods >= probeLimit {
			s.crashes, s.goods, s.delay, s.lastErr = nil, 0, 0, ""
			s.set(StatusReady)
		}
	}
}

// lost takes note that a process has ended.
func (s *supervisor) lost(p *process) {
	p.end(s.h.opts.Times, "")
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proc != p {
		return // let go on purpose
	}
	s.proc = nil
	s.lastErr = p.cause()
	s.h.log.Warn("module process ended", "module", s.id, "pid", p.run.cmd.Process.Pid, "cause", s.lastErr)
	s.crashed()
}

// overrun counts a missed deadline; many without a success are a hang.
func (s *supervisor) overrun(p *process) {
	s.count.overruns.Add(1)
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	last := time.Unix(0, p.lastGood.Load())
	kept := s.overruns[:0]
	for _, at := range within(s.overruns, now, s.h.opts.Times.Overrun) {
		if at.After(p.born) {
			kept = append(kept, at)
		}
	}
	s.overruns = append(kept, now)
	if len(s.overruns) >= overrunLimit && now.Sub(last) > 0 {
		s.overruns = nil
		p.kill(fmt.Sprintf("hung: %d deadlines missed", overrunLimit))
	}
}

// succeeded ends a row of missed deadlines.
func (s *supervisor) succeeded(p *process) {
	p.alive()
	s.mu.Lock()
	s.overruns = nil
	s.mu.Unlock()
}

// countMalformed counts a malformed answer as a crash; too many end the process and
// put the module into quarantine.
func (s *supervisor) countMalformed(p *process) {
	s.count.malformed.Add(1)
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.crashes = append(within(s.crashes, now, s.h.opts.Times.Window), now)
	if len(s.crashes) >= crashLimit {
		p.kill("answered nonsense too often")
	}
}

// halt ends the process after its calls in flight, or after the stop limit.
func (s *supervisor) halt(ctx context.Context) {
	p := s.release(StatusAbsent)
	if p == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, s.h.opts.Times.Stop)
	defer cancel()
	for p.calls.Load() > 0 && ctx.Err() == nil {
		select {
		case <-time.After(5 * time.Millisecond):
		case <-ctx.Done():
		}
	}
	p.end(s.h.opts.Times, "stopped")
}

// release lets go of the process so that no new call gets it.
func (s *supervisor) release(status string) *process {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.timer != nil {
		s.timer.Stop()
	}
	p := s.proc
	s.proc, s.until = nil, time.Time{}
	if s.status != StatusStarting && s.status != StatusQuarantined {
		s.set(status)
	}
	return p
}

func (s *supervisor) kill() {
	s.mu.Lock()
	p := s.proc
	s.mu.Unlock()
	if p != nil {
		p.kill("killed")
	}
}

func (s *supervisor) close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	if p := s.release(StatusAbsent); p != nil {
		p.end(s.h.opts.Times, "the host is closing")
	}
}

// state is the module's line in States.
func (s *supervisor) state() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &s.count
	out := State{ID: s.id, Version: s.info.Version, Status: s.status, Since: s.since, Restarts: s.restarts, LastError: s.lastErr,
		Counters: Counters{Calls: c.calls.Load(), Failures: c.failures.Load(), Malformed: c.malformed.Load(), Panics: c.panics.Load(),
			Overruns: c.overruns.Load(), Rejected: c.rejected.Load(), Retries: c.retries.Load(), Crashes: c.crashes.Load(),
			LogDropped: c.dropped.Load(), InFlight: c.inFlight.Load(), CallSeconds: time.Duration(c.nanos.Load()).Seconds()}}
	if s.status == StatusReady && s.open.open(time.Now()) {
		out.Status = StatusOpen
	}
	if s.proc != nil {
		out.PID = s.proc.run.cmd.Process.Pid
		out.RSS = resident(out.PID)
	}
	return out
}

// checkAll looks at memory often and at the files now and then, for all modules.
func (h *Host) checkAll(ctx context.Context) {
	t := h.opts.Times
	look := time.NewTicker(t.Look)
	defer look.Stop()
	files := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-look.C:
			due := now.Sub(files) >= t.Recheck
			if due {
				files = now
				h.refresh()
			}
			for _, s := range h.all() {
				s.check(due)
			}
		}
	}
}

// check kills a process above its bounds, and starts again a module whose files
// were put right.
func (s *supervisor) check(files bool) {
	s.mu.Lock()
	p := s.proc
	if files && (s.status == StatusBackoff || s.status == StatusQuarantined || s.refused) {
		s.forgetIfChanged()
		if s.status == StatusAbsent && !s.refused {
			s.startProcess()
		}
	}
	s.mu.Unlock()
	if p == nil {
		return
	}
	if files && s.moved(p) {
		s.h.log.Warn("the pin of a module was moved; what runs ends after its calls", "module", s.id)
		s.h.done.Go(func() { s.halt(context.Background()) })
		return
	}
	why := p.beyond(s.h.opts.Memory)
	if why == "" {
		why = p.work.beyond(time.Now(), worked(p.run.cmd.Process.Pid), p.calls.Load(), s.h.opts.bounds.idle, s.h.opts.Times.Processor)
	}
	if why != "" {
		p.kill(why)
	}
}

// moved reports whether the pin was moved to something else than what runs.
func (s *supervisor) moved(p *process) bool {
	want, err := s.h.catalog.digest(s.id)
	return err == nil && want != "" && want != p.digest
}

// maxSocketFiles a module may have in the folder of its socket, which is the
// one it can write names into.
const maxSocketFiles = 8

// beyond says which bound the process has passed that no limit of the kernel
// holds on every system.
func (p *process) beyond(memory int64) string {
	pid := p.run.cmd.Process.Pid
	if rss := resident(pid); rss > memory {
		return fmt.Sprintf("holds %d MiB, may hold %d", rss>>20, memory>>20)
	}
	if n := threads(pid); n > cell.MaxThreads {
		return fmt.Sprintf("runs %d threads, may run %d", n, cell.MaxThreads)
	}
	if n := len(names(p.run.cmd.Dir, maxSocketFiles+1)); n > maxSocketFiles {
		return fmt.Sprintf("made more than %d files beside its socket", maxSocketFiles)
	}
	return ""
}

// names are the first of a folder, none when it is gone.
func names(folder string, most int) []string {
	d, err := os.Open(folder)
	if err != nil {
		return nil
	}
	defer d.Close()
	out, _ := d.Readdirnames(most)
	return out
}

func (h *Host) all() []*supervisor {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([]*supervisor, 0, len(h.supervisors))
	for _, s := range h.supervisors {
		out = append(out, s)
	}
	return out
}

// refresh makes supervisors for modules new in the catalogue.
func (h *Host) refresh() {
	infos, err := h.catalog.read()
	if err != nil {
		h.log.Error("the module catalogue cannot be read", "error", err)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, info := range infos {
		if h.supervisors[info.ID] == nil && !h.closed {
			h.supervisors[info.ID] = newSupervisor(h, info)
		}
	}
}

// look reads one module's line of the catalogue anew, with the stamp of the
// files it was read from.
func (h *Host) look(id string) (Info, string) {
	mark := h.stamp(id) // before reading: a change meanwhile shows later
	infos, err := h.catalog.read()
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

// supervisor is the one for a binary's name, or for a module and version under
// whatever name it lies; a module without a version is its newest.
func (h *Host) supervisor(program string) (*supervisor, error) {
	s := h.find(program)
	if s == nil {
		h.refresh()
		s = h.find(program)
	}
	if s == nil {
		return nil, unavailable(program, time.Minute, errors.New("not in the catalogue"))
	}
	return s, nil
}

func (h *Host) find(program string) *supervisor {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s := h.supervisors[program]; s != nil {
		return s
	}
	id, version, pinned := strings.Cut(program, "@")
	var found *supervisor
	for name, s := range h.supervisors {
		module, _, _ := strings.Cut(name, "@")
		if module != id || pinned && s.version() != version {
			continue
		}
		if found == nil || manifest.CompareVersions(s.version(), found.version()) > 0 {
			found = s
		}
	}
	return found
}

// version is that of the files last read.
func (s *supervisor) version() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.info.Version
}

func compare(a, b string) int { return strings.Compare(a, b) }

package module

import (
	"bytes"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

const (
	logLines = 200     // lines per second that reach the host's log
	logBytes = 8 << 10 // of one line
	logFlood = 1 << 20 // dropped bytes per second after which the module waits
)

// logWriter puts one stream of a module's output into lines.
type logWriter struct {
	cap *logCap

	mu   sync.Mutex
	line []byte
}

// logCap passes a module's lines to the host's log, tagged and capped. What
// floods is dropped, and beyond logFlood the module's own write blocks until
// the second is over: the flood costs its maker, not the host.
type logCap struct {
	log     *slog.Logger
	dropped *atomic.Int64

	mu     sync.Mutex
	window time.Time
	lines  int
	lost   int
	bytes  int
}

// twin is a second stream under the same cap.
func (w *logWriter) twin() *logWriter { return &logWriter{cap: w.cap} }

// Write takes any piece of output.
func (w *logWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	excess := 0
	for rest := p; len(rest) > 0; {
		part, after, ended := bytes.Cut(rest, []byte("\n"))
		room := min(max(logBytes-len(w.line), 0), len(part))
		w.line = append(w.line, part[:room]...)
		excess += len(part) - room
		if ended {
			excess += w.cap.take(w.line)
			w.line = w.line[:0]
		}
		rest = after
	}
	w.cap.slow(excess)
	return len(p), nil
}

// take logs a line or drops it; it returns the bytes dropped.
func (c *logCap) take(line []byte) int {
	if len(line) == 0 {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.turn()
	if c.lines++; c.lines > logLines {
		c.lost++
		c.dropped.Add(1)
		return len(line) + 1
	}
	c.log.Info("module log", "line", string(bytes.ToValidUTF8(line, []byte("?"))))
	return 0
}

// turn opens a new second; mu is held.
func (c *logCap) turn() {
	now := time.Now()
	if now.Sub(c.window) < time.Second {
		return
	}
	if c.lost > 0 {
		c.log.Warn("module log lines dropped", "lines", c.lost)
	}
	c.window, c.lines, c.lost, c.bytes = now, 0, 0, 0
}

// slow makes the writer wait once too much was dropped in this second.
func (c *logCap) slow(excess int) {
	if excess == 0 {
		return
	}
	c.mu.Lock()
	c.turn()
	c.bytes += excess
	wait := time.Duration(0)
	if c.bytes > logFlood {
		wait = time.Until(c.window.Add(time.Second))
	}
	c.mu.Unlock()
	time.Sleep(wait)
}

package module

import (
	"bytes"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// What of a module's output reaches the host's log: some lines at once, as a
// panic writes them, and then as much as says how it fares. A module that never
// stops writes at most 4 KiB a second here, 340 MiB a day.
const (
	logLines     = 200      // at once
	logLinesRate = 10       // a second after that
	logBytes     = 4 << 10  // of one line
	logSize      = 64 << 10 // at once
	logSizeRate  = 4 << 10  // a second after that
	logFlood     = 1 << 20  // dropped bytes per second after which the module waits
)

// logWriter puts one stream of a module's output into lines.
type logWriter struct {
	cap *logCap

	mu   sync.Mutex
	line []byte
	cut  int // of the line, beyond logBytes
}

// logCap passes a module's lines to the host's log, tagged and capped. What is
// too much is dropped and its size told, and beyond logFlood the module's own
// write blocks until the second is over: the flood costs its maker, not the host.
type logCap struct {
	log     *slog.Logger
	dropped *atomic.Int64 // lines
	tell    time.Duration // between two words about what was dropped

	lines, size *rate.Limiter

	mu          sync.Mutex
	lost, bytes int       // not told yet
	window      time.Time // the second that flood counts
	flood       int
}

func newLogCap(log *slog.Logger, dropped *atomic.Int64, tell time.Duration) *logCap {
	return &logCap{log: log, dropped: dropped, tell: tell, lines: rate.NewLimiter(logLinesRate, logLines), size: rate.NewLimiter(logSizeRate, logSize)}
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
		w.cut += len(part) - room
		if ended {
			excess += w.cap.take(w.line, w.cut)
			w.line, w.cut = w.line[:0], 0
		}
		rest = after
	}
	w.cap.slow(excess)
	return len(p), nil
}

// take logs a line or drops it; it returns the bytes dropped, with those cut off
// its end before.
func (c *logCap) take(line []byte, cut int) int {
	if len(line) == 0 {
		return 0
	}
	now, text := time.Now(), string(bytes.ToValidUTF8(line, []byte("?")))
	// What the host's log makes of a line can be longer than the line.
	if !c.lines.AllowN(now, 1) || !c.size.AllowN(now, len(strconv.Quote(text))) {
		c.dropped.Add(1)
		c.lose(1, len(line)+1+cut)
		return len(line) + 1 + cut
	}
	c.log.Info("module log", "line", text)
	if cut > 0 {
		c.lose(0, cut)
	}
	return cut
}

// lose counts what was dropped, and sees to it that it is told, also when the
// module is silent from now on.
func (c *logCap) lose(lines, size int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lost == 0 && c.bytes == 0 {
		time.AfterFunc(c.tell, c.told)
	}
	c.lost, c.bytes = c.lost+lines, c.bytes+size
}

func (c *logCap) told() {
	c.mu.Lock()
	lines, size := c.lost, c.bytes
	c.lost, c.bytes = 0, 0
	c.mu.Unlock()
	c.log.Warn("a module's log was cut short", "lines_dropped", lines, "bytes_dropped", size, "within", c.tell.String())
}

// slow makes the writer wait once too much was dropped in this second.
func (c *logCap) slow(excess int) {
	if excess == 0 {
		return
	}
	c.mu.Lock()
	if now := time.Now(); now.Sub(c.window) >= time.Second {
		c.window, c.flood = now, 0
	}
	c.flood += excess
	wait := time.Duration(0)
	if c.flood > logFlood {
		wait = time.Until(c.window.Add(time.Second))
	}
	c.mu.Unlock()
	time.Sleep(wait)
}

package module

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/doanket/doanket/core/sdk/wire"
)

// Running is a module's process in the hands of who examines it: a trial asks
// it past the gates, looks at it through the kernel, and kills it. Two are
// equal when they are the same process.
type Running struct{ p *process }

// Running answers the module's process, started if there is none, as soon as
// it is ready or ctx has ended. Errors: Unavailable "module_unavailable".
func (h *Host) Running(ctx context.Context, id string) (Running, error) {
	s, err := h.supervisor(id)
	if err != nil {
		return Running{}, err
	}
	for {
		p, err := s.acquire(ctx)
		if err == nil {
			p.calls.Add(-1)
			return Running{p}, nil
		}
		if st := s.state(); st.Status == StatusQuarantined || ctx.Err() != nil {
			return Running{}, fmt.Errorf("%w: %s", err, st.LastError)
		}
		select {
		case <-ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// PID is the process's number.
func (r Running) PID() int { return r.p.run.cmd.Process.Pid }

// Client asks the process directly, past breaker and gate.
func (r Running) Client() wire.ModuleClient { return r.p.rpc }

// Contract is the version of the contract both sides speak.
func (r Running) Contract() int { return r.p.client.NegotiatedVersion() }

// Ping reports whether the process answers a health check within the limit.
func (r Running) Ping(ctx context.Context, limit time.Duration) bool { return r.p.ping(ctx, limit) }

// Kill ends the process group at once; State says the reason.
func (r Running) Kill(reason string) { r.p.kill(reason) }

// Exited is closed when the process is gone.
func (r Running) Exited() <-chan struct{} { return r.p.run.exited }

// Options are the host's, with its defaults.
func (h *Host) Options() Options { return h.opts }

// Command is the command line that becomes the module, but for the SHA-256,
// the path and the socket's folder.
func (h *Host) Command(info Info) []string { return h.command(info) }

// Confined reports whether the module runs in the sandbox.
func (h *Host) Confined(id string) bool { return !h.unconfined(id) }

// Bounds of what a module's log may be.
const (
	LogLines = logLines
	LogBytes = logBytes
	LogSize  = logSize
)

// LogWriter is where a module's output goes: lines for the host's log, capped;
// dropped counts those that were too many.
func LogWriter(log *slog.Logger, dropped *atomic.Int64) io.Writer {
	return &logWriter{cap: newLogCap(log, dropped, StandardTimes().LogTold)}
}

package module

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/module/cell"
	"github.com/doanket/doanket/core/module/signature"
	"github.com/doanket/doanket/core/sdk"
)

// Options says where the binaries are and how they are held.
type Options struct {
	Dir        string                            // folder of the binaries with their catalog.json
	SocketDir  string                            // parent of the sockets; "" makes a temporary one. Keep it short: a socket's path has at most 107 bytes
	Exec       []string                          // how to run the cell; default: this executable with "module-exec"
	Sandbox    string                            // "" or "on": confined or not started; "off": unconfined, for development
	Cgroup     string                            // folder of a cgroup tree of version 2 for the modules' groups; "": the one systemd delegated, if it did
	Unconfined []string                          // modules the operator runs without the sandbox
	Pins       map[string]string                 // id → SHA-256 that overrides the catalogue's
	Trusted    signature.Trusted                 // keys; with any, a module that none of them signed is not used
	Pinned     func() (map[string]string, error) // id → digest; a module of another one is not used
	Memory     int64                             // bytes a module may hold; default 256 MiB
	Log        *slog.Logger

	PerProvince int                           // calls in flight for one province in one module; default 2
	Limit       func(ctx context.Context) int // the same for the province in ctx; nil or 0: PerProvince
	Queue       int                           // calls waiting beyond those; default 16
	PerModule   int                           // calls in flight in one module; default 64

	Times  *Times  // tests shorten the waits
	bounds *bounds // and make the sizes small
}

// passable is the mode of the folder above the modules' own: a module that is a
// user of its own passes through it and sees nothing there.
const passable = 0o711

// Host holds one supervisor per module of the catalogue. A Host that was just
// made runs nothing: processes start on first need.
type Host struct {
	opts    Options
	catalog *shelf
	log     *slog.Logger
	own     string // socket folder to remove at Close
	groups  *cell.Groups
	without error // why there are no groups

	mu          sync.Mutex
	supervisors map[string]*supervisor
	closed      bool
	stop        context.CancelFunc
	done        sync.WaitGroup
}

// New makes a Host over the catalogue in opts.Dir. A missing or broken
// catalogue is not an error: such a host has no modules and says so when asked.
func New(opts Options) (*Host, error) {
	h := &Host{opts: withDefaults(opts), catalog: &shelf{dir: opts.Dir, pins: opts.Pins, vouch: vouch{trusted: opts.Trusted, pinned: opts.Pinned}}, supervisors: map[string]*supervisor{}}
	h.log = h.opts.Log
	if h.groups, h.without = cell.OpenGroups(h.opts.Cgroup); h.without != nil && h.opts.Cgroup != "" {
		return nil, fault.New(fault.Internal, "module.cgroup", fault.Cause(h.without))
	}
	if h.opts.SocketDir == "" {
		dir, err := os.MkdirTemp("", "dk")
		if err != nil {
			return nil, fault.New(fault.Internal, "module.socket_dir", fault.Cause(err))
		}
		h.own, h.opts.SocketDir = dir, dir
		err = os.Chmod(dir, passable)
		if err != nil {
			return nil, fault.New(fault.Internal, "module.socket_dir", fault.Cause(err))
		}
	} else if err := os.MkdirAll(h.opts.SocketDir, passable); err != nil {
		return nil, fault.New(fault.Internal, "module.socket_dir", fault.Cause(err))
	}
	ctx, cancel := context.WithCancel(context.Background())
	h.stop = cancel
	h.refresh()
	h.done.Go(func() { h.checkAll(ctx) })
	return h, nil
}

func withDefaults(o Options) Options {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if len(o.Exec) == 0 {
		if self, err := os.Executable(); err == nil {
			o.Exec = []string{self, "module-exec"}
		}
	}
	if o.Times == nil {
		o.Times = StandardTimes()
	}
	if o.bounds == nil {
		o.bounds = standardBounds()
	}
	o.Memory = orDefault(o.Memory, 256<<20)
	o.PerProvince = orDefault(o.PerProvince, 2)
	o.Queue = orDefault(o.Queue, 16)
	o.PerModule = orDefault(o.PerModule, 64)
	return o
}

func orDefault[T int | int64](v, d T) T {
	if v <= 0 {
		return d
	}
	return v
}

// Discover reads the catalogue and the manifests beside the binaries. Nothing
// is started; a module that cannot be used comes with its Problem.
func (h *Host) Discover(ctx context.Context) ([]Info, error) {
	if err := ctx.Err(); err != nil {
		return nil, fault.New(fault.Unavailable, "module_unavailable", fault.Cause(err))
	}
	return h.catalog.read()
}

// Evaluate asks the module for one verdict per item, in order.
//
// Errors: Unavailable "module_unavailable" with RetryAfter when the module is
// not ready, too slow or full; Internal "module_malformed" when it answered
// nonsense; TooLarge above 100 items, 8 MiB, or 1 MiB while somebody waits.
func (h *Host) Evaluate(ctx context.Context, module string, caller sdk.Caller, items []sdk.Item) ([]sdk.Verdict, error) {
	if len(items) == 0 {
		return nil, nil
	}
	s, err := h.supervisor(module)
	if err != nil {
		return nil, err
	}
	return s.evaluate(ctx, caller, items)
}

// States tells how every module fares, in the order of their ids.
func (h *Host) States(ctx context.Context) []State {
	h.refresh()
	all := h.all()
	out := make([]State, 0, len(all))
	for _, s := range all {
		out = append(out, s.state())
	}
	slices.SortFunc(out, func(a, b State) int { return compare(a.ID, b.ID) })
	return out
}

// Stop ends the module's process after its calls in flight, within 2 s. The
// next call starts it anew.
func (h *Host) Stop(ctx context.Context, id string) error {
	s, err := h.supervisor(id)
	if err != nil {
		return err
	}
	s.halt(ctx)
	return nil
}

// Kill ends the module's process at once, as a crash would: for tests and the
// operator's last resort.
func (h *Host) Kill(id string) error {
	s, err := h.supervisor(id)
	if err != nil {
		return err
	}
	s.kill()
	return nil
}

// Close ends every process and waits for them; it may come twice.
func (h *Host) Close() error {
	h.mu.Lock()
	if h.closed {
		h.mu.Unlock()
		return nil
	}
	h.closed = true
	all := h.supervisors
	h.mu.Unlock()
	h.stop()
	var wait sync.WaitGroup
	for _, s := range all {
		wait.Go(s.close)
	}
	wait.Wait()
	h.done.Wait()
	if h.own != "" {
		return os.RemoveAll(h.own)
	}
	return nil
}

// unavailable is the one answer for "not now", with a wait a browser can use.
func unavailable(module string, after time.Duration, cause error) error {
	return fault.New(fault.Unavailable, "module_unavailable", fault.Param("module", module),
		fault.Retry(min(max(after, time.Second), time.Minute)), fault.Cause(cause))
}

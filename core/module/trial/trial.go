package trial

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/sdk/exam"
	"github.com/doanket/doanket/core/sdk/wire"
)

// Check is one thing Verify looked at.
type Check struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail,omitempty"`

	Unasked bool `json:"unasked,omitempty"` // not made, because of a fault told before
}

// verifyWithin bounds the whole of Verify.
const verifyWithin = 90 * time.Second

// Verify runs a module's finished binary in a sandbox of its own and holds it
// against what every module must do: the exam of its decisions, its
// confinement as the kernel shows it, and what becomes of it when it is
// killed, stopped, starved or changed. The error names how many checks failed.
func Verify(ctx context.Context, path string, opts module.Options) ([]Check, error) {
	return verify(ctx, path, opts, nil)
}

// verify asks the whole, or with only just the parts of the exam that are
// named so.
func verify(ctx context.Context, path string, opts module.Options, only []string) ([]Check, error) {
	ctx, cancel := context.WithTimeout(ctx, verifyWithin)
	defer cancel()
	dir, err := os.MkdirTemp("", "dkv")
	if err != nil {
		return nil, fault.New(fault.Internal, "module.socket_dir", fault.Cause(err))
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder of /tmp
	v := &verification{opts: opts, only: only, path: filepath.Join(dir, filepath.Base(path))}
	if v.check("binary can be read", copyFile(path, v.path)) && v.catalogued(ctx, dir) {
		v.run(ctx)
		v.check("host closes and leaves nothing behind", v.host.Close())
	}
	return v.result()
}

type verification struct {
	opts     module.Options
	only     []string
	path     string // the copy of the binary that is examined
	host     *module.Host
	info     module.Info
	manifest *manifest.Manifest
	checks   []Check
}

func (v *verification) check(name string, err error) bool {
	c := Check{Name: name, OK: err == nil, Unasked: errors.Is(err, exam.ErrUnasked)}
	if err != nil {
		c.Detail = err.Error()
	}
	v.checks = append(v.checks, c)
	return c.OK
}

func (v *verification) result() ([]Check, error) {
	failed := 0
	for _, c := range v.checks {
		if !c.OK && !c.Unasked {
			failed++
		}
	}
	if failed > 0 {
		return v.checks, fault.New(fault.Invalid, "module_unfit", fault.Param("failed", fmt.Sprint(failed)))
	}
	return v.checks, nil
}

// catalogued writes a catalogue of this one binary and opens a host over it.
func (v *verification) catalogued(ctx context.Context, dir string) bool {
	if !v.check("binary is static and tells its manifest", module.WriteCatalog(dir, v.opts.Exec)) {
		return false
	}
	v.opts.Dir, v.opts.Pins, v.opts.SocketDir = dir, nil, ""
	if v.opts.Times == nil {
		v.opts.Times = roomyTimes()
	}
	host, err := module.New(v.opts)
	if !v.check("host opens", err) {
		return false
	}
	v.host = host
	found, err := host.Discover(ctx)
	if !v.check("one module is found", errors.Join(err, exactlyOne(found))) {
		_ = host.Close()
		return false
	}
	v.info, v.manifest = found[0], found[0].Manifest
	v.check("binary does not run without a host", v.alone(ctx))
	return true
}

// roomyTimes are the host's times with room for a busy machine in calls, and
// short waits between a fault and its mending.
func roomyTimes() *module.Times {
	t := module.StandardTimes()
	t.Evaluate, t.Batch = 10*time.Second, 10*time.Second
	t.Backoff, t.Ping, t.Look = 50*time.Millisecond, 300*time.Millisecond, 50*time.Millisecond
	return t
}

func (v *verification) run(ctx context.Context) {
	p, err := v.process(ctx)
	if !v.check("starts through the sandbox and shakes hands", err) {
		return
	}
	v.check("speaks contract 1", spoken(p))
	v.check("tells a sign of life when asked", alive(ctx, p, v.host.Options().Times))
	if v.only == nil {
		v.confined(ctx, p)
	}
	v.examined(ctx)
	if v.only != nil || ctx.Err() != nil || !v.check("host opens again", v.reopen()) {
		return
	}
	v.treated(ctx)
	v.changed(ctx)
}

// reopen makes a host that forgets crashes at once: what follows kills the
// process more often than a sound module ever dies.
func (v *verification) reopen() error {
	err := v.host.Close()
	t := *v.host.Options().Times
	t.Window = time.Millisecond
	v.opts.Times = &t
	host, nerr := module.New(v.opts)
	if nerr == nil {
		v.host = host
	}
	return errors.Join(err, nerr)
}

// examined gives the exam every module passes, through the host.
func (v *verification) examined(ctx context.Context) {
	c := &exam.Candidate{Manifest: v.manifest, Ask: v.host, Wire: func(ctx context.Context) (wire.ModuleClient, error) {
		p, err := v.process(ctx)
		if err != nil {
			return nil, err
		}
		return p.Client(), nil
	}, LogLost: func() int64 { return v.host.States(ctx)[0].LogDropped }}
	for _, one := range c.Checks() {
		asked := func(part string) bool { return strings.Contains(one.Name, part) }
		if v.only != nil && !slices.ContainsFunc(v.only, asked) {
			continue
		}
		if ctx.Err() != nil {
			v.check(one.Name, fmt.Errorf("%w: the exam is over its time", exam.ErrUnasked))
			continue
		}
		v.check(one.Name, one.Run(ctx))
	}
	if ctx.Err() != nil {
		v.check("the exam ends in time", fmt.Errorf("it takes %v at most: mend what is told above, or ask less in one module", verifyWithin))
	}
}

// process is the module's running process, started if there is none.
func (v *verification) process(ctx context.Context) (module.Running, error) {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	return v.host.Running(ctx, v.info.ID)
}

func spoken(p module.Running) error {
	if got := p.Contract(); got != wire.Major {
		return fmt.Errorf("negotiated contract %d, this host speaks %d", got, wire.Major)
	}
	return nil
}

func alive(ctx context.Context, p module.Running, t *module.Times) error {
	if !p.Ping(ctx, 3*t.Ping) {
		return errors.New("no answer to a health check")
	}
	return nil
}

func exactlyOne(found []module.Info) error {
	if len(found) != 1 {
		return fmt.Errorf("%d modules", len(found))
	}
	return found[0].Problem
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o700)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// Lines shows checks to people, one a line; those that were not made, because of
// a fault told before, are one together.
func Lines(checks []Check) string {
	var b strings.Builder
	for i := 0; i < len(checks); i++ {
		c, unasked := checks[i], 0
		for ; i < len(checks) && checks[i].Unasked && checks[i].Detail == c.Detail; i++ {
			unasked++
		}
		switch {
		case unasked > 0:
			i--
			fmt.Fprintf(&b, "--   %d further checks, from «%s» on: %s\n", unasked, c.Name, c.Detail)
		case c.OK:
			fmt.Fprintf(&b, "ok   %s %s\n", c.Name, c.Detail)
		default:
			fmt.Fprintf(&b, "BAD  %s: %s\n", c.Name, c.Detail)
		}
	}
	return b.String()
}

package trial

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/module/cell"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/sdk/wire"
)

// greeting is a question any module answers: about a kind it may not even
// have.
func (v *verification) greeting(ctx context.Context, province string) error {
	_, err := v.host.Evaluate(ctx, v.info.ID, sdk.Caller{CallID: "act_verify", Province: province, Now: time.Now()},
		[]sdk.Item{{ID: "rec_verify", Kind: v.info.ID + ".none", Op: sdk.OpUpdate, New: map[string]any{}}})
	return err
}

// treated does to the process what happens to processes, and looks at what
// the callers get.
func (v *verification) treated(ctx context.Context) {
	v.check("killed during a call: the call is answered all the same", v.killedInFlight(ctx))
	v.check("comes back as another process", v.another(ctx, func(p module.Running) error { return v.host.Kill(v.info.ID) }))
	v.check("stopped by a signal: found out and replaced", v.another(ctx, func(p module.Running) error { return halted(p) }))
	v.check("stopped by a signal: callers are turned away with a wait", v.turnedAway(ctx))
	v.check("a noisy province queues behind itself, then is turned away", v.queues(ctx))
	v.check("stops within its limit and leaves no process", v.stops(ctx))
	v.check("the next call after a stop starts it again", v.greeting(ctx, "mot"))
	v.check("holds less than its memory after all this", v.holds())
	v.check("dies at its memory cap, the host lives on", v.starved(ctx))
	v.check("a reply above 8 MiB is refused", oversize(ctx))
	v.check("a flood of log lines is capped", flooded())
}

// killedInFlight stops the process, so that a call is under way for certain,
// and kills it under the call.
func (v *verification) killedInFlight(ctx context.Context) error {
	p, err := v.process(ctx)
	if err != nil {
		return err
	}
	if err := halted(p); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- v.greeting(ctx, "mot") }()
	time.Sleep(50 * time.Millisecond)
	p.Kill("verify kills it during a call")
	return <-done
}

// another wants a new process after what was done to the old one.
func (v *verification) another(ctx context.Context, do func(module.Running) error) error {
	p, err := v.process(ctx)
	if err != nil {
		return err
	}
	if err := do(p); err != nil {
		return err
	}
	select {
	case <-p.Exited():
	case <-time.After(10 * time.Second):
		return errors.New("the old process still runs after 10 s")
	}
	q, err := v.process(ctx)
	if err == nil && q == p {
		err = errors.New("the old process is still asked")
	}
	return errors.Join(err, v.greeting(ctx, "mot"))
}

// turnedAway asks a stopped process: the caller must hear "not now" with a
// wait a browser can use, and hear it in time.
func (v *verification) turnedAway(ctx context.Context) error {
	p, err := v.process(ctx)
	if err != nil {
		return err
	}
	if err := halted(p); err != nil {
		return err
	}
	defer p.Kill("verify is done with it")
	began, limit := time.Now(), 500*time.Millisecond
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err = v.greeting(ctx, "mot")
	f := fault.Of(err)
	switch {
	case err == nil:
		return errors.New("a stopped process answered")
	case f.Kind != fault.Unavailable || f.RetryAfter < time.Second || f.RetryAfter > time.Minute:
		return fmt.Errorf("got %w, retry after %v", err, f.RetryAfter)
	case time.Since(began) > limit+2*time.Second:
		return fmt.Errorf("it took %v", time.Since(began))
	}
	return nil
}

// queues sends more calls of one province than fit while nothing answers.
func (v *verification) queues(ctx context.Context) error {
	p, err := v.process(ctx)
	if err != nil {
		return err
	}
	if err := halted(p); err != nil {
		return err
	}
	o := v.host.Options()
	var refused atomic.Int64
	var wait sync.WaitGroup
	within, cancel := context.WithCancel(ctx)
	defer cancel()
	room := o.PerProvince + o.Queue
	for range room + 10 {
		wait.Go(func() {
			if err := v.greeting(within, "noisy"); within.Err() == nil && fault.Is(err, fault.Unavailable) {
				refused.Add(1)
			}
		})
	}
	for end := time.Now().Add(3 * time.Second); refused.Load() < 10 && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
	got := refused.Load()
	cancel()
	wait.Wait()
	p.Kill("verify is done with it")
	if got != 10 {
		return fmt.Errorf("%d of %d calls were turned away at once, want 10", got, room+10)
	}
	return nil
}

func (v *verification) stops(ctx context.Context) error {
	p, err := v.process(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	if err := v.host.Stop(ctx, v.info.ID); err != nil {
		return err
	}
	select {
	case <-p.Exited():
	case <-time.After(time.Second):
		return errors.New("the process still runs")
	}
	if took := time.Since(began); took > 2*v.host.Options().Times.Stop+time.Second {
		return fmt.Errorf("stopping took %v", took)
	}
	return nil
}

func (v *verification) holds() error {
	for _, s := range v.host.States(context.Background()) {
		if s.RSS > v.host.Options().Memory {
			return fmt.Errorf("%d MiB, may hold %d", s.RSS>>20, v.host.Options().Memory>>20)
		}
	}
	return nil
}

// starved runs the binary under less memory than any Go program needs.
func (v *verification) starved(ctx context.Context) error {
	opts := v.opts
	opts.Memory = 4 << 20
	h, err := module.New(opts)
	if err != nil {
		return err
	}
	defer h.Close() //nolint:errcheck // the processes are killed whatever it says
	other := *v
	other.host = h
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		_ = other.greeting(ctx, "mot")
		if s := h.States(ctx)[0]; s.Crashes > 0 || s.Status == module.StatusQuarantined {
			return v.greeting(context.WithoutCancel(ctx), "mot") // the other host feels nothing
		}
		time.Sleep(20 * time.Millisecond)
	}
	return errors.New("it lives with 4 MiB: the cap does not hold")
}

// changed holds the binary against a catalogue that says something else.
func (v *verification) changed(ctx context.Context) {
	for _, c := range []struct {
		name, want string
		spoil      func(dir string) error
	}{
		{"a changed binary is never run", "checksum", func(dir string) error {
			return spoiled(filepath.Join(dir, v.info.ID), func(b []byte) []byte { return append(b, 0) })
		}},
		{"a binary that says another manifest is never asked", "manifest", func(dir string) error {
			return spoiled(filepath.Join(dir, v.info.ID+".yaml"), func(b []byte) []byte { return append([]byte("# changed\n"), b...) })
		}},
		{"a missing binary does not keep the host from opening", "missing", func(dir string) error { return os.Remove(filepath.Join(dir, v.info.ID)) }},
	} {
		v.check(c.name, v.refused(ctx, c.want, c.spoil))
	}
}

func (v *verification) refused(ctx context.Context, want string, spoil func(string) error) error {
	dir, err := os.MkdirTemp("", "dkv")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder of /tmp
	if err := errors.Join(copyFile(v.path, filepath.Join(dir, v.info.ID)), module.WriteCatalog(dir, v.opts.Exec), spoil(dir)); err != nil {
		return err
	}
	opts := v.opts
	opts.Dir = dir
	h, err := module.New(opts)
	if err != nil {
		return err
	}
	defer h.Close() //nolint:errcheck // the processes are killed whatever it says
	other := *v
	other.host = h
	if err := other.greeting(ctx, "mot"); !fault.Is(err, fault.Unavailable) {
		return fmt.Errorf("callers get %w", err)
	}
	if s := h.States(ctx)[0]; s.PID != 0 || !strings.Contains(s.LastError, want) {
		return fmt.Errorf("the host says %q of process %d", s.LastError, s.PID)
	}
	return nil
}

func spoiled(path string, change func([]byte) []byte) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", change(raw), 0o700); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// alone runs the binary as a person would, but in the cell: it must say what it
// is and end.
func (v *verification) alone(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	answer, err := cell.Run(ctx, v.host.Command(v.info), v.info.SHA256, v.path)
	if err == nil && answer.Code == 0 {
		err = fmt.Errorf("it ends as if all were well: %s", strings.TrimSpace(answer.Out+answer.Err))
	}
	return err
}

// giant answers a question with more than a message may hold.
type giant struct{ wire.UnimplementedModuleServer }

// Describe answers 9 MiB.
func (giant) Describe(context.Context, *wire.DescribeRequest) (*wire.DescribeResponse, error) {
	return &wire.DescribeResponse{Manifest: make([]byte, wire.MaxMessage+1<<20)}, nil
}

// oversize asks a server that replies 9 MiB over a connection made as every
// module's is.
func oversize(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "dkv")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder of /tmp
	l, err := net.Listen("unix", filepath.Join(dir, "s"))
	if err != nil {
		return err
	}
	server := grpc.NewServer(grpc.MaxSendMsgSize(2 * wire.MaxMessage))
	wire.RegisterModuleServer(server, giant{})
	go func() { _ = server.Serve(l) }()
	defer server.Stop()
	conn, err := grpc.NewClient("unix:"+filepath.Join(dir, "s"), append(module.DialOptions(), grpc.WithTransportCredentials(insecure.NewCredentials()))...)
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = wire.NewModuleClient(conn).Describe(ctx, &wire.DescribeRequest{})
	if !fault.Is(wire.FromStatus(err), fault.TooLarge) {
		return fmt.Errorf("9 MiB came through: %w", err)
	}
	return nil
}

// flooded writes a thousand lines and a giant one where a module's log goes.
func flooded() error {
	var out bytes.Buffer
	var dropped atomic.Int64
	w := module.LogWriter(slog.New(slog.NewTextHandler(&out, nil)), &dropped)
	if _, err := io.WriteString(w, strings.Repeat("x", 3*module.LogBytes)+"\n"+strings.Repeat("a line\n", 5*module.LogLines)); err != nil {
		return err
	}
	lines := bytes.Split(out.Bytes(), []byte("\n"))
	for _, l := range lines {
		if len(l) > 2*module.LogBytes {
			return fmt.Errorf("a line of %d bytes passed", len(l))
		}
	}
	if len(lines) > 3*module.LogLines || dropped.Load() == 0 {
		return fmt.Errorf("%d lines passed, %d were dropped", len(lines), dropped.Load())
	}
	return nil
}

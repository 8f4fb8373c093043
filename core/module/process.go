package module

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-hclog"
	plugin "github.com/hashicorp/go-plugin"
	goplugin "github.com/hashicorp/go-plugin/runner"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health/grpc_health_v1"

	"github.com/doanket/doanket/core/module/cell"
	"github.com/doanket/doanket/core/sdk/wire"
)

// errRefused marks a start that must not be tried again with the same files.
var errRefused = errors.New("refused")

// process is one running module.
type process struct {
	run    *runner
	client *plugin.Client
	rpc    wire.ModuleClient
	health grpc_health_v1.HealthClient
	born   time.Time

	mu     sync.Mutex
	reason string // why the host killed it, "" if it ended by itself

	lastGood atomic.Int64 // unix nanoseconds of the last sign of life
	calls    atomic.Int64 // in flight
	work     work
	digest   string // of what runs
}

// launch starts a process through the cell and shakes hands. An error leaves
// nothing running.
func (h *Host) launch(ctx context.Context, info Info, log *logWriter) (*process, error) {
	p := &process{born: time.Now(), digest: info.Digest}
	p.client = plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig:  wire.Handshake,
		VersionedPlugins: map[int]plugin.PluginSet{wire.Major: wire.Plugins(nil)},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		AutoMTLS:         true,
		SkipHostEnv:      true,
		StartTimeout:     h.opts.Times.Start,
		Logger:           hclog.NewNullLogger(),
		Stderr:           log,
		SyncStdout:       log.twin(),
		SyncStderr:       log.twin(),
		UnixSocketConfig: &plugin.UnixSocketConfig{TempDir: h.opts.SocketDir},
		GRPCDialOptions:  DialOptions(),
		RunnerFunc: func(_ hclog.Logger, spec *exec.Cmd, dir string) (goplugin.Runner, error) {
			group, err := h.groups.Make(h.opts.Memory)
			if err != nil {
				return nil, err // a bound that is in force is never left out
			}
			p.run = newRunner(h.command(info), info, spec, dir, h.opts.Memory, group)
			return p.run, nil
		},
	})
	conn, err := p.connect()
	if err != nil {
		return nil, p.failed(h.opts.Times, err)
	}
	p.rpc, p.health = wire.NewModuleClient(conn), grpc_health_v1.NewHealthClient(conn)
	if err := p.identify(ctx, info, h.opts.Times.Describe); err != nil {
		p.end(h.opts.Times, err.Error())
		return nil, err
	}
	p.alive()
	return p, nil
}

// DialOptions bound what may come from a module, and go to it.
func DialOptions() []grpc.DialOption {
	return []grpc.DialOption{grpc.WithDefaultCallOptions(
		grpc.MaxCallRecvMsgSize(wire.MaxMessage), grpc.MaxCallSendMsgSize(wire.MaxMessage))}
}

func (p *process) connect() (*grpc.ClientConn, error) {
	rpc, err := p.client.Client()
	if err != nil {
		return nil, err
	}
	conn, err := rpc.Dispense(wire.Name)
	if err != nil {
		return nil, err
	}
	return conn.(*grpc.ClientConn), nil
}

// failed says in plain words why the start did not work, from the command's exit
// code where there is one.
func (p *process) failed(t *Times, err error) error {
	if p.run != nil && p.run.cmd.Process != nil {
		select { // the process is about to end or to be killed: learn how
		case <-p.run.exited:
		case <-time.After(100 * time.Millisecond):
		}
		switch p.run.code() {
		case cell.ExitChecksum:
			err = fmt.Errorf("%w: the binary's checksum is not the catalogue's; it was not run", errRefused)
		case cell.ExitRead:
			err = fmt.Errorf("%w: the binary cannot be read", errRefused)
		case cell.ExitSandbox:
			err = fmt.Errorf("%w: the sandbox is not available on this system; lacking: %s", errRefused, strings.Join(cell.Lacking(), "; "))
		case cell.ExitExec:
			err = fmt.Errorf("%w: the binary cannot be executed here", errRefused)
		case -1:
		default:
			err = fmt.Errorf("exited with code %d before it was ready", p.run.code())
		}
	}
	p.end(t, err.Error())
	return err
}

// identify compares what the binary says it is with the catalogue.
func (p *process) identify(ctx context.Context, info Info, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	d, err := p.rpc.Describe(ctx, &wire.DescribeRequest{})
	if err != nil {
		return fmt.Errorf("describe: %w", err)
	}
	if !bytes.Equal(d.GetManifest(), info.Manifest.Source()) {
		return fmt.Errorf("%w: the binary's manifest is not the catalogue's", errRefused)
	}
	return nil
}

// ping asks for a sign of life, with a deadline: a stopped process answers
// nothing, ever.
func (p *process) ping(ctx context.Context, limit time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	_, err := p.health.Check(ctx, &grpc_health_v1.HealthCheckRequest{Service: plugin.GRPCServiceName})
	if err == nil {
		p.alive()
	}
	return err == nil
}

func (p *process) alive() { p.lastGood.Store(time.Now().UnixNano()) }

// kill ends the process group at once; the first reason given is kept.
func (p *process) kill(reason string) {
	p.mu.Lock()
	if p.reason == "" {
		p.reason = reason
	}
	p.mu.Unlock()
	_ = p.run.Kill(context.Background())
}

// dying reports whether the process was killed or has ended.
func (p *process) dying() bool {
	select {
	case <-p.run.exited:
		return true
	default:
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.reason != ""
}

// cause says why it ended.
func (p *process) cause() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.reason != "":
		return p.reason
	case p.run.err != nil:
		return "ended: " + p.run.err.Error()
	}
	return "ended by itself"
}

// end kills and cleans up. go-plugin's own Kill has no deadline, so it runs
// aside and is waited for only so long.
func (p *process) end(t *Times, reason string) {
	if p.run != nil && p.run.cmd.Process != nil {
		p.kill(reason)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.client.Kill()
	}()
	select {
	case <-done:
	case <-time.After(t.Stop):
	}
}

// command is the command line that becomes the module.
func (h *Host) command(info Info) []string {
	return cell.Command(h.opts.Exec, cell.Options{Memory: h.opts.Memory, Unconfined: h.unconfined(info.ID)})
}

func (h *Host) unconfined(id string) bool {
	if h.opts.Sandbox == "off" {
		return true
	}
	for _, u := range h.opts.Unconfined {
		if module, _, _ := strings.Cut(id, "@"); u == id || u == module {
			return true
		}
	}
	return false
}

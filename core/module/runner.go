package module

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/doanket/doanket/core/module/cell"
)

// runner is one process as go-plugin wants to see it. It differs from
// go-plugin's own in what a supervisor needs: killing takes the whole process
// group and never waits, the end is noticed even if somebody holds the pipes.
type runner struct {
	cmd            *exec.Cmd
	group          *cell.Group // of the kernel's, nil where there are none
	stdout, stderr *os.File
	exited         chan struct{} // closed when the process is gone
	err            error         // how it ended, after exited
	kill           sync.Once
}

// passed are the only names of go-plugin's that reach a module.
var passed = []string{"DOANKET_MODULE", "PLUGIN_PROTOCOL_VERSIONS", "PLUGIN_CLIENT_CERT", "PLUGIN_UNIX_SOCKET_DIR"}

// Environment lists the only names a module's environment may hold.
func Environment() []string { return append([]string{"GOMEMLIMIT", "GOMAXPROCS"}, passed...) }

// newRunner prepares the command line from go-plugin's spec.
func newRunner(command []string, info Info, spec *exec.Cmd, dir string, memory int64, group *cell.Group) *runner {
	cmd := cell.Process(command, info.SHA256, info.Path, dir)
	for _, kv := range spec.Env {
		name, _, _ := strings.Cut(kv, "=")
		for _, ok := range passed {
			if name == ok {
				cmd.Env = append(cmd.Env, kv)
			}
		}
	}
	cmd.Env = append(cmd.Env,
		"GOMEMLIMIT="+strconv.FormatInt(memory*8/10, 10),
		"GOMAXPROCS="+strconv.Itoa(runtime.GOMAXPROCS(0)))
	cmd.SysProcAttr = detached()
	group.Hold(cmd)
	return &runner{cmd: cmd, group: group, exited: make(chan struct{})}
}

// Start forks from the one thread that lives as long as the host: the kernel
// sends the death signal when the forking thread dies, not the process.
func (r *runner) Start(context.Context) error {
	outR, outW, err := os.Pipe()
	if err != nil {
		return errors.Join(err, r.group.Remove())
	}
	errR, errW, err := os.Pipe()
	if err != nil {
		_ = r.group.Remove()
		outR.Close()
		outW.Close()
		return err
	}
	r.stdout, r.stderr, r.cmd.Stdout, r.cmd.Stderr = outR, errR, outW, errW
	err = onSpawner(r.cmd.Start)
	outW.Close()
	errW.Close()
	if err != nil {
		outR.Close()
		errR.Close()
		_ = r.group.Remove()
		return fmt.Errorf("start the command: %w", err)
	}
	go r.reap()
	return nil
}

func (r *runner) reap() {
	r.err = r.cmd.Wait()
	_ = r.group.Remove() // with whatever it started
	close(r.exited)
	time.Sleep(200 * time.Millisecond) // the last words are still in the pipe
	r.stdout.Close()
	r.stderr.Close()
}

// Kill ends the process group at once.
func (r *runner) Kill(context.Context) error {
	r.kill.Do(func() {
		select {
		case <-r.exited: // its number may belong to somebody else by now
		default:
			killGroup(r.cmd.Process.Pid)
		}
	})
	return nil
}

// Wait waits for the end of the process.
func (r *runner) Wait(context.Context) error {
	<-r.exited
	return r.err
}

// code is the exit code, -1 while it runs or when a signal ended it.
func (r *runner) code() int {
	select {
	case <-r.exited:
		return r.cmd.ProcessState.ExitCode()
	default:
		return -1
	}
}

// Stdout carries the handshake.
func (r *runner) Stdout() io.ReadCloser { return r.stdout }

// Stderr carries the module's log.
func (r *runner) Stderr() io.ReadCloser { return r.stderr }

// Name is the binary.
func (r *runner) Name() string { return r.cmd.Path }

// ID is the process id.
func (r *runner) ID() string { return strconv.Itoa(r.cmd.Process.Pid) }

// Diagnose has nothing to add: the exit code says it.
func (r *runner) Diagnose(context.Context) string { return "" }

// PluginToHost changes nothing: both sides see the same socket folder.
func (r *runner) PluginToHost(network, addr string) (string, string, error) {
	return network, addr, nil
}

// HostToPlugin changes nothing.
func (r *runner) HostToPlugin(network, addr string) (string, string, error) {
	return network, addr, nil
}

// onSpawner runs fn on a thread that never ends while the host lives.
func onSpawner(fn func() error) error {
	done := make(chan error, 1)
	spawner() <- func() { done <- fn() }
	return <-done
}

var spawner = sync.OnceValue(func() chan<- func() {
	work := make(chan func())
	go func() {
		runtime.LockOSThread()
		for fn := range work {
			fn()
		}
	}()
	return work
})

package cell

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Exit codes by which Exec tells why no module runs.
const (
	ExitUsage    = 80
	ExitChecksum = 81
	ExitRead     = 82
	ExitSandbox  = 83
	ExitExec     = 84
)

// MaxThreads a module may have at one time. The kernel holds a user of its own
// to it; where the host may not give one, the watch does.
const MaxThreads = 128

// Flags of the command.
const (
	flagUnconfined = "--unconfined"
	flagMemory     = "--memory="
	flagProbe      = "--probe" // try what is denied instead of becoming the module
)

// Denied is what a probe answers of what must not succeed.
const Denied = "denied"

// Attempts are what a probe tries, in the order they are shown.
var Attempts = []string{"reading a file", "listing a folder", "writing a file", "opening a TCP socket", "opening a UDP socket",
	"starting a program", "signalling the host", "changing a file's mode", "a pair of sockets", "changing the host's priority",
	"every call that is on no list"}

// Options say how a process is held.
type Options struct {
	Memory     int64 // bytes of writable memory; 0: no limit
	Unconfined bool  // limits only, no sandbox: for development
}

// Command is the command line that becomes the module, but for its last three
// arguments: the SHA-256, the binary's path, the folder of its socket. exec runs
// this program's Exec.
func Command(exec []string, o Options) []string {
	out := append([]string(nil), exec...)
	out = append(out, flagMemory+strconv.FormatInt(o.Memory, 10))
	if o.Unconfined {
		out = append(out, flagUnconfined)
	}
	return out
}

// Process is the command, not yet started, that becomes the module: without
// any environment, in the folder of its socket.
func Process(command []string, sum, path, sockets string, args ...string) *exec.Cmd {
	return process(context.Background(), command, sum, path, sockets, args...)
}

func process(ctx context.Context, command []string, sum, path, sockets string, args ...string) *exec.Cmd {
	path, sockets = whole(path), whole(sockets)
	all := append(command[1:len(command):len(command)], sum, path, sockets)
	cmd := exec.CommandContext(ctx, command[0], append(all, args...)...)
	cmd.Env, cmd.Dir = []string{}, sockets
	return cmd
}

// whole is a path that means the same in whatever folder the process begins.
func whole(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// maxAnswer bounds what Run keeps of what a binary writes, and so the length of
// a manifest.
const maxAnswer = 1 << 20

// Answer is what a binary said and how it ended.
type Answer struct {
	Out, Err string // at most 1 MiB each
	Code     int    // exit code; -1 when a signal ended it
}

// Run runs a binary to its end as a module is run, with nothing but its
// arguments, in an empty folder that is gone afterwards, and kills it with ctx.
// Errors: not run at all (the hash, the sandbox), or not ended by itself.
func Run(ctx context.Context, command []string, sum, path string, args ...string) (Answer, error) {
	dir, err := os.MkdirTemp("", "dkr")
	if err != nil {
		return Answer{}, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder of /tmp
	cmd := process(ctx, command, sum, path, dir, args...)
	var out, complaint bounded
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &out, &complaint, time.Second
	err = cmd.Run()
	answer := Answer{Out: string(out), Err: string(complaint), Code: cmd.ProcessState.ExitCode()}
	switch {
	case ctx.Err() != nil:
		return answer, ctx.Err()
	case answer.Code >= ExitUsage && answer.Code <= ExitExec:
		return answer, fmt.Errorf("not run: %s", strings.TrimSpace(answer.Err))
	case answer.Code < 0:
		return answer, err
	}
	return answer, nil
}

// bounded keeps the first MiB written and drops the rest.
type bounded []byte

// Write never fails, so that who writes too much is not told by a signal.
func (b *bounded) Write(p []byte) (int, error) {
	*b = append(*b, p[:min(len(p), maxAnswer-len(*b))]...)
	return len(p), nil
}

// probeWithin bounds one probe.
const probeWithin = 10 * time.Second

// Probe runs the command up to where it would become the module, and lets it
// try there what no module may do: what binds it binds whatever it becomes. It
// answers what came of each of Attempts.
func Probe(ctx context.Context, command []string, sum, path, sockets string) (map[string]string, error) {
	ctx, cancel := context.WithTimeout(ctx, probeWithin)
	defer cancel()
	probing := append(append([]string(nil), command...), flagProbe)
	out, err := process(ctx, probing, sum, path, sockets).Output()
	if err != nil {
		return nil, fmt.Errorf("probe: %w", err)
	}
	var found map[string]string
	return found, json.Unmarshal(out, &found)
}

package cell

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"strconv"
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
	"starting a program", "signalling the host"}

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

// probeWithin bounds one probe.
const probeWithin = 10 * time.Second

// Probe runs the command up to where it would become the module, and lets it
// try there what no module may do: what binds it binds whatever it becomes. It
// answers what came of each of Attempts.
func Probe(ctx context.Context, command []string, sum, path, sockets string) (map[string]string, error) {
	ctx, cancel := context.WithTimeout(ctx, probeWithin)
	defer cancel()
	args := append(append([]string(nil), command[1:]...), flagProbe, sum, path, sockets)
	cmd := exec.CommandContext(ctx, command[0], args...)
	cmd.Env = []string{}
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("probe: %w", err)
	}
	var found map[string]string
	return found, json.Unmarshal(out, &found)
}

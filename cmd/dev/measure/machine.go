package measure

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// Machine tells when and on what the figures were measured.
func Machine(ctx context.Context) string {
	commit := said(ctx, "git", "rev-parse", "--short", "HEAD")
	if said(ctx, "git", "status", "--porcelain", "--untracked-files=no") != "" {
		commit += " with changes"
	}
	model := "unknown processor"
	raw, _ := os.ReadFile("/proc/cpuinfo") // absent on other systems
	for line := range bytes.Lines(raw) {
		if name, value, ok := strings.Cut(string(line), ":"); ok && strings.TrimSpace(name) == "model name" {
			model = strings.TrimSpace(value)
			break
		}
	}
	load, _ := os.ReadFile("/proc/loadavg")
	before, _, _ := strings.Cut(strings.TrimSpace(string(load)), "/")
	return fmt.Sprintf("%s · commit %s · %d cores, %s · load average at the start %s · %s", time.Now().Format("2 January 2006, 15:04"), commit,
		runtime.NumCPU(), model, strings.Join(strings.Fields(before)[:min(3, len(strings.Fields(before)))], " "), runtime.Version())
}

// said is a short answer of a command, "" if it has none.
func said(ctx context.Context, name string, args ...string) string {
	out, _ := exec.CommandContext(ctx, name, args...).Output()
	return strings.TrimSpace(string(out))
}

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/doanket/doanket/cmd/dev/measure"
)

const legend = "Rates are requests a second from 16 connections that never pause, in brackets the middle, the 95th and the 99th percentile.\n" +
	"Ours: the built server, loopback, an ordinary person's token. Floor: bare Fiber and bun over the same rows, no right, rule or log; strict: the same with statements prepared by hand.\n" +
	"Peer: PocketBase 0.36.8, same rows and indexes, an ordinary user whose list rule and filter name the commune, no total counted.\n"

// machine tells when and on what the figures were measured.
func machine(ctx context.Context) string {
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

// writeReport keeps the table beside the decisions it speaks for.
func writeReport(p *benchPlan, about string, figures []measure.Figure) error {
	dir := filepath.Join("core", "adr", "figures")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	name := fmt.Sprintf("%s-%d", time.Now().Format("2006-01-02"), p.rows)
	for _, f := range []struct {
		name string
		on   bool
	}{{"load", p.load}, {"peer", p.peer}, {"postgres", p.postgres}} {
		if f.on {
			name += "-" + f.name
		}
	}
	text := fmt.Sprintf("# Figures of %s\n\n%s\n\n%s\n%s", time.Now().Format("2 January 2006"), about, measure.Table(figures), legend)
	file := filepath.Join(dir, name+".md")
	fmt.Println("written:", file)
	return os.WriteFile(file, []byte(text), 0o644)
}

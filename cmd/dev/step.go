package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// steps prints how far a task is: "[2/5] client … 12.3s".
type steps struct {
	total, done int
	begun       time.Time
}

func newSteps(total int) *steps { return &steps{total: total, begun: time.Now()} }

// do runs one step quietly; its output shows only when it fails.
func (s *steps) do(name string, act func(out io.Writer) error) error {
	s.done++
	fmt.Printf("[%d/%d] %s … ", s.done, s.total, name)
	begun := time.Now()
	var out bytes.Buffer
	if err := act(&out); err != nil {
		fmt.Printf("failed after %.1fs\n%s\n", time.Since(begun).Seconds(), out.String())
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Printf("%.1fs\n", time.Since(begun).Seconds())
	return nil
}

// command is a child that ends with ctx, politely first.
func command(ctx context.Context, dir string, env []string, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir = dir
	c.Env = append(os.Environ(), env...)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 20 * time.Second
	return c
}

func sh(ctx context.Context, out io.Writer, dir string, env []string, name string, args ...string) error {
	c := command(ctx, dir, env, name, args...)
	c.Stdout, c.Stderr = out, out
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return nil
}

// indent sets a tool's output off from ours.
type indent struct{ w io.Writer }

// Write puts four spaces before the text.
func (i indent) Write(p []byte) (int, error) {
	_, err := fmt.Fprint(i.w, "    ", strings.ReplaceAll(strings.TrimRight(string(p), "\n"), "\n", "\n    "), "\n")
	return len(p), err
}

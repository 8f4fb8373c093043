package process

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Process is a server that was started and is to be stopped; what it logs goes to
// a file.
type Process struct {
	name string
	cmd  *exec.Cmd
	log  string
	gone chan struct{}
}

// Launch starts a server and waits until it answers.
func Launch(ctx context.Context, name, folder string, env []string, ready func(context.Context) error, bin string, args ...string) (*Process, time.Duration, error) {
	p := &Process{name: name, log: filepath.Join(folder, name+".log"), gone: make(chan struct{})}
	out, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, 0, err
	}
	defer out.Close()
	p.cmd = exec.Command(bin, args...)
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = out, out
	begun := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, 0, err
	}
	go func() {
		_ = p.cmd.Wait() // how it ended is in its log
		close(p.gone)
	}()
	bounded, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		if err = ready(bounded); err == nil {
			return p, time.Since(begun), nil
		}
		select {
		case <-p.gone:
			return nil, 0, fmt.Errorf("%s ended at once: %s", name, p.lastWords())
		case <-bounded.Done():
			p.Stop()
			return nil, 0, fmt.Errorf("%s did not answer within a minute: %w; %s", name, err, p.lastWords())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// Stop ends the process politely, after half a minute without asking.
func (p *Process) Stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.gone:
	case <-time.After(30 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.gone
	}
}

// lastWords is the end of what the process logged.
func (p *Process) lastWords() string {
	raw, _ := os.ReadFile(p.log)
	return strings.TrimSpace(string(raw[max(0, len(raw)-600):]))
}

// PID is its number.
func (p *Process) PID() int { return p.cmd.Process.Pid }

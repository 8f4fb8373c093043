package child

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"time"

	"github.com/doanket/doanket/core/upload/archive"
)

// Command is the program, and its first arguments, that ends in Run. None: files are
// read where they are asked for, as Run itself does.
type Command []string

// Bounds of one process.
type Bounds struct {
	Memory    int64         // bytes it may write to
	Processor time.Duration // whole seconds
	File      int64         // bytes of a file it may write, in a folder that goes with it
}

// ErrBroken says that a reader fell over a file.
var ErrBroken = errors.New("the reader fell over the file")

// exitBroken is how a process ends whose reader fell. The runtime of Go ends by itself,
// with another code, where memory or processor time is out.
const exitBroken = 81

// A reading that waits for something takes no processor time. It ends by itself, also
// where nobody is left to end it, after some times what it may take.
const (
	patience = 3
	exitLate = 82
)

// grace is for what a process says after it was ended.
const grace = time.Second

// Process is a reading under way; what it says is read from it, to the end, before Wait.
type Process struct {
	io.ReadCloser
	ctx context.Context
	end context.CancelFunc
	cmd *exec.Cmd
	dir string
}

// Start begins to read the file, which the process has as its standard input.
func Start(ctx context.Context, command Command, b Bounds, file *os.File, args ...string) (*Process, error) {
	dir, err := os.MkdirTemp("", "doanket-read-")
	if err != nil {
		return nil, fmt.Errorf("read a file apart: %w", err)
	}
	ctx, end := context.WithCancel(ctx)
	p := &Process{ctx: ctx, end: end, dir: dir}
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	all := append(append([]string{}, command[1:]...), number(b.Memory), number(int64(b.Processor/time.Second)), number(b.File))
	p.cmd = exec.CommandContext(ctx, command[0], append(all, args...)...)
	p.cmd.Env = []string{"TMPDIR=" + dir, "GOMAXPROCS=2", "GOTRACEBACK=none", "GOMEMLIMIT=" + number(b.Memory*3/4)}
	p.cmd.Dir, p.cmd.Stdin, p.cmd.WaitDelay = dir, file, grace
	out, err := p.cmd.StdoutPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		end()
		return nil, errors.Join(fmt.Errorf("read a file apart: %w", err), os.RemoveAll(dir))
	}
	p.ReadCloser = out
	return p, nil
}

// Wait ends the process if it has not ended. Errors: archive.ErrCostly where it took more
// than its bounds; ErrBroken; that of ctx.
func (p *Process) Wait() error {
	_ = p.Close() // nobody listens any more: or one that goes on saying would wait for ever
	err := p.cmd.Wait()
	given := p.ctx.Err()
	p.end()
	gone := os.RemoveAll(p.dir)
	switch {
	case err == nil:
		return gone
	case given != nil:
		return given
	case p.cmd.ProcessState.ExitCode() == exitBroken:
		return ErrBroken
	}
	return archive.ErrCostly
}

// Stop ends it without asking what came of it.
func (p *Process) Stop() {
	p.end()
	_ = p.Wait()
}

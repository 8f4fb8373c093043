package lane

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/doanket/doanket/cmd/dev/supply"
)

// Lane is steps that follow one another; lanes run side by side.
type Lane struct {
	Name  string
	Steps []Step
}

// Step is one thing a lane does. What a live one prints shows as it comes, of
// the others only when they fail.
type Step struct {
	Name string
	Live bool
	Act  func(ctx context.Context, out io.Writer) error
}

// Run runs every lane to its end or its first failure, whatever becomes
// of the others, so that one run names all that is wrong.
func Run(ctx context.Context, out io.Writer, lanes ...Lane) error {
	b := &board{out: out}
	for _, l := range lanes {
		b.total += len(l.Steps)
	}
	failures := make([]error, len(lanes))
	var all sync.WaitGroup
	for n, l := range lanes {
		all.Go(func() { failures[n] = b.run(ctx, l) })
	}
	all.Wait()
	return errors.Join(failures...)
}

// board is the screen the lanes share: whole lines only.
type board struct {
	sync.Mutex
	out         io.Writer
	done, total int
}

func (b *board) run(ctx context.Context, l Lane) error {
	for _, s := range l.Steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		title := l.Name + ": " + s.Name
		b.say("        %s …", title)
		begun := time.Now()
		kept := new(bytes.Buffer)
		var to io.Writer = kept
		if s.Live {
			to = &prefixed{board: b, prefix: "        " + l.Name + " │ "}
		}
		err := s.Act(ctx, to)
		took := time.Since(begun).Seconds()
		if errors.Is(err, supply.ErrNoDatabase) { // neither passed nor failed, and said in capitals
			b.say("[SKIPPED] %s: %v", title, err)
			continue
		}
		if err != nil {
			b.say("[failed] %s after %.1fs: %v\n%s", title, took, err, kept)
			return fmt.Errorf("%s: %w", title, err)
		}
		b.finish(title, took)
	}
	return nil
}

func (b *board) say(format string, args ...any) {
	b.Lock()
	defer b.Unlock()
	fmt.Fprintf(b.out, format+"\n", args...)
}

func (b *board) finish(title string, took float64) {
	b.Lock()
	defer b.Unlock()
	b.done++
	fmt.Fprintf(b.out, "[%2d/%2d] %s %.1fs\n", b.done, b.total, title, took)
}

// prefixed passes whole lines on to the board, each behind its lane's name.
type prefixed struct {
	*board
	prefix string
	rest   []byte
}

// Write takes any piece of output; a line shows when its end has come.
func (p *prefixed) Write(piece []byte) (int, error) {
	p.rest = append(p.rest, piece...)
	for {
		line, rest, whole := bytes.Cut(p.rest, []byte("\n"))
		if !whole {
			return len(piece), nil
		}
		p.say("%s%s", p.prefix, line)
		p.rest = rest
	}
}

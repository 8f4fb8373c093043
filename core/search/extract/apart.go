package extract

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/doanket/doanket/core/upload/child"
)

// Children are what a process of its own may be asked to read a file as.
var Children = map[string]child.Reader{words: said(words), paragraphs: said(paragraphs)}

// How an Office file is read: its words for search, or its paragraphs as they are laid
// out.
const (
	words      = "words"
	paragraphs = "paragraphs"
)

// held is what one Office file may take: what it inflates to is read part by part.
var held = child.Bounds{Memory: 256 << 20, Processor: 20 * time.Second}

// office reads an Office file as asked, apart where this program can begin itself.
func (r *Reader) office(ctx context.Context, file *os.File, as string, more ...string) (string, State, error) {
	limited, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	var body string
	var state State
	var err error
	if r.apart == nil {
		body, state, err = inside(limited, file, as, more)
	} else {
		body, state, err = r.outside(limited, file, as, more)
	}
	switch {
	case ctx.Err() != nil:
		return "", "", ctx.Err()
	case err != nil && limited.Err() != nil:
		return "", TooCostly, nil
	}
	return body, state, err
}

// inside reads it in this process.
func inside(ctx context.Context, file *os.File, as string, more []string) (string, State, error) {
	about, err := file.Stat()
	if err != nil {
		return "", "", err
	}
	var out gathered
	if as == paragraphs {
		l := layout{}
		err = office(ctx, []string{"word/document.xml"}, file, about.Size(), func() taker { return l.take })
		if _, state := settle(l.out.String(), err); state != Read {
			return "", state, nil
		}
		return strings.ToValidUTF8(l.out.String(), " "), Read, nil
	}
	if len(more) == 0 || offices[more[0]] == nil {
		return "", Unknown, nil
	}
	err = office(ctx, offices[more[0]], file, about.Size(), func() taker { return (&elements{out: &out}).take })
	body, state := settle(out.String(), err)
	return body, state, nil
}

// outside has it read in a process of its own, which says the state, a line end, and the
// text.
func (r *Reader) outside(ctx context.Context, file *os.File, as string, more []string) (string, State, error) {
	p, err := child.Start(ctx, r.apart, held, file, append([]string{as}, more...)...)
	if err != nil {
		return "", "", err
	}
	said, broken := io.ReadAll(io.LimitReader(p, 3*MaxText))
	switch err := p.Wait(); {
	case errors.Is(err, child.ErrBroken):
		return "", Unreadable, nil
	case err != nil:
		_, state := settle("", err)
		return "", state, ctx.Err()
	case broken != nil:
		return "", "", fmt.Errorf("read a file apart: %w", broken)
	}
	state, body, _ := strings.Cut(string(said), "\n")
	return body, State(state), nil
}

// said is what the process of its own does.
func said(as string) child.Reader {
	return func(file *os.File, out io.Writer, more []string) error {
		body, state, err := inside(context.Background(), file, as, more)
		if err == nil {
			_, err = io.WriteString(out, string(state)+"\n"+body)
		}
		return err
	}
}

package limit

import (
	"errors"
	"io"
	"os"
	"time"

	"github.com/doanket/doanket/core/fault"
)

// Pace is how slowly a body may come. Only the time we wait for the sender
// counts, not what we ourselves take over its bytes.
type Pace struct {
	Total time.Duration // for the whole body
	Stall time.Duration // between two pieces of it
	Grace time.Duration // before the rate counts
	Rate  int64         // bytes a second at least, on average
}

// The paces. Weak lines carry a few kilobytes a second; what is slower is no
// line but a hand that holds a place.
var (
	// Hurried is for who is not signed in: a few hundred bytes.
	Hurried = Pace{Total: 15 * time.Second, Stall: 15 * time.Second, Grace: 15 * time.Second, Rate: 1 << 10}
	// Steady is for what is read into memory before anything happens.
	Steady = Pace{Total: 2 * time.Minute, Stall: 30 * time.Second, Grace: 20 * time.Second, Rate: 1 << 10}
	// Patient is for uploads, which keep what has come when they are cut.
	Patient = Pace{Total: 30 * time.Minute, Stall: 30 * time.Second, Grace: time.Minute, Rate: 512}
)

// left is how long the next piece may take after n bytes and so much waiting.
func (p Pace) left(n int64, waited time.Duration) time.Duration {
	earned := p.Grace + time.Duration(float64(n)/float64(p.Rate)*float64(time.Second))
	return min(p.Stall, p.Total-waited, earned-waited)
}

// Line is the connection a body comes by.
type Line interface{ SetReadDeadline(time.Time) error }

// Inbound bounds a request's body in bytes and time.
type Inbound struct {
	r         io.Reader
	line      Line
	pace      Pace
	left      int64
	unbounded bool
	ended     bool
	read      int64
	waited    time.Duration
}

// NewInbound reads r, which may be nil, up to most bytes; below zero all of it.
func NewInbound(r io.Reader, line Line, most int64, p Pace) *Inbound {
	return &Inbound{r: r, line: line, pace: p, left: most, unbounded: most < 0, ended: r == nil}
}

// Read answers TooLarge "body.too_large" past the bound, Invalid
// "body.too_slow" past the pace and Invalid "body.cut" when the line was cut.
func (b *Inbound) Read(p []byte) (int, error) {
	if b.ended {
		return 0, io.EOF
	}
	full := !b.unbounded && b.left <= 0
	switch {
	case full:
		p = make([]byte, 1) // one byte more is one too many
	case !b.unbounded && int64(len(p)) > b.left:
		p = p[:b.left]
	}
	n, err := b.await(p)
	if full && n > 0 {
		return 0, fault.New(fault.TooLarge, "body.too_large")
	}
	b.left -= int64(n)
	return n, err
}

// await reads a piece while the pace allows.
func (b *Inbound) await(p []byte) (int, error) {
	left := b.pace.left(b.read, b.waited)
	if left <= 0 {
		return 0, fault.New(fault.Invalid, "body.too_slow")
	}
	began := time.Now()
	_ = b.line.SetReadDeadline(began.Add(left)) // a dead connection shows on Read
	n, err := b.r.Read(p)
	b.read += int64(n)
	b.waited += time.Since(began)
	switch {
	case err == nil:
		return n, nil
	case errors.Is(err, io.EOF):
		b.ended = true
		return n, io.EOF
	case errors.Is(err, os.ErrDeadlineExceeded):
		return n, fault.New(fault.Invalid, "body.too_slow", fault.Cause(err))
	}
	return n, fault.New(fault.Invalid, "body.cut", fault.Cause(err))
}

// rest is how much of a refused body is still read and restFor for how long,
// so that who sent a little too much hears why instead of a broken line.
const (
	rest    = 2 << 20
	restFor = 5 * time.Second
)

// Drain reads a short rest and reports whether the line is free for the next
// request: what is left unread would be taken for it.
func (b *Inbound) Drain() bool {
	if b.ended {
		return true
	}
	_ = b.line.SetReadDeadline(time.Now().Add(restFor))
	n, err := io.CopyN(io.Discard, b.r, rest)
	return n < rest && errors.Is(err, io.EOF)
}

package upload

import (
	"context"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/doanket/doanket/core/fault"
)

// segment is the step in which buffers grow: a phone on a weak line that has
// sent 1 MiB holds 1 MiB, not a whole part.
const segment = 256 << 10

// patience is how long an upload waits for memory before it puts down what it
// has and asks the client to come back.
const patience = 3 * time.Second

// errCrowded ends a fill when no memory came free in time.
var errCrowded = errors.New("no memory for another segment")

// pool lends segments, never more than its bound at once.
type pool struct {
	bound *semaphore.Weighted
	free  sync.Pool
}

func newPool(bytes int64) *pool {
	return &pool{
		bound: semaphore.NewWeighted(max(bytes/segment, 1)),
		free:  sync.Pool{New: func() any { return new([segment]byte) }},
	}
}

func (p *pool) take(ctx context.Context) (*[segment]byte, error) {
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := p.bound.Acquire(wait, 1); err != nil {
		return nil, errCrowded
	}
	return p.free.Get().(*[segment]byte), nil
}

func (p *pool) give(s *[segment]byte) {
	p.free.Put(s)
	p.bound.Release(1)
}

// buffer holds up to one part in segments.
type buffer struct {
	pool *pool
	segs []*[segment]byte
	size int64
	sum  hash.Hash // of what it holds, where asked for: then no part waits for its own hash
}

// fill reads until the buffer holds limit bytes, r ends or fails; each byte
// also goes into the hashes. beat is called as bytes come in.
func (b *buffer) fill(ctx context.Context, r io.Reader, limit int64, beat func(), sums ...hash.Hash) error {
	for b.size < limit {
		at := int(b.size % segment)
		if at == 0 && b.size/segment == int64(len(b.segs)) {
			s, err := b.pool.take(ctx)
			if err != nil {
				return err
			}
			b.segs = append(b.segs, s)
		}
		end := min(int64(segment), int64(at)+limit-b.size)
		n, err := r.Read(b.segs[b.size/segment][at:end])
		if n > 0 {
			for _, h := range sums {
				h.Write(b.segs[b.size/segment][at : at+n])
			}
			if b.sum != nil {
				b.sum.Write(b.segs[b.size/segment][at : at+n])
			}
			b.size += int64(n)
			beat()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// head is the first n bytes, or fewer.
func (b *buffer) head(n int) []byte {
	if len(b.segs) == 0 {
		return nil
	}
	return b.segs[0][:min(int64(n), b.size)]
}

// reader reads the buffer from its start; it can seek, so that a lost
// connection to the store is tried again.
func (b *buffer) reader() *io.SectionReader { return io.NewSectionReader(b, 0, b.size) }

// ReadAt is for the reader and for archives.
func (b *buffer) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	for n < len(p) && off < b.size {
		at := int(off % segment)
		end := min(int64(segment), int64(at)+b.size-off)
		c := copy(p[n:], b.segs[off/segment][at:end])
		n, off = n+c, off+int64(c)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// sha256 is the hex SHA-256 of what it holds.
func (b *buffer) sha256() string {
	if b.sum == nil {
		return hexSum(b.reader())
	}
	return hex.EncodeToString(b.sum.Sum(nil))
}

// drop gives the memory back.
func (b *buffer) drop() {
	for _, s := range b.segs {
		b.pool.give(s)
	}
	b.segs, b.size = nil, 0
}

// crowded is what the client hears when memory was short; what had arrived is
// kept and the offset says so.
func crowded() error {
	return fault.New(fault.Unavailable, "upload.busy", fault.Retry(patience))
}

package upload

import (
	"context"
	"io"

	"github.com/doanket/doanket/core/blob"
)

// block is how much remote fetches at a time: an archive's list of contents is
// read in small steps, and each would be a request.
const block = 1 << 20

// remote reads a stored object at any place, keeping the last blocks.
type remote struct {
	ctx                  context.Context // of the one check it serves
	store                *blob.Store
	bucket, key, version string
	blocks               [4][]byte
	starts               [4]int64
	next                 int
}

// ReadAt is io.ReaderAt; not for several goroutines.
func (r *remote) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	for n < len(p) {
		start := (off + int64(n)) / block * block
		body, err := r.block(start)
		if err != nil {
			return n, err
		}
		at := off + int64(n) - start
		if at >= int64(len(body)) {
			return n, io.EOF
		}
		n += copy(p[n:], body[at:])
	}
	return n, nil
}

func (r *remote) block(start int64) ([]byte, error) {
	for i, s := range r.starts {
		if s == start && r.blocks[i] != nil {
			return r.blocks[i], nil
		}
	}
	body, _, err := r.store.Get(r.ctx, r.bucket, r.key, r.version, start, block)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	got, err := io.ReadAll(body)
	if err != nil {
		return nil, err
	}
	i := r.next % len(r.blocks)
	r.next++
	r.blocks[i], r.starts[i] = got, start
	return got, nil
}

package archive

import (
	"archive/zip"
	"errors"
	"io"
)

// ListLimit bounds what is read of an archive to know what is in it, the search for
// its end included: some nine thousand entries of ordinary names. An Office file has
// tens.
const ListLimit = 1<<20 + endSearch

// endSearch is what the reader of archives looks through for their end.
const endSearch = 128 << 10

// ErrCostly says that an archive asks for more than looking into it may cost.
var ErrCostly = errors.New("costs too much to look into")

// frugal reads no more than left.
type frugal struct {
	r    io.ReaderAt
	left int64
}

// ReadAt is io.ReaderAt; not for several goroutines.
func (f *frugal) ReadAt(p []byte, off int64) (int, error) {
	if f.left -= int64(len(p)); f.left < 0 {
		return 0, ErrCostly
	}
	return f.r.ReadAt(p, off)
}

// Open reads the list of an archive, whatever number of entries its end claims, and
// leaves the reader room for so many bytes of its parts, as they are packed. Error:
// ErrCostly, or of the archive.
func Open(r io.ReaderAt, size, parts int64) (*zip.Reader, error) {
	f := &frugal{r, ListLimit}
	list, err := zip.NewReader(f, size)
	if f.left < 0 { // the reader of archives takes it for their end
		return nil, ErrCostly
	}
	f.left = parts
	return list, err
}

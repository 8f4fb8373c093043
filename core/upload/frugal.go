package upload

import (
	"archive/zip"
	"errors"
	"io"
)

const (
	// listLimit bounds what is read of an archive to know what is in it: some
	// nine thousand entries of ordinary names. An Office file has tens.
	listLimit = 1 << 20
	// endSearch is what the reader of archives looks through for their end.
	endSearch = 128 << 10
)

// errCostly says that an archive asks for more than looking into it may cost.
var errCostly = errors.New("costs too much to look into")

// frugal reads no more than left.
type frugal struct {
	r    io.ReaderAt
	left int64
}

// ReadAt is io.ReaderAt; not for several goroutines.
func (f *frugal) ReadAt(p []byte, off int64) (int, error) {
	if f.left -= int64(len(p)); f.left < 0 {
		return 0, errCostly
	}
	return f.r.ReadAt(p, off)
}

// openArchive reads the list of an archive, whatever number of entries its end
// claims, and leaves the reader room for one part of typesLimit.
func openArchive(r io.ReaderAt, size int64) (*zip.Reader, error) {
	f := &frugal{r, listLimit + endSearch}
	archive, err := zip.NewReader(f, size)
	if f.left < 0 { // the reader of archives takes it for their end
		return nil, errCostly
	}
	f.left = 2 * typesLimit
	return archive, err
}

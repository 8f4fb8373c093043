package grid

import (
	"io"
	"os"

	"github.com/doanket/doanket/core/fault"
)

// Formats of files.
const (
	XLSX = "xlsx"
	CSV  = "csv"
)

var mimes = map[string]string{XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", CSV: "text/csv; charset=utf-8"}

// File is a written file on its way out; Close removes it from the disk.
type File struct {
	Format string
	Mime   string
	Size   int64
	disk   *os.File
}

// Read passes on what was written.
func (f *File) Read(p []byte) (int, error) { return f.disk.Read(p) }

// Close removes the file.
func (f *File) Close() error { return discard(f.disk) }

// Spool lets write fill a file and gives it from its beginning. It is whole before
// a byte goes out, so that what fails while it is written is told as a fault, not as
// a file that ends early.
func Spool(format string, write func(w io.Writer) error) (*File, error) {
	disk, err := os.CreateTemp("", "doanket-sheet-")
	if err != nil {
		return nil, fault.New(fault.Unavailable, "storage_unavailable", fault.Cause(err))
	}
	f := &File{Format: format, Mime: mimes[format], disk: disk}
	if err = write(disk); err == nil {
		if f.Size, err = disk.Seek(0, io.SeekCurrent); err == nil {
			_, err = disk.Seek(0, io.SeekStart)
		}
	}
	if err != nil {
		_ = discard(disk)
		return nil, err
	}
	return f, nil
}

func discard(f *os.File) error {
	err := f.Close()
	if gone := os.Remove(f.Name()); err == nil {
		err = gone
	}
	return err
}

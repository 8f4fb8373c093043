package archive

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
)

// Format is written into every head; a reader refuses another.
const Format = 1

// The parts of an archive, in this order.
const (
	headName      = "backup.json"
	databaseName  = "database.jsonl"
	documentsName = "documents/"
	endName       = "end.json"
)

// Writer writes an archive, part by part in the order of its methods.
type Writer struct {
	packed *gzip.Writer
	tar    *tar.Writer
}

// NewWriter begins an archive; Close completes it.
func NewWriter(w io.Writer) *Writer {
	packed := gzip.NewWriter(w)
	return &Writer{packed, tar.NewWriter(packed)}
}

// Head writes what the archive holds; its JSON must say "format".
func (w *Writer) Head(head any) error { return w.json(headName, head) }

// Database writes the size bytes of the database's dump.
func (w *Writer) Database(size int64, dump io.Reader) error {
	return w.part(databaseName, size, dump)
}

// Document writes the bytes of one document.
func (w *Writer) Document(sha256 string, size int64, body io.Reader) error {
	return w.part(documentsName+sha256, size, body)
}

// End writes the head again, with the counts.
func (w *Writer) End(end any) error { return w.json(endName, end) }

// Close ends the file; the writer below stays open.
func (w *Writer) Close() error { return errors.Join(w.tar.Close(), w.packed.Close()) }

func (w *Writer) json(name string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if err := w.tar.WriteHeader(&tar.Header{Name: name, Size: int64(len(raw)), Mode: 0o600}); err != nil {
		return err
	}
	_, err = w.tar.Write(raw)
	return err
}

func (w *Writer) part(name string, size int64, r io.Reader) error {
	if err := w.tar.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600}); err != nil {
		return err
	}
	_, err := io.Copy(w.tar, r)
	return err
}

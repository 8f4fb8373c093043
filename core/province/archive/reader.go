package archive

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/doanket/doanket/core/fault"
)

// maxHead bounds head and end: settings and own fields of one province.
const maxHead = 16 << 20

// Reader reads an archive, part by part in the order of its methods. Whatever
// does not stand where it should is Invalid "backup_malformed".
type Reader struct {
	packed *gzip.Reader
	tar    *tar.Reader
}

// NewReader begins to read an archive.
func NewReader(r io.Reader) (*Reader, error) {
	packed, err := gzip.NewReader(r)
	if err != nil {
		return nil, Malformed(err)
	}
	return &Reader{packed, tar.NewReader(packed)}, nil
}

// Head reads what the archive says it holds.
func (r *Reader) Head(into any) error {
	if err := r.next(headName); err != nil {
		return err
	}
	return r.json(into)
}

// Database is the dump of the database, good until the next part is asked for.
func (r *Reader) Database() (io.Reader, error) { return r.tar, r.next(databaseName) }

// Documents hands on every document with the hash it is said to have and counts
// them; then it stands at the end. take may leave bytes unread.
func (r *Reader) Documents(take func(sha256 string, size int64, body io.Reader) error) (int, error) {
	for count := 0; ; count++ {
		h, err := r.tar.Next()
		if err != nil {
			return count, Malformed(err)
		}
		if h.Name == endName {
			return count, nil
		}
		sum, ok := strings.CutPrefix(h.Name, documentsName)
		if !ok {
			return count, Malformed(nil)
		}
		if err := take(sum, h.Size, r.tar); err != nil {
			return count, err
		}
	}
}

// End reads what the archive's end says, and proves that nothing follows and
// that the whole file is as it was written.
func (r *Reader) End(into any) error {
	if err := r.json(into); err != nil {
		return err
	}
	if _, err := r.tar.Next(); !errors.Is(err, io.EOF) {
		return Malformed(err)
	}
	if _, err := io.Copy(io.Discard, r.packed); err != nil { // to the checksum at the very end
		return Malformed(err)
	}
	return nil
}

func (r *Reader) json(into any) error {
	raw, err := io.ReadAll(io.LimitReader(r.tar, maxHead))
	if err != nil {
		return Malformed(err)
	}
	var said struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(raw, &said); err != nil || said.Format != Format {
		return Malformed(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return Malformed(err)
	}
	return nil
}

func (r *Reader) next(name string) error {
	h, err := r.tar.Next()
	if err != nil || h.Name != name {
		return Malformed(err)
	}
	return nil
}

// Malformed refuses an archive: Invalid "backup_malformed".
func Malformed(cause error) error {
	if errors.Is(cause, io.EOF) {
		cause = io.ErrUnexpectedEOF
	}
	return fault.New(fault.Invalid, "backup_malformed", fault.Cause(cause))
}

package archive

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/fault"
)

// contents is what an archive of this test holds.
type contents struct {
	Format    int    `json:"format"`
	Tenant    string `json:"tenant"`
	Documents int    `json:"documents"`

	dump  string
	files map[string]string
}

func (c contents) write(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	w := NewWriter(&out)
	err := errors.Join(w.Head(c), w.Database(int64(len(c.dump)), strings.NewReader(c.dump)))
	for _, sum := range slices.Sorted(maps.Keys(c.files)) {
		err = errors.Join(err, w.Document(sum, int64(len(c.files[sum])), strings.NewReader(c.files[sum])))
	}
	if err := errors.Join(err, w.End(c), w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func read(raw []byte) (c contents, count int, err error) {
	r, err := NewReader(bytes.NewReader(raw))
	if err != nil {
		return c, 0, err
	}
	if err := r.Head(&c); err != nil {
		return c, 0, err
	}
	part, err := r.Database()
	if err != nil {
		return c, 0, err
	}
	dump, err := io.ReadAll(part)
	if err != nil {
		return c, 0, Malformed(err)
	}
	c.dump, c.files = string(dump), map[string]string{}
	count, err = r.Documents(func(sum string, size int64, body io.Reader) error {
		raw, err := io.ReadAll(body)
		if err != nil || int64(len(raw)) != size {
			return Malformed(err)
		}
		c.files[sum] = string(raw)
		return nil
	})
	if err != nil {
		return c, count, err
	}
	return c, count, r.End(&c)
}

// FuzzArchive gives the reader an archive with one part exchanged, cut at some
// byte: it is refused as malformed, or what was read is written and read again
// the same.
func FuzzArchive(f *testing.F) {
	whole := contents{Format: Format, Tenant: "an", Documents: 2, dump: "{\"format\":1}\n{\"tables\":0}\n", files: map[string]string{"aa": "một", "bb": ""}}
	raw := whole.write(f)
	if got, count, err := read(raw); err != nil || count != 2 || got.dump != whole.dump || !maps.Equal(got.files, whole.files) {
		f.Fatalf("%+v, %d, %v", got, count, err)
	}
	for part, name := range []string{headName, databaseName, documentsName + "aa", documentsName + "bb", endName} {
		f.Add(part, name, []byte(`{"format":1}`), 0)
		f.Add(part, "../"+name, []byte(`{"format":2}`), 9)
		f.Add(part, endName, []byte("{"), 1)
		f.Add(part, "/", []byte("0"), 40)
	}
	f.Fuzz(func(t *testing.T, part int, name string, body []byte, cut int) {
		given := exchanged(t, raw, part, name, body)
		given = given[:len(given)-int(uint(cut)%uint(len(given)))]
		got, count, err := read(given)
		if err != nil {
			if !fault.HasCode(err, "backup_malformed") {
				t.Errorf("refused as %v", err)
			}
			return
		}
		if count < len(got.files) {
			t.Errorf("%d documents counted, %d read", count, len(got.files))
		}
		if again, _, err := read(got.write(t)); err != nil || again.Tenant != got.Tenant || again.dump != got.dump || !maps.Equal(again.files, got.files) {
			t.Errorf("%+v, written and read again %+v, %v", got, again, err)
		}
	})
}

// exchanged is an archive one part of which is called and holds something else.
func exchanged(t testing.TB, raw []byte, part int, name string, body []byte) []byte {
	t.Helper()
	packed, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	to, from := tar.NewWriter(zip), tar.NewReader(packed)
	for at := 0; ; at++ {
		h, err := from.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		kept, errRead := io.ReadAll(from)
		if err := errors.Join(err, errRead); err != nil {
			t.Fatal(err)
		}
		if at == part && !strings.ContainsRune(name, 0) {
			h.Name, kept = name, body
		}
		if strings.HasSuffix(h.Name, "/") {
			kept = nil // a folder
		}
		if err := to.WriteHeader(&tar.Header{Name: h.Name, Size: int64(len(kept)), Mode: 0o600}); err != nil {
			t.Skip(err) // a name no tar can hold
		}
		if _, err := to.Write(kept); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(to.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

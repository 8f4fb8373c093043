package upload

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/upload/archive"
)

// counted counts what is read of it.
type counted struct {
	r    io.ReaderAt
	read int
}

func (c *counted) ReadAt(p []byte, off int64) (int, error) {
	c.read += len(p)
	return c.r.ReadAt(p, off)
}

// packed makes an archive.
func packed(t *testing.T, parts func(add func(name string, body []byte))) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	parts(func(name string, body []byte) {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(body); err != nil {
			t.Fatal(err)
		}
	})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestCostlyArchivesAreNotLookedInto: a bomb of 500 KB, the same part named over
// and over and a list of sixty thousand entries are refused, and no more is read
// of them than the bounds.
func TestCostlyArchivesAreNotLookedInto(t *testing.T) {
	t.Parallel()
	const types = "[Content_Types].xml"
	for name, body := range map[string][]byte{
		"bomb": packed(t, func(add func(string, []byte)) { add(types, make([]byte, 500<<20)) }),
		"the same part over and over": packed(t, func(add func(string, []byte)) {
			for range 500 {
				add(types, make([]byte, typesLimit))
			}
		}),
		"a long list": packed(t, func(add func(string, []byte)) {
			for i := range 60_000 {
				add(fmt.Sprint(i), nil)
			}
		}),
	} {
		for _, ext := range []string{"docx", "xlsx", "zip"} {
			if ext == "zip" && name != "a long list" {
				continue // of a zip only the list is read
			}
			f, _ := byExtension(ext)
			c := &counted{r: bytes.NewReader(body)}
			if err := look("a."+ext, f, c, int64(len(body))); !fault.HasCode(err, "archive_too_costly") {
				t.Errorf("%s as %s of %d bytes: %v", name, ext, len(body), err)
			}
			if most := archive.ListLimit + 3*typesLimit; c.read > most {
				t.Errorf("%s as %s: %d bytes are read, want %d at most", name, ext, c.read, most)
			}
		}
	}
}

package reading_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/programme/reading"
)

// TestAFileThatCostsIsRefused: a list of many entries, and a text of many
// elements that says nothing. Each is small where it is sent.
func TestAFileThatCostsIsRefused(t *testing.T) {
	t.Parallel()
	for name, fill := range map[string]func(z *zip.Writer){
		"entries": func(z *zip.Writer) {
			for n := range 60_000 {
				entry(t, z, fmt.Sprintf("word/%d.xml", n), "")
			}
		},
		"elements": func(z *zip.Writer) { entry(t, z, "word/document.xml", "<d>"+strings.Repeat("<t/>", 1<<20)+"</d>") },
		"unpacked": func(z *zip.Writer) { entry(t, z, "word/document.xml", "<d>"+strings.Repeat(" ", 17<<20)+"</d>") },
	} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		if name == "entries" {
			entry(t, z, "word/document.xml", "<d><p><t>Nghị quyết</t></p></d>")
		}
		fill(z)
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if b.Len() > reading.MaxFile {
			t.Fatalf("%s: %d bytes are refused for their size alone", name, b.Len())
		}
		if _, err := reading.Text(b.Bytes()); !fault.HasCode(err, "resolution_unreadable") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func entry(t *testing.T, z *zip.Writer, name, body string) {
	t.Helper()
	w, err := z.Create(name)
	if err == nil {
		_, err = io.WriteString(w, body)
	}
	if err != nil {
		t.Fatal(err)
	}
}

package main_test

import (
	"archive/zip"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestFilesAreReadApart: the built server begins itself for papers and for sheets, and
// what would cost too much is refused.
func TestFilesAreReadApart(t *testing.T) {
	t.Parallel()
	p := newBareProduct(t)
	paper := func(name, inside string) string {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		w, err := z.Create("word/document.xml")
		if err == nil {
			_, err = w.Write([]byte(inside))
		}
		if err == nil {
			err = z.Close()
		}
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	said := p.run("programme", "read", "--json", paper("good.docx", "<d><p><t>I. NHIỆM VỤ</t></p><p><t>1. Vận động Nhân dân</t></p></d>"))
	if !strings.Contains(said, "Vận động Nhân dân") {
		t.Errorf("a resolution is read as %s", said)
	}
	bomb := exec.CommandContext(t.Context(), p.binary, "programme", "read", paper("bomb.docx", "<d>"+strings.Repeat("<x/>\n", 8<<20)+"</d>"))
	bomb.Env = p.env()
	if out, err := bomb.CombinedOutput(); err == nil || !strings.Contains(string(out), "resolution_unreadable") && !strings.Contains(string(out), "Tệp") {
		t.Errorf("a bomb is read: %v, %s", err, out)
	}
	sheet := exec.CommandContext(t.Context(), p.binary, "read-file", "268435456", "10", "0", "sheet", "csv")
	file := filepath.Join(t.TempDir(), "sheet")
	if err := os.WriteFile(file, []byte("Tên,Số\nMột,1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	sheet.Stdin = in
	if out, err := sheet.Output(); err != nil || string(out) != "{}\n{\"r\":[\"Tên\",\"Số\"]}\n{\"r\":[\"Một\",\"1\"]}\n{\"e\":\"wholly\"}\n" {
		t.Errorf("%v, %q", err, out)
	}
}

package resolution_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/programme/reading"
	"github.com/doanket/doanket/core/search/extract"
	"github.com/doanket/doanket/core/web/resolution"
)

// TestAResolutionInAPDF: its paragraphs come out as of plain text; a scan, bytes that are
// none and a machine without the program are each told apart.
func TestAResolutionInAPDF(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	program := func(name, body string) *extract.Reader {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil { //nolint:gosec // a program is executable
			t.Fatal(err)
		}
		return extract.New(extract.Programs{PDFText: path})
	}
	says := program("says", `printf 'NGHỊ QUYẾT\n\n   I. NHIỆM VỤ\n\n   1. Tuyên truyền\n\n   Vận động Nhân dân; giám sát\n   việc thực hiện.\n'`)
	text, err := resolution.Text(t.Context(), says, []byte("%PDF-1.7"))
	if err != nil {
		t.Fatal(err)
	}
	if r := reading.Parse(text); len(r.Clauses) != 2 || r.Clauses[0].Text != "Vận động Nhân dân" || r.Clauses[1].Text != "Giám sát việc thực hiện" {
		t.Errorf("read as %+v", r.Clauses)
	}
	for code, reader := range map[string]*extract.Reader{"resolution_scanned": program("silent", "true"), "resolution_unreadable": program("fails", "exit 3"),
		"pdf_unread": extract.New(extract.Programs{})} {
		if _, err := resolution.Text(t.Context(), reader, []byte("%PDF-1.7")); !fault.HasCode(err, code) {
			t.Errorf("%v, want %s", err, code)
		}
	}
	if text, err := resolution.Text(t.Context(), nil, []byte("I. NHIỆM VỤ")); err != nil || text != "I. NHIỆM VỤ" {
		t.Errorf("plain text: %q, %v", text, err)
	}
}

// TestThePDFProgramThereIs reads a real PDF by the real program.
func TestThePDFProgramThereIs(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed")
	}
	text, err := resolution.Text(t.Context(), extract.New(extract.Programs{PDFText: "pdftotext"}), []byte(coretest.PDF("Nghi quyet so 01")))
	if err != nil || strings.TrimSpace(text) != "Nghi quyet so 01" {
		t.Fatalf("%q, %v", text, err)
	}
}

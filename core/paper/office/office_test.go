//go:build unix

package office_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/paper"
	"github.com/doanket/doanket/core/paper/office"
)

func TestWithoutLibreOffice(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"", "no-such-office"} {
		o := office.New(program)
		if _, err := o.PDF(t.Context(), nil, "docx"); o.Found() || fault.Of(err).Code != "office.absent" {
			t.Errorf("with %q: %v", program, err)
		}
	}
}

// script is a program in place of the office.
func script(t *testing.T, lines string) *office.Office {
	t.Helper()
	name := filepath.Join(t.TempDir(), "soffice")
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+lines), 0o700); err != nil {
		t.Fatal(err)
	}
	return office.New(name)
}

func TestAnOfficeThatHangs(t *testing.T) {
	t.Parallel()
	o := script(t, "sleep 600 & wait\n")
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	ended := make(chan string, 2)
	for range 2 { // one at a time: the second waits for the first
		go func() {
			_, err := o.PDF(ctx, []byte("x"), "docx")
			ended <- fault.Of(err).Code
		}()
	}
	for range 2 {
		select {
		case code := <-ended:
			if code != "office.busy" {
				t.Errorf("it ends with %q", code)
			}
		case <-time.After(20 * time.Second):
			t.Fatal("20 s after its time it has not ended")
		}
	}
}

func TestAnOfficeThatFails(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string]string{"that says so": "echo no fonts >&2; exit 3\n", "that makes nothing": "exit 0\n"} {
		if _, err := script(t, lines).PDF(t.Context(), []byte("x"), "docx"); err == nil || fault.Of(err).Kind != fault.Internal {
			t.Errorf("an office %s: %v", name, err)
		}
	}
}

func TestLibreOfficeMakesAPDF(t *testing.T) {
	t.Parallel()
	o := office.New("soffice")
	if !o.Found() {
		t.Skip("soffice is not installed: no PDF is made")
	}
	docx, err := paper.DOCX(paper.Paper{Body: []paper.Block{paper.Sentence{{Text: "Báo cáo"}}}})
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := o.PDF(t.Context(), docx, "docx")
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Errorf("the PDF begins with %.20q: %v", pdf, err)
	}
}

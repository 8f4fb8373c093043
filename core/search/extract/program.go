package extract

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/doanket/doanket/core/upload/child"
)

// Programs are those that read what the core does not, each a path or a name.
type Programs struct {
	PDFText   string // poppler's pdftotext
	PDFPages  string // poppler's pdftoppm, which makes pictures of a scan's pages
	Tesseract string
	Apart     child.Command // this program, which reads Office files in a process of their own
}

// Bounds of the programs. Memory is of addresses, as a shell's ulimit counts it.
const (
	pdfPages   = 300
	scanPages  = 10
	scanWithin = 2 * time.Minute
	memory     = 1 << 30
	pageBytes  = 32 << 20 // of the picture of a page
	grace      = 2 * time.Second
)

// pictures are the types tesseract reads.
var pictures = []string{"jpg", "png", "webp"}

// programs are those that are there.
type programs struct {
	pdfText, pdfPages, tesseract string
	shell                        string
	seat                         chan struct{} // a scan fills a core: one at a time
}

func (p Programs) found() programs {
	look := func(name string) string {
		path, err := exec.LookPath(name)
		if err != nil {
			return ""
		}
		return path
	}
	out := programs{look(p.PDFText), look(p.PDFPages), look(p.Tesseract), look("sh"), make(chan struct{}, 1)}
	if out.shell == "" { // nothing bounds them
		return programs{}
	}
	return out
}

// pdf reads the text of a PDF, and where there is none of the pictures of its pages.
func (r *Reader) pdf(ctx context.Context, file *os.File) (string, State, error) {
	if r.pdfText == "" {
		return "", NoProgram, nil
	}
	body, state, err := r.say(ctx, within, r.pdfText, "-q", "-enc", "UTF-8", "-nopgbrk", "-l", strconv.Itoa(pdfPages), file.Name(), "-")
	if err != nil || state != Empty || r.tesseract == "" || r.pdfPages == "" {
		return body, state, err
	}
	return r.scan(ctx, file)
}

// scan reads the pictures of a PDF's first pages.
func (r *Reader) scan(ctx context.Context, file *os.File) (body string, state State, err error) {
	ctx, leave, err := r.sit(ctx)
	if err != nil {
		return "", "", err
	}
	defer leave()
	dir, err := os.MkdirTemp("", "doanket-scan-")
	if err != nil {
		return "", "", fmt.Errorf("read a scan: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	_, state, err = r.say(ctx, scanWithin, r.pdfPages, "-q", "-gray", "-r", "200", "-scale-to", "3000", "-l", strconv.Itoa(scanPages), file.Name(), filepath.Join(dir, "page"))
	if err != nil || state != Empty {
		return "", state, err
	}
	pages, err := filepath.Glob(filepath.Join(dir, "page*"))
	if err != nil {
		return "", "", err
	}
	slices.Sort(pages)
	for _, page := range pages {
		said, _, err := r.say(ctx, scanWithin, r.tesseract, page, "stdout", "-l", "vie+eng")
		if err != nil {
			return "", "", err
		}
		if body += said + "\n"; len(body) > MaxText {
			break
		}
	}
	body, state = settle(body[:min(len(body), MaxText)], nil)
	return body, state, nil
}

// picture reads a photographed page.
func (r *Reader) picture(ctx context.Context, file *os.File) (string, State, error) {
	if r.tesseract == "" {
		return "", NoProgram, nil
	}
	ctx, leave, err := r.sit(ctx)
	if err != nil {
		return "", "", err
	}
	defer leave()
	return r.say(ctx, scanWithin, r.tesseract, file.Name(), "stdout", "-l", "vie+eng")
}

// sit waits for the one seat and begins the time of a scan.
func (r *Reader) sit(ctx context.Context) (context.Context, func(), error) {
	select {
	case r.seat <- struct{}{}:
		limited, cancel := context.WithTimeout(ctx, scanWithin)
		return limited, func() { cancel(); <-r.seat }, nil
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

// say is the output of a program as it is kept.
func (r *Reader) say(ctx context.Context, atMost time.Duration, program string, args ...string) (string, State, error) {
	body, state, err := r.output(ctx, atMost, program, args...)
	if err == nil && state == Read {
		body, state = settle(body, nil)
	}
	return body, state, err
}

// output runs a program to its end, bounded in time, memory, files and what it says, with
// nothing of our environment. What it could not read is the file's fault.
func (r *Reader) output(ctx context.Context, atMost time.Duration, program string, args ...string) (string, State, error) {
	limited, cancel := context.WithTimeout(ctx, atMost)
	defer cancel()
	bounds := fmt.Sprintf("ulimit -v %d && ulimit -t %d && ulimit -f %d && ulimit -c 0 && exec \"$@\"", memory>>10, int(atMost/time.Second), pageBytes/512)
	c := exec.CommandContext(limited, r.shell, append([]string{"-c", bounds, "sh", program}, args...)...)
	c.Env, c.Dir, c.WaitDelay = []string{"LANG=C.UTF-8", "OMP_THREAD_LIMIT=1"}, os.TempDir(), grace
	var out gathered
	c.Stdout = writer{&out}
	err := c.Run()
	switch {
	case ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded):
		return "", "", ctx.Err()
	case limited.Err() != nil:
		return "", TooCostly, nil
	case err != nil && out.Len() < MaxText:
		return "", Unreadable, nil
	}
	return out.String(), Read, nil
}

// writer keeps what fits and then refuses, so that the program ends.
type writer struct{ out *gathered }

// Write is io.Writer.
func (w writer) Write(p []byte) (int, error) {
	if w.out.add(string(p)) != nil {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

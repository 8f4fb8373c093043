package office

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/doanket/doanket/core/fault"
)

// Bounds of one PDF.
const (
	longest  = 25 * time.Second // a request for one ends after 30
	grace    = 2 * time.Second  // for its output, once it is killed
	largest  = 64 << 20         // bytes
	tryAgain = 10 * time.Second
)

// Office runs one LibreOffice at a time: one fills a core.
type Office struct {
	program string
	seat    chan struct{}
}

// New finds the program, a path or a name; without it, or with "", no PDF is made.
func New(program string) *Office {
	path, err := exec.LookPath(program)
	if err != nil {
		path = ""
	}
	return &Office{path, make(chan struct{}, 1)}
}

// Found reports whether there is a LibreOffice.
func (o *Office) Found() bool { return o.program != "" }

// PDF makes one of a file of the type its extension says ("docx", "xlsx"). Faults:
// Unavailable office.absent without LibreOffice, office.busy when it takes too long
// or others are waited for; Internal.
func (o *Office) PDF(ctx context.Context, file []byte, extension string) ([]byte, error) {
	if !o.Found() {
		return nil, fault.New(fault.Unavailable, "office.absent")
	}
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	busy := fault.New(fault.Unavailable, "office.busy", fault.Retry(tryAgain))
	select {
	case o.seat <- struct{}{}:
		defer func() { <-o.seat }()
	case <-ctx.Done():
		return nil, busy
	}
	pdf, err := o.convert(ctx, file, extension)
	if err != nil && ctx.Err() != nil {
		return nil, busy
	}
	return pdf, err
}

// convert runs the program in a folder that is its home as well, and goes with it.
func (o *Office) convert(ctx context.Context, file []byte, extension string) (pdf []byte, err error) {
	dir, err := os.MkdirTemp("", "doanket-office-")
	if err != nil {
		return nil, fmt.Errorf("make a PDF: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	in := filepath.Join(dir, "paper."+extension)
	if err := os.WriteFile(in, file, 0o600); err != nil {
		return nil, fmt.Errorf("make a PDF: %w", err)
	}
	c := exec.CommandContext(ctx, o.program, "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(dir, "profile")), "--headless", "--norestore", "--convert-to", "pdf", "--outdir", dir, in)
	c.Dir, c.WaitDelay = dir, grace
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "LANG=C.UTF-8"}
	together(c)
	said, err := c.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("make a PDF: %w: %.500s", err, said)
	}
	out := filepath.Join(dir, "paper.pdf")
	info, err := os.Stat(out)
	switch {
	case err != nil:
		return nil, fmt.Errorf("make a PDF: %w: %.500s", err, said)
	case info.Size() > largest:
		return nil, fmt.Errorf("make a PDF: it has %d bytes", info.Size())
	}
	return os.ReadFile(out)
}

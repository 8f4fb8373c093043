package upload_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/blob/embedded"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/evidence"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/upload"
)

const serverFolder = "FILE_TEST_STORE"

// TestMain makes the test binary an S3 server when a test asks for one on a
// folder of its own; one process can hold only one.
func TestMain(m *testing.M) {
	dir := os.Getenv(serverFolder)
	if dir == "" {
		os.Exit(m.Run())
	}
	g, err := embedded.Start(context.Background(), dir)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(blob.Options{Endpoint: g.Endpoint, Access: g.Access, Secret: g.Secret, Region: g.Region})
	}
	if err != nil {
		log.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, os.Stdin) // until the parent has gone
}

// serve runs the embedded server on the folder in another process.
func serve(t *testing.T, dir string) blob.Options {
	t.Helper()
	server := exec.Command(os.Args[0])
	server.Env = append(os.Environ(), serverFolder+"="+dir)
	stdin, err := server.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = stdin.Close()
		_ = wait.Exit(t, "the store's process to end", server)
	})
	var options blob.Options
	line := wait.Line(t, "where the store listens", stdout)
	if err := json.Unmarshal([]byte(line), &options); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return options
}

// TestDiskFull fills the store's disk, a small one of its own: uploads say so
// and when to come back, nothing is half-written, what was there is read, and
// with space again the same upload goes on.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=48m,mode=0700"); err != nil {
		t.Skipf("no small disk can be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	store := serve(t, filepath.Join(dir, "store"))
	h := evidence.New(t, coretest.Options{Shape: func(o *installation.Options) {
		store.Prefix = o.S3.Prefix
		o.S3 = store
	}})
	rec, body := evidence.Visit(t, h.Rig), evidence.Paper(17*evidence.MiB)
	before, err := evidence.Bring(h.Rig, rec, "report", "trước.pdf", evidence.Paper(evidence.MiB))
	if err != nil {
		t.Fatal(err)
	}
	u := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "a.pdf", Size: int64(len(body))})
	at := evidence.Send(t, h.Rig, u.ID, 0, body[:100_000])

	ballast := filepath.Join(dir, "ballast")
	fill(t, ballast)
	_, err = evidence.Bring(h.Rig, rec, "report", "b.pdf", evidence.Paper(evidence.MiB))
	full(t, "a small file", err)
	for range 3 {
		now, err := h.Uploads.Append(h.Officer(), u.ID, at, bytes.NewReader(body[at:]), nil)
		full(t, "an upload", err)
		if now != evidence.OffsetOf(t, h.Rig, u.ID) || now < at {
			t.Fatalf("was at %d, says %d, keeps %d", at, now, evidence.OffsetOf(t, h.Rig, u.ID))
		}
		at = now
	}
	evidence.Read(t, h.Rig, before.ID, 0)
	if list, err := h.Documents.ForRecord(h.Officer(), rec); err != nil || len(list) != 1 {
		t.Errorf("the record shows %d papers, %v", len(list), err)
	}
	if got, err := h.Documents.Sweep(h.In(coretest.An), 1<<30); err != nil || got.Broken != 0 {
		t.Errorf("swept %+v, %v", got, err)
	}

	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	evidence.Send(t, h.Rig, u.ID, at, body[at:])
	if got := evidence.Read(t, h.Rig, evidence.Attach(t, h.Rig, rec, u.ID).ID, 0); evidence.SumOf(got) != evidence.SumOf(body) {
		t.Error("the bytes differ")
	}
}

// fill leaves no block free.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{1 << 20, 4096} {
		for block := make([]byte, size); ; {
			if _, err := f.Write(block); err != nil {
				break
			}
		}
	}
	_ = f.Close()
}

// full wants the fault of a full disk, or at least that of a store away.
func full(t *testing.T, what string, err error) {
	t.Helper()
	if !fault.Is(err, fault.Unavailable) || fault.Of(err).RetryAfter <= 0 {
		t.Errorf("%s: %v", what, err)
	}
	t.Logf("%s: %v", what, err)
}

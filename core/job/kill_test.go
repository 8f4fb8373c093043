package job_test

import (
	"context"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/job"
)

// TestMain lets this binary play the process that is killed: it starts the
// job, says so and never ends.
func TestMain(m *testing.M) {
	if dir := os.Getenv("JOB_TEST_VICTIM"); dir != "" {
		victim(dir)
	}
	os.Exit(m.Run())
}

func victim(dir string) {
	c, err := db.Open(context.Background(), db.Options{Dir: dir})
	if err != nil {
		panic(err)
	}
	q := job.New(job.Options{Lease: 2 * time.Second})
	q.Register("demo", func(context.Context, job.Job) error {
		_, _ = os.Stdout.WriteString("begun\n")
		_, _ = io.Copy(io.Discard, os.Stdin) // until killed, or the parent has gone
		return nil
	})
	panic(q.Drain(c.Enter(context.Background(), dbtest.Slug)))
}

func TestAKilledProcessLosesNoJob(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c, err := db.Open(context.Background(), db.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if err := c.Create(context.Background(), dbtest.Slug); err != nil {
		t.Fatal(err)
	}
	ctx := c.Enter(context.Background(), dbtest.Slug)
	enqueue(t, ctx, "demo", nil)

	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), "JOB_TEST_VICTIM="+dir)
	stdin, err := process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	if line := wait.Line(t, "the job to begin in the other process", out); line != "begun" {
		t.Fatalf("%q", line)
	}
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = wait.Exit(t, "the killed process to end", process)

	tries := make(chan int, 10)
	q := job.New(job.Options{Poll: 100 * time.Millisecond})
	q.Register("demo", func(_ context.Context, j job.Job) error { tries <- j.Try; return nil })
	start(t, q, map[string]context.Context{dbtest.Slug: ctx})
	if try := wait.Receive(t, "the lost job to run again", tries); try != 2 {
		t.Errorf("try %d, want 2", try)
	}
}

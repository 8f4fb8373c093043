package trial_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/module/trial"
)

// TestAStrangersBinaryTouchesNothing catalogues and verifies a binary that
// writes a file and calls out as soon as it is run, however it is run.
func TestAStrangersBinaryTouchesNothing(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var calls atomic.Int64
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			calls.Add(1)
			c.Close()
		}
	}()
	name := "dk" + rand.Text()[:6]
	dir := demo.Install(t, fmt.Sprintf("hostile:%d:%s", l.Addr().(*net.TCPAddr).Port, name))
	if err := module.WriteCatalog(dir, nil); err != nil {
		t.Errorf("a binary that is sound but for what it tries is not catalogued: %v", err)
	}
	if checks, err := trial.VerifyOnly(context.Background(), filepath.Join(dir, "demo"), silent(), "answers in time"); err != nil {
		t.Errorf("nor verified: %v\n%s", err, trial.Lines(checks))
	}
	for _, place := range []string{"/tmp", ".", dir, "/var/tmp", "/dev/shm"} {
		if os.Remove(filepath.Join(place, name)) == nil {
			t.Errorf("it left a file in %s", place)
		}
	}
	if n := calls.Load(); n > 0 {
		t.Errorf("it called out %d times", n)
	}
}

func TestAModuleIsFoundFromWhereOneStands(t *testing.T) {
	t.Parallel()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := filepath.Rel(here, demo.Install(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	if err := module.WriteCatalog(dir, nil); err != nil {
		t.Errorf("in %s: %v", dir, err)
	}
}

package task

import (
	"context"
	"os"
	"os/exec"
	"testing"

	"github.com/doanket/doanket/core/coretest/wait"
)

// alone names, in the process made for it, the test that runs there.
const alone = "DOANKET_TEST_ALONE"

// home is where the tests were started: an embedded store changes the folder of the
// whole process, to one that its test then removes.
var home, _ = os.Getwd()

// Alone runs the test in a process of its own: the embedded S3 server moves its
// process to another folder, where the other tests of a module find no files.
func Alone(t *testing.T, body func(t *testing.T)) {
	t.Helper()
	if os.Getenv(alone) == t.Name() {
		body(t)
		return
	}
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bounded, stop := context.WithTimeout(t.Context(), 6*wait.Bound)
	defer stop()
	c := exec.CommandContext(bounded, binary, "-test.run", "^"+t.Name()+"$")
	c.Dir = home
	c.Env = append(os.Environ(), alone+"="+t.Name())
	if said, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}

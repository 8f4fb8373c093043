//go:build unix

package office

import (
	"os/exec"
	"syscall"
)

// together ends with the program what it started: it is a script, which leaves the
// office running when it is killed alone.
func together(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
}

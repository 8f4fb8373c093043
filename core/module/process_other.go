//go:build !linux

package module

import (
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"syscall"
)

// Exit codes and flags of the shim, as on Linux.
const (
	exitChecksum = 81
	exitRead     = 82
	exitSandbox  = 83
	exitExec     = 84

	flagUnconfined = "--unconfined"
	flagMemory     = "--memory="
)

// Exec confines nothing here and therefore runs nothing: modules need Linux.
func Exec([]string) {
	fmt.Fprintln(os.Stderr, "module-exec: no sandbox on", runtime.GOOS)
	os.Exit(exitSandbox)
}

func detached() *syscall.SysProcAttr { return nil }

func killGroup(pid int) {
	if p, err := os.FindProcess(pid); err == nil {
		_ = p.Kill()
	}
}

func resident(int) int64 { return 0 }

func inode(fs.FileInfo) uint64 { return 0 }

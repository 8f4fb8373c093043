//go:build !linux

package module

import (
	"io/fs"
	"os"
	"syscall"
	"time"
)

func detached() *syscall.SysProcAttr { return nil }

func killGroup(pid int) {
	if p, err := os.FindProcess(pid); err == nil {
		_ = p.Kill()
	}
}

func resident(int) int64 { return 0 }

func threads(int) int { return 0 }

func worked(int) time.Duration { return 0 }

func inode(fs.FileInfo) uint64 { return 0 }

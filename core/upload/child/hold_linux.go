package child

import (
	"fmt"
	"os"
	"syscall"

	"github.com/landlock-lsm/go-landlock/landlock"
	"golang.org/x/sys/unix"
)

// files it may have open: its input, its output, and what is inflated to disk.
const files = 64

// hold gives up what reading a file does not need. RLIMIT_DATA counts memory that is
// written to, so Go's large reservations of addresses do not trip it. Where the kernel
// has Landlock, no file is left to it but those of its own folder.
func hold(memory, seconds, file int64) error {
	for what, n := range map[int]int64{unix.RLIMIT_DATA: memory, unix.RLIMIT_CPU: seconds, unix.RLIMIT_FSIZE: file, unix.RLIMIT_NOFILE: files, unix.RLIMIT_CORE: 0} {
		if err := syscall.Setrlimit(what, &syscall.Rlimit{Cur: uint64(n), Max: uint64(n)}); err != nil {
			return fmt.Errorf("rlimit %d: %w", what, err)
		}
	}
	if err := landlock.V7.BestEffort().Restrict(landlock.RWDirs(os.TempDir())); err != nil {
		return fmt.Errorf("landlock: %w", err)
	}
	return refuse()
}

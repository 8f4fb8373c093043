package cell

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"github.com/landlock-lsm/go-landlock/landlock"
	ll "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"
)

// limits bounds what the process may hold. RLIMIT_DATA counts writable memory
// only, so Go's large reservations of address space do not trip it.
func limits(memory int64) error {
	set := map[int]uint64{unix.RLIMIT_NOFILE: 256, unix.RLIMIT_CORE: 0, unix.RLIMIT_FSIZE: 0}
	if memory > 0 {
		set[unix.RLIMIT_DATA] = uint64(memory)
	}
	for what, n := range set {
		if err := syscall.Setrlimit(what, &syscall.Rlimit{Cur: n, Max: n}); err != nil {
			return fmt.Errorf("rlimit %d: %w", what, err)
		}
	}
	return nil
}

// sandbox takes away files, network, other processes and every capability.
// Landlock holds the files and seccomp the rest: Landlock alone knows neither
// UDP nor multipath TCP, which Go's listeners use. Any step that fails ends
// the start: a sandbox is never skipped in silence.
func sandbox(sockets string) error {
	if lacking := Lacking(); len(lacking) > 0 {
		return errors.New("this kernel lacks " + strings.Join(lacking, "; ") + "; run the module unconfined on purpose or not at all")
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("no_new_privs: %w", err)
	}
	read := landlock.AccessFSSet(ll.AccessFSReadFile | ll.AccessFSReadDir)
	door := read | landlock.AccessFSSet(ll.AccessFSWriteFile|ll.AccessFSMakeReg|ll.AccessFSMakeSock|ll.AccessFSRemoveFile)
	err := landlock.V7.BestEffort().Restrict(
		landlock.PathAccess(door, sockets),
		landlock.PathAccess(read, "/proc/self"),
		landlock.PathAccess(read, "/usr/share/zoneinfo").IgnoreIfMissing(),
	)
	if err != nil {
		return fmt.Errorf("landlock: %w", err)
	}
	if err := becomeNobody(sockets); err != nil {
		return fmt.Errorf("own user: %w", err)
	}
	if err := dropCapabilities(); err != nil {
		return fmt.Errorf("capabilities: %w", err)
	}
	// Giving up rights may clear the wish to die with the host: say it again.
	if err := unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0); err != nil {
		return fmt.Errorf("pdeathsig: %w", err)
	}
	return filterCalls(unix.Getpid())
}

func dropCapabilities() error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData
	return unix.Capset(&header, &none[0])
}

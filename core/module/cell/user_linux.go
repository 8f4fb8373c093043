package cell

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// firstUser is the lowest number of a module's own user. A process adds its own
// id, so no two living modules share one and no account of the system has it.
const firstUser = 1 << 30

// spareThreads are what a module can start beyond what its user, who is the
// host's too, runs already.
const spareThreads = 256

// becomeNobody makes this thread a user of its own, who owns nothing but the
// folder of its socket, and bounds that user's threads. Where the host is not
// root, or may not, or keeps the folder where no other user comes, the user
// stays the host's.
func becomeNobody(sockets string) error {
	uid := firstUser + unix.Getpid()
	if unix.Geteuid() != 0 || os.Chown(sockets, uid, uid) != nil {
		return boundThreads()
	}
	if !reaches(uid, sockets) {
		return errors.Join(os.Chown(sockets, 0, 0), boundThreads())
	}
	if err := syscall.Setrlimit(unix.RLIMIT_NPROC, &syscall.Rlimit{Cur: MaxThreads, Max: MaxThreads}); err != nil {
		return err
	}
	n := uintptr(uid)
	return errors.Join(ofThread(unix.SYS_SETGROUPS, 0, 0, 0), ofThread(unix.SYS_SETRESGID, n, n, n), ofThread(unix.SYS_SETRESUID, n, n, n))
}

// reaches reports whether the user could enter the folder, by being it shortly.
func reaches(uid int, folder string) bool {
	const same = ^uintptr(0)
	if ofThread(unix.SYS_SETRESUID, same, uintptr(uid), same) != nil {
		return false
	}
	fd, err := unix.Open(folder, unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err == nil {
		_ = unix.Close(fd)
	}
	return ofThread(unix.SYS_SETRESUID, same, 0, same) == nil && err == nil
}

// ofThread changes this thread alone, which is the one that becomes the module;
// the package syscall would change all of the process.
func ofThread(call, a, b, c uintptr) error {
	if _, _, errno := unix.RawSyscall(call, a, b, c); errno != 0 {
		return errno
	}
	return nil
}

// boundThreads holds the shared user near what runs already. Nobody can ask how
// much that is in all containers, so the lowest bound under which a program can
// still be started is sought, and room added.
func boundThreads() error {
	var was syscall.Rlimit
	if err := syscall.Getrlimit(unix.RLIMIT_NPROC, &was); err != nil {
		return err
	}
	for bound := uint64(spareThreads); bound < was.Max; bound *= 2 {
		if err := syscall.Setrlimit(unix.RLIMIT_NPROC, &syscall.Rlimit{Cur: bound, Max: was.Max}); err != nil {
			return err
		}
		if _, err := syscall.ForkExec("/", nil, nil); !errors.Is(err, unix.EAGAIN) { // a folder is no program
			bound = min(bound+spareThreads, was.Max)
			return syscall.Setrlimit(unix.RLIMIT_NPROC, &syscall.Rlimit{Cur: bound, Max: bound})
		}
	}
	return nil
}

package child

import (
	"fmt"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// refused are calls by which a reader would reach beyond its file: sockets of any kind,
// which Landlock knows only in part, other programs, other processes, and memory that
// RLIMIT_DATA does not count.
var refused = []uint32{
	unix.SYS_SOCKET, unix.SYS_SOCKETPAIR, unix.SYS_IO_URING_SETUP, unix.SYS_EXECVE, unix.SYS_EXECVEAT, unix.SYS_PTRACE,
	unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_MEMFD_CREATE, unix.SYS_SHMGET, unix.SYS_SETPRIORITY, unix.SYS_SCHED_SETAFFINITY,
}

// arches are the processors whose calls are numbered as above.
var arches = map[string]uint32{"amd64": unix.AUDIT_ARCH_X86_64, "arm64": unix.AUDIT_ARCH_AARCH64}

// x32 is where amd64 numbers its calls a second time.
const x32 = 0x40000000

// refuse lets none of them through, on every thread of this process.
func refuse() error {
	arch, known := arches[runtime.GOARCH]
	if !known {
		return nil
	}
	runtime.LockOSThread() // the kernel takes both over to the other threads
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("no_new_privs: %w", err)
	}
	const load, equal, atLeast, answer = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K, unix.BPF_RET | unix.BPF_K
	denied := unix.SockFilter{Code: answer, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)}
	code := []unix.SockFilter{
		{Code: load, K: 4}, {Code: equal, K: arch, Jt: 1}, {Code: answer, K: unix.SECCOMP_RET_KILL_PROCESS}, // in another numbering
		{Code: load, K: 0}, {Code: atLeast, K: x32, Jf: 1}, denied,
	}
	for _, call := range refused {
		code = append(code, unix.SockFilter{Code: equal, K: call, Jf: 1}, denied)
	}
	code = append(code, unix.SockFilter{Code: answer, K: unix.SECCOMP_RET_ALLOW})
	filter := unix.SockFprog{Len: uint16(len(code)), Filter: &code[0]}
	_, _, no := syscall.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&filter)))
	if no != 0 {
		return fmt.Errorf("seccomp: %w", no)
	}
	return nil
}

package cell

import (
	"errors"
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// What the filter answers, and where it finds a call's number and arguments
// in struct seccomp_data.
const (
	retAllow = 0x7fff0000
	retErrno = 0x00050000
	retKill  = 0x80000000

	offNumber = 0
	offArch   = 4
	offArgs   = 16

	refused = retErrno | uint32(unix.EPERM)
)

// allowed are the calls a module's process makes whatever their arguments: what
// a trial of the SDK was seen to call (strace), and beside it what Go's runtime
// calls only at times. None takes a path or another process; the processor's
// own are in processorCalls.
var allowed = append([]uint32{
	// memory, threads, time, signals to itself
	unix.SYS_MUNMAP, unix.SYS_MPROTECT, unix.SYS_MADVISE, unix.SYS_FUTEX, unix.SYS_NANOSLEEP, unix.SYS_SCHED_YIELD,
	unix.SYS_CLOCK_GETTIME, unix.SYS_GETTIMEOFDAY, unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN,
	unix.SYS_SIGALTSTACK, unix.SYS_RESTART_SYSCALL, unix.SYS_EXIT, unix.SYS_EXIT_GROUP, unix.SYS_GETPID, unix.SYS_GETPPID,
	unix.SYS_GETTID, unix.SYS_GETRANDOM, unix.SYS_SCHED_GETAFFINITY,
	// files already open
	unix.SYS_READ, unix.SYS_WRITE, unix.SYS_WRITEV, unix.SYS_PREAD64, unix.SYS_LSEEK, unix.SYS_FSTAT, unix.SYS_GETDENTS64,
	unix.SYS_CLOSE, unix.SYS_PIPE2, unix.SYS_EVENTFD2, unix.SYS_EPOLL_CREATE1, unix.SYS_EPOLL_CTL, unix.SYS_EPOLL_PWAIT,
	// the door: sockets that exist
	unix.SYS_BIND, unix.SYS_LISTEN, unix.SYS_ACCEPT4, unix.SYS_GETSOCKNAME, unix.SYS_GETSOCKOPT, unix.SYS_SETSOCKOPT, unix.SYS_SHUTDOWN,
	// paths, which Landlock holds; execve is how this process becomes the module
	unix.SYS_UNLINKAT, unix.SYS_EXECVE,
}, processorCalls...)

// allowedWith are calls allowed with one argument only: its bits under the mask
// are the wanted ones.
var allowedWith = []struct {
	call         uint32
	arg          int
	mask, wanted uint32
}{
	// Go's threads and nothing else: no process, no namespace
	{unix.SYS_CLONE, 0, ^uint32(unix.CLONE_SETTLS | unix.CLONE_PARENT_SETTID | unix.CLONE_CHILD_CLEARTID),
		unix.CLONE_VM | unix.CLONE_FS | unix.CLONE_FILES | unix.CLONE_SIGHAND | unix.CLONE_SYSVSEM | unix.CLONE_THREAD},
	// memory the limit counts: not shared, growing, locked or from the host's huge pages
	{unix.SYS_MMAP, 3, unix.MAP_TYPE | unix.MAP_GROWSDOWN | unix.MAP_LOCKED | unix.MAP_HUGETLB, unix.MAP_PRIVATE},
	// before Linux 6.2 Landlock lets a file open for reading be emptied
	{unix.SYS_OPENAT, 2, unix.O_TRUNC, 0},
	{unix.SYS_PRLIMIT64, 0, ^uint32(0), 0},
	// not the size of pipes, locks or leases
	{unix.SYS_FCNTL, 1, ^uint32(0), unix.F_GETFD},
	{unix.SYS_FCNTL, 1, ^uint32(0), unix.F_SETFD},
	{unix.SYS_FCNTL, 1, ^uint32(0), unix.F_GETFL},
	{unix.SYS_FCNTL, 1, ^uint32(0), unix.F_SETFL},
	{unix.SYS_FCNTL, 1, ^uint32(0), unix.F_DUPFD_CLOEXEC},
}

// filterCalls installs the seccomp filter on this thread, which is about to
// become the module. What is not allowed fails, so that a library that merely
// asks goes on. clone3 hides its flags behind a pointer, so it answers "no such
// call" and the runtime falls back to clone; prctl and ioctl answer what makes
// Go stop asking.
func filterCalls(pid int) error {
	if auditArch == 0 {
		return errors.New("no system call filter for this processor")
	}
	p := &program{}
	p.load(offArch)
	p.unless(auditArch, retKill)
	p.load(offNumber)
	for _, nr := range allowed {
		p.on(nr, retAllow)
	}
	p.on(unix.SYS_CLONE3, retErrno|uint32(unix.ENOSYS))
	p.on(unix.SYS_PRCTL, retErrno|uint32(unix.EINVAL))
	p.on(unix.SYS_IOCTL, retErrno|uint32(unix.ENOTTY))
	for _, a := range allowedWith {
		p.onWith(a.call, a.arg, a.mask, a.wanted)
	}
	p.onWith(unix.SYS_TGKILL, 0, ^uint32(0), uint32(pid))
	p.onUnixStream()
	p.ret(refused)
	prog := unix.SockFprog{Len: uint16(len(p.code)), Filter: &p.code[0]}
	if err := unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&prog)), 0, 0); err != nil {
		return fmt.Errorf("seccomp: %w", err)
	}
	return nil
}

// program assembles a classic BPF filter.
type program struct{ code []unix.SockFilter }

func (p *program) add(code uint16, k uint32, jt, jf uint8) {
	p.code = append(p.code, unix.SockFilter{Code: code, K: k, Jt: jt, Jf: jf})
}

func (p *program) load(offset uint32) { p.add(unix.BPF_LD|unix.BPF_W|unix.BPF_ABS, offset, 0, 0) }
func (p *program) ret(answer uint32)  { p.add(unix.BPF_RET|unix.BPF_K, answer, 0, 0) }
func (p *program) mask(bits uint32)   { p.add(unix.BPF_ALU|unix.BPF_AND|unix.BPF_K, bits, 0, 0) }

// on answers when the loaded word is v.
func (p *program) on(v, answer uint32) {
	p.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, v, 0, 1)
	p.ret(answer)
}

// unless answers when the loaded word is not v.
func (p *program) unless(v, answer uint32) {
	p.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, v, 1, 0)
	p.ret(answer)
}

// onWith allows the call of the loaded number when the masked low word of the
// argument is wanted, and leaves the number loaded.
func (p *program) onWith(nr uint32, arg int, bits, wanted uint32) {
	p.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, nr, 0, 5)
	p.load(offArgs + uint32(8*arg))
	p.mask(bits)
	p.on(wanted, retAllow)
	p.load(offNumber)
}

// onUnixStream allows socket for AF_UNIX streams: the door the host uses.
// Datagrams could reach a log or bus socket without a connect.
func (p *program) onUnixStream() {
	p.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, unix.SYS_SOCKET, 0, 8)
	p.load(offArgs)
	p.unless(unix.AF_UNIX, refused)
	p.load(offArgs + 8)
	p.mask(0xf)
	p.unless(unix.SOCK_STREAM, refused)
	p.ret(retAllow)
}

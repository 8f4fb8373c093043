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
)

// denied are calls no decision needs. Each closes a way around the file rules
// or out of the process.
var denied = []uint32{
	unix.SYS_CONNECT, unix.SYS_MEMFD_CREATE, unix.SYS_IO_URING_SETUP, unix.SYS_PTRACE,
	unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_PIDFD_OPEN, unix.SYS_PIDFD_SEND_SIGNAL,
	unix.SYS_PIDFD_GETFD, unix.SYS_RT_SIGQUEUEINFO, unix.SYS_TKILL, unix.SYS_BPF, unix.SYS_USERFAULTFD,
	unix.SYS_PERF_EVENT_OPEN, unix.SYS_KEYCTL, unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY, unix.SYS_MOUNT,
	unix.SYS_UMOUNT2, unix.SYS_UNSHARE, unix.SYS_SETNS, unix.SYS_CHROOT, unix.SYS_OPEN_BY_HANDLE_AT,
}

// filterCalls installs the seccomp filter on this thread, which is about to
// become the module: no network sockets, no new processes, no signals to
// others. clone3 hides its flags behind a pointer, so it answers "no such
// call" and the runtime falls back to clone.
func filterCalls(pid int) error {
	if auditArch == 0 {
		return errors.New("no system call filter for this processor")
	}
	p := &program{}
	p.load(offArch)
	p.unless(auditArch, retKill)
	p.load(offNumber)
	p.onRange(foreignCalls, retErrno|uint32(unix.EPERM))
	for _, nr := range append(denied, processCalls...) {
		p.on(nr, retErrno|uint32(unix.EPERM))
	}
	p.on(unix.SYS_CLONE3, retErrno|uint32(unix.ENOSYS))
	p.onlyIf(unix.SYS_CLONE, 0, unix.CLONE_THREAD, unix.CLONE_THREAD)
	p.onlyIf(unix.SYS_KILL, 0, ^uint32(0), uint32(pid))
	p.onlyIf(unix.SYS_TGKILL, 0, ^uint32(0), uint32(pid))
	p.onlyIf(unix.SYS_PRLIMIT64, 0, ^uint32(0), 0)
	p.onlyUnixStreams()
	p.ret(retAllow)
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

// onRange answers when the loaded word is from or more.
func (p *program) onRange(from, answer uint32) {
	p.add(unix.BPF_JMP|unix.BPF_JGE|unix.BPF_K, from, 0, 1)
	p.ret(answer)
}

// onlyIf allows a call only with the argument's masked low word equal to want.
func (p *program) onlyIf(nr uint32, arg int, bits, want uint32) {
	p.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, nr, 0, 5)
	p.load(offArgs + uint32(8*arg))
	p.mask(bits)
	p.unless(want, retErrno|uint32(unix.EPERM))
	p.ret(retAllow)
}

// onlyUnixStreams allows socket for AF_UNIX streams: the door the host uses.
// Datagrams could reach a log or bus socket without a connect.
func (p *program) onlyUnixStreams() {
	p.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, unix.SYS_SOCKET, 0, 7)
	p.load(offArgs)
	p.unless(unix.AF_UNIX, retErrno|uint32(unix.EACCES))
	p.load(offArgs + 8)
	p.mask(0xf)
	p.unless(unix.SOCK_STREAM, retErrno|uint32(unix.EACCES))
}

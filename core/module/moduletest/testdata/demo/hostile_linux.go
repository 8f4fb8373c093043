package main

import (
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// hostile tries on a stranger's file, on the host's process and on the system
// what a module must not do, and names what succeeded.
func hostile(file string) string {
	host := os.Getppid()
	opened := func(fd int, err error) error {
		if err == nil {
			_ = unix.Close(fd)
		}
		return err
	}
	call := func(nr, a, b, c uintptr) error {
		if _, _, errno := unix.Syscall(nr, a, b, c); errno != 0 {
			return errno
		}
		return nil
	}
	mapped := func(flags int) error {
		mem, err := unix.Mmap(-1, 0, 1<<16, unix.PROT_READ|unix.PROT_WRITE, flags|unix.MAP_ANON)
		if err == nil {
			_ = unix.Munmap(mem)
		}
		return err
	}
	pair := func() error {
		fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
		return opened(fds[0], err)
	}
	pipe := func() error {
		var fds [2]int
		if err := unix.Pipe2(fds[:], 0); err != nil {
			return nil // a pipe is allowed: that it is refused would hide the rest
		}
		_, err := unix.FcntlInt(uintptr(fds[0]), unix.F_SETPIPE_SZ, 1<<20)
		return err
	}
	var st unix.Stat_t
	var fs unix.Statfs_t
	var name unix.Utsname
	var set unix.CPUSet
	set.Set(0)
	niceness := struct{ policy, priority int32 }{unix.SCHED_BATCH, 0}
	tried := map[string]error{
		"chmod":          unix.Chmod(file, 0o777),
		"chown":          unix.Chown(file, os.Getuid(), os.Getgid()),
		"setxattr":       unix.Setxattr(file, "user.dk", []byte("x"), 0),
		"utimes":         unix.Utimes(file, make([]unix.Timeval, 2)),
		"truncate":       unix.Truncate(file, 0),
		"empty by open":  opened(unix.Open(file, unix.O_RDONLY|unix.O_TRUNC, 0)),
		"append":         opened(unix.Open(file, unix.O_WRONLY|unix.O_APPEND, 0)),
		"read":           opened(unix.Open(file, unix.O_RDONLY, 0)),
		"stat":           unix.Stat(file, &st),
		"statfs":         unix.Statfs(file, &fs),
		"link":           unix.Link(file, file+".link"),
		"symlink":        unix.Symlink(file, file+".sym"),
		"mkdir":          unix.Mkdir(file+".dir", 0o700),
		"mkfifo":         unix.Mkfifo(file+".fifo", 0o600),
		"rename":         unix.Rename(file, file+".away"),
		"unlink":         unix.Unlink(file + ".away"),
		"watch files":    opened(unix.InotifyInit1(0)),
		"priority":       unix.Setpriority(unix.PRIO_PROCESS, host, 1),
		"affinity":       unix.SchedSetaffinity(host, &set),
		"scheduler":      call(unix.SYS_SCHED_SETSCHEDULER, uintptr(host), uintptr(niceness.policy), uintptr(unsafe.Pointer(&niceness.priority))),
		"io priority":    call(unix.SYS_IOPRIO_SET, 1, uintptr(host), 2<<13|7),
		"limits of host": unix.Prlimit(host, unix.RLIMIT_CORE, nil, &unix.Rlimit{}),
		"signal":         unix.Kill(host, 0),
		"signal by fd":   opened(unix.PidfdOpen(host, 0)),
		"memory of host": call(unix.SYS_PROCESS_VM_READV, uintptr(host), 0, 0),
		"socket pair":    pair(),
		"datagrams":      opened(unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM, 0)),
		"netlink":        opened(unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW, 0)),
		"internet":       opened(unix.Socket(unix.AF_INET6, unix.SOCK_STREAM, 0)),
		"file in memory": opened(unix.MemfdCreate("x", 0)),
		"shared memory":  mapped(unix.MAP_SHARED),
		"growing memory": mapped(unix.MAP_PRIVATE | unix.MAP_GROWSDOWN),
		"larger pipe":    pipe(),
		"more files":     unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 4096, Max: 4096}),
		"namespace":      unix.Unshare(unix.CLONE_NEWUSER),
		"system's name":  unix.Uname(&name),
		"title":          unix.Prctl(unix.PR_SET_NAME, uintptr(unsafe.Pointer(&[]byte("x\x00")[0])), 0, 0, 0),
	}
	var done []string
	for what, err := range tried {
		if err == nil {
			done = append(done, what)
		}
	}
	slices.Sort(done)
	return strings.Join(done, ", ")
}

// crowd holds as many threads as it can get.
func crowd() {
	for range 2000 {
		go func() {
			runtime.LockOSThread()
			select {}
		}()
	}
}

// litter writes empty files into its own folder without end.
func litter() {
	for i := 0; ; i++ {
		if f, err := os.OpenFile("litter"+strconv.Itoa(i), os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
			f.Close()
		}
	}
}

// hoard opens files until it may not and says how many.
func hoard() string {
	var held []*os.File
	for {
		f, err := os.Open("/proc/self/exe")
		if err != nil {
			break
		}
		held = append(held, f)
	}
	for _, f := range held {
		f.Close()
	}
	return strconv.Itoa(len(held))
}

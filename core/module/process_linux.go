package module

import (
	"bytes"
	"io/fs"
	"os"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// detached puts the child into its own process group and ties its life to the
// thread that forks it.
func detached() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func killGroup(pid int) {
	_ = unix.Kill(-pid, unix.SIGKILL)
	_ = unix.Kill(pid, unix.SIGKILL)
}

// resident is the memory a process holds in bytes, 0 if it is gone.
func resident(pid int) int64 {
	raw, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/statm")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(raw)
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(string(fields[1]), 10, 64)
	return pages * int64(os.Getpagesize())
}

// threads a process runs, 0 if it is gone.
func threads(pid int) int { return int(standing(pid, 20)) }

// worked is the processor time a process has used, 0 if it is gone.
func worked(pid int) time.Duration {
	const ticks = 100 // a second, in all of /proc on every processor Go knows
	return time.Duration(standing(pid, 14)+standing(pid, 15)) * time.Second / ticks
}

// standing is a number of /proc/PID/stat by its place in proc(5), 0 if the
// process is gone.
func standing(pid, place int) int64 {
	raw, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(raw[bytes.LastIndexByte(raw, ')')+1:])
	if len(fields) < place-2 { // two come before the bracket
		return 0
	}
	n, _ := strconv.ParseInt(string(fields[place-3]), 10, 64)
	return n
}

func inode(st fs.FileInfo) uint64 {
	if s, ok := st.Sys().(*syscall.Stat_t); ok {
		return s.Ino
	}
	return 0
}

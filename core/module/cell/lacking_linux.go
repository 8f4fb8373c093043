package cell

import (
	"unsafe"

	ll "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"
)

// features are what the cell needs of the kernel, with the version that brought
// it and how to see it is there.
var features = []feature{
	{"Landlock (Linux 5.13, and landlock among the LSMs it was started with)", func() bool {
		abi, err := ll.LandlockGetABIVersion()
		return err == nil && abi >= 1
	}},
	{"filters of system calls (CONFIG_SECCOMP_FILTER, on amd64 or arm64)", func() bool {
		action := uint32(retErrno)
		_, _, errno := unix.RawSyscall(unix.SYS_SECCOMP, seccompActionAvailable, 0, uintptr(unsafe.Pointer(&action)))
		return errno == 0 && auditArch != 0
	}},
	{"close_range with close-on-exec (Linux 5.11)", func() bool {
		return unix.CloseRange(^uint(0), ^uint(0), unix.CLOSE_RANGE_CLOEXEC) == nil
	}},
}

const seccompActionAvailable = 2

// Lacking names what this kernel has not and a confined module needs: such a
// module is not started. Empty when all is there.
func Lacking() []string {
	var out []string
	for _, f := range features {
		if !f.there() {
			out = append(out, f.name)
		}
	}
	return out
}

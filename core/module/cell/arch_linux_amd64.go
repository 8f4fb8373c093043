package cell

import "golang.org/x/sys/unix"

const (
	auditArch    = unix.AUDIT_ARCH_X86_64
	foreignCalls = 0x40000000 // the x32 twins of every call
)

var processCalls = []uint32{unix.SYS_FORK, unix.SYS_VFORK}

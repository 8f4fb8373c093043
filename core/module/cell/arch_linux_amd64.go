package cell

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_X86_64

// processorCalls: where a thread's own memory lies. The x32 twins of all calls
// have numbers of their own, which are on no list.
var processorCalls = []uint32{unix.SYS_ARCH_PRCTL}

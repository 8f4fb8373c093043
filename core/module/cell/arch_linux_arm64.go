package cell

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_AARCH64

var processorCalls []uint32

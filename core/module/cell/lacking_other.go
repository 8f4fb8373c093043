//go:build !linux

package cell

// Lacking names the system itself: modules are confined on Linux only.
func Lacking() []string { return []string{"what Linux has: modules are confined there only"} }

// features of Linux, told as one.
var features = []feature{{"what Linux has", func() bool { return false }}}

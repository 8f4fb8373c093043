//go:build !linux

package cell

// Lacking names the system itself: modules are confined on Linux only.
func Lacking() []string { return []string{"what Linux has: modules are confined there only"} }

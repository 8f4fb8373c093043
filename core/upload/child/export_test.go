package child

import ll "github.com/landlock-lsm/go-landlock/landlock/syscall"

// Keeps reports whether the kernel keeps files away.
func Keeps() bool {
	version, err := ll.LandlockGetABIVersion()
	return err == nil && version > 0
}

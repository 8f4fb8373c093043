//go:build !linux

package cell

import (
	"fmt"
	"os"
	"runtime"
)

// Exec confines nothing here and therefore runs nothing: modules need Linux.
func Exec([]string) {
	fmt.Fprintln(os.Stderr, "module-exec: no sandbox on", runtime.GOOS)
	os.Exit(ExitSandbox)
}

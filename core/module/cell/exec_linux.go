package cell

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Exec is `doanket module-exec [flags] <sha256> <path> <sockdir> [args]`: it copies
// the binary into sealed memory while hashing it, compares, gives up every
// right a module does not need, and becomes the module. What was checked is
// what runs: nobody can change the file between. It never returns.
func Exec(args []string) {
	runtime.LockOSThread() // rights are given up per thread; this one execs
	code, err := confine(args)
	fmt.Fprintln(os.Stderr, "module-exec:", err)
	os.Exit(code)
}

func confine(args []string) (int, error) {
	unconfined, probing, memory := false, false, int64(0)
	for len(args) > 0 && strings.HasPrefix(args[0], "--") {
		switch {
		case args[0] == flagUnconfined:
			unconfined = true
		case args[0] == flagProbe:
			probing = true
		case strings.HasPrefix(args[0], flagMemory):
			memory, _ = strconv.ParseInt(args[0][len(flagMemory):], 10, 64)
		}
		args = args[1:]
	}
	if len(args) < 3 {
		return ExitUsage, fmt.Errorf("want <sha256> <path> <sockdir> [args], got %d arguments", len(args))
	}
	self, _ := os.Executable() // while it can be asked
	sum, path, sockets := args[0], args[1], args[2]
	fd, got, err := sealed(path)
	if err != nil {
		return ExitRead, err
	}
	if got != strings.ToLower(sum) {
		return ExitChecksum, fmt.Errorf("the binary hashes to %s, the catalogue says %s", got, sum)
	}
	if err := unix.CloseRange(3, ^uint(0), unix.CLOSE_RANGE_CLOEXEC); err != nil {
		return ExitSandbox, fmt.Errorf("let go of the host's files: %w", err) // kernels before 5.11
	}
	if err := limits(memory); err != nil {
		return ExitSandbox, err
	}
	if !unconfined {
		if err := sandbox(sockets); err != nil {
			return ExitSandbox, err
		}
	}
	if probing {
		attemptAll(self)
		os.Exit(0)
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	return ExitExec, unix.Exec("/proc/self/fd/"+strconv.Itoa(fd), append([]string{name}, args[3:]...), os.Environ())
}

// sealed copies a file into memory nobody can write any more and hashes
// exactly the bytes copied.
func sealed(path string) (fd int, sum string, err error) {
	in, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer in.Close()
	flags := unix.MFD_CLOEXEC | unix.MFD_ALLOW_SEALING
	fd, err = unix.MemfdCreate("module", flags|unix.MFD_EXEC)
	if err == unix.EINVAL { // kernels before 6.3 do not know MFD_EXEC
		fd, err = unix.MemfdCreate("module", flags)
	}
	if err != nil {
		return 0, "", fmt.Errorf("memfd: %w", err)
	}
	dup, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return 0, "", err
	}
	out := os.NewFile(uintptr(dup), "memfd")
	h := sha256.New()
	_, err = io.Copy(out, io.TeeReader(in, h))
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return 0, "", fmt.Errorf("copy %s: %w", path, err)
	}
	seals := unix.F_SEAL_WRITE | unix.F_SEAL_SHRINK | unix.F_SEAL_GROW | unix.F_SEAL_SEAL
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, seals); err != nil {
		return 0, "", fmt.Errorf("seal: %w", err)
	}
	return fd, hex.EncodeToString(h.Sum(nil)), nil
}

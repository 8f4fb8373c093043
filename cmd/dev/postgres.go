package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/doanket/doanket/cmd/dev/process"
)

// startPostgres runs a PostgreSQL on loopback and returns its superuser URL and
// how to stop it. Without a folder it is thrown away, waits for no disk, and lies in
// memory where there is enough: each test copies a database of 1,200 small files. In
// a folder it stays for the next run, and commits are as safe as a server's are. It
// takes an installed initdb, else the system's package.
func startPostgres(ctx context.Context, out io.Writer, folder string) (url string, stop func(), err error) {
	bin, err := postgresBin(ctx, out)
	if err != nil {
		return "", nil, err
	}
	dir, throwAway, err := serverFolder(folder, "pg")
	if err != nil {
		return "", nil, err
	}
	port, err := process.FreePort()
	if err != nil {
		return "", nil, err
	}
	as, err := unprivileged(dir)
	if err != nil {
		return "", nil, err
	}
	data := filepath.Join(dir, "data")
	if _, err := os.Stat(data); err != nil {
		if err := runAs(ctx, out, as, dir, filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"); err != nil {
			return "", nil, err
		}
	}
	settings := []string{"max_connections=300", "shared_buffers=256MB"}
	if folder == "" {
		settings = append(settings, "fsync=off", "max_wal_size=512MB") // what it keeps lies in memory
	}
	args := []string{"-D", data, "-h", "127.0.0.1", "-p", strconv.Itoa(port), "-k", dir}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	server := exec.Command(filepath.Join(bin, "postgres"), args...)
	server.Dir, server.Stdout, server.Stderr = dir, io.Discard, io.Discard
	server.SysProcAttr = as
	if err := server.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = server.Process.Signal(syscall.SIGINT) // fast shutdown
		_, _ = server.Process.Wait()
		throwAway()
	}
	if err := process.WaitPort(ctx, port, 30*time.Second); err != nil {
		stop()
		return "", nil, fmt.Errorf("PostgreSQL did not start: %w", err)
	}
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", port), stop, nil
}

// serverFolder is where a server keeps its files: below the folder, or in a new
// one that is thrown away.
func serverFolder(folder, name string) (dir string, throwAway func(), err error) {
	if folder != "" {
		dir, err = filepath.Abs(filepath.Join(folder, name))
		if err != nil {
			return "", nil, err
		}
		// PostgreSQL runs as another user, who must come through to its folder.
		return dir, func() {}, errors.Join(os.MkdirAll(filepath.Dir(dir), 0o711), os.MkdirAll(dir, 0o700))
	}
	place := ""
	if name == "pg" {
		place = memory()
	}
	dir, err = os.MkdirTemp(place, "doanket-"+name+"-")
	return dir, func() { _ = os.RemoveAll(dir) }, err
}

// memory is a folder that lies in memory and has room for what tests leave there at
// once, else the empty name, which means the folder for temporary files.
func memory() string {
	const folder, enough = "/dev/shm", 4 << 30
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil || int64(s.Bavail)*int64(s.Bsize) < enough {
		return ""
	}
	return folder
}

func postgresBin(ctx context.Context, out io.Writer) (string, error) {
	if bin := findPostgres(); bin != "" {
		return bin, nil
	}
	if err := aptInstall(ctx, out, "postgresql"); err != nil {
		return "", fmt.Errorf("install PostgreSQL: %w", err)
	}
	if bin := findPostgres(); bin != "" {
		return bin, nil
	}
	return "", errors.New("no initdb after installing postgresql")
}

func findPostgres() string {
	if p, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(p); err == nil {
			return filepath.Dir(real)
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return ""
	}
	return filepath.Dir(found[len(found)-1])
}

func aptInstall(ctx context.Context, out io.Writer, packages ...string) error {
	env := []string{"DEBIAN_FRONTEND=noninteractive"}
	if err := sh(ctx, out, "", env, "apt-get", "update", "-q"); err != nil {
		return err
	}
	args := append([]string{"install", "-y", "-q", "--no-install-recommends"}, packages...)
	return sh(ctx, out, "", env, "apt-get", args...)
}

// unprivileged answers how to run PostgreSQL, which refuses to run as root:
// as the postgres user, else as nobody.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(dir, uid, gid); err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}

func runAs(ctx context.Context, out io.Writer, as *syscall.SysProcAttr, dir, name string, args ...string) error {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir, c.SysProcAttr, c.Stdout, c.Stderr = dir, as, out, out
	return c.Run()
}

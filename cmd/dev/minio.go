package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/doanket/doanket/cmd/dev/process"
	"github.com/doanket/doanket/core/id"
)

// minioVersion is the last commit of the community server before its archive;
// it is built from source and lives outside the repository.
const minioVersion = "github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c"

// startMinio builds and runs a real MinIO on loopback, with its files in a folder
// or, without one, thrown away; the URL carries its keys.
func startMinio(ctx context.Context, out io.Writer, folder string) (url string, stop func(), err error) {
	bin, err := program(ctx, out, "minio-20260212", "minio", minioVersion)
	if err != nil {
		return "", nil, err
	}
	dir, throwAway, err := serverFolder(folder, "minio")
	if err != nil {
		return "", nil, err
	}
	port, err := process.FreePort()
	if err != nil {
		return "", nil, err
	}
	secret := id.New("key")
	server := exec.Command(bin, "server", dir, "--quiet", "--address", fmt.Sprintf("127.0.0.1:%d", port))
	server.Env = append(os.Environ(), "MINIO_ROOT_USER=doanket", "MINIO_ROOT_PASSWORD="+secret, "MINIO_BROWSER=off", "MINIO_UPDATE=off", "MINIO_CALLHOME_ENABLE=off")
	server.Stdout, server.Stderr = io.Discard, io.Discard
	if err := server.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		_, _ = server.Process.Wait()
		throwAway()
	}
	if err := process.WaitPort(ctx, port, 30*time.Second); err != nil {
		stop()
		return "", nil, fmt.Errorf("MinIO did not start: %w", err)
	}
	return fmt.Sprintf("http://doanket:%s@127.0.0.1:%d", secret, port), stop, nil
}

// providerProgram is the OpenID Connect provider people sign in by in the tests: the
// example server of a library that is certified (Apache-2.0), built as it is.
func providerProgram(ctx context.Context, out io.Writer, _ string) (string, func(), error) {
	bin, err := program(ctx, out, "oidc-3.52.0", "server", "github.com/zitadel/oidc/v3/example/server@v3.52.0")
	return bin, func() {}, err
}

// program builds a program of others once and answers where it is.
func program(ctx context.Context, out io.Writer, folder, name, module string) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	dir := filepath.Join(cache, "doanket", folder)
	bin := binary(filepath.Join(dir, name))
	if _, err := os.Stat(bin); err == nil {
		return bin, nil
	}
	if err := sh(ctx, out, os.TempDir(), []string{"GOBIN=" + dir, "GOFLAGS=-buildvcs=false"}, "go", "install", module); err != nil {
		return "", fmt.Errorf("build %s: %w", module, err)
	}
	return bin, nil
}

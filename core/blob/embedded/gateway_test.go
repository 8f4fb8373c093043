package embedded_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/blob/embedded"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/fault"
)

const folder = "EMBEDDED_TEST_FOLDER"

// TestMain makes the test binary a server when a test asks for one, so that it
// can be killed.
func TestMain(m *testing.M) {
	dir := os.Getenv(folder)
	if dir == "" {
		os.Exit(m.Run())
	}
	g, err := embedded.Start(context.Background(), dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(blob.Options{Endpoint: g.Endpoint, Access: g.Access, Secret: g.Secret}); err != nil {
		os.Exit(1)
	}
	_, _ = io.Copy(io.Discard, os.Stdin) // until killed, or the parent has gone
}

// start runs a server in a process of its own; kill ends it with SIGKILL.
func start(t *testing.T, dir string) (store *blob.Store, options blob.Options, kill func()) {
	t.Helper()
	server := exec.Command(os.Args[0])
	server.Env = append(os.Environ(), folder+"="+dir)
	server.Stderr = os.Stderr
	stdin, err := server.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	kill = func() {
		_ = server.Process.Kill()
		_ = wait.Exit(t, "the killed server to end", server)
		_ = stdin.Close()
	}
	t.Cleanup(kill)
	line := wait.Line(t, "where the server listens", stdout)
	// Its first line on standard output is the answer: nothing else may print there.
	if err := json.Unmarshal([]byte(line), &options); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	if store, err = blob.New(options); err != nil {
		t.Fatal(err)
	}
	return store, options, kill
}

func TestSurvivesKill(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"attributes", "sidecar"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if kind == "sidecar" { // a folder once begun with a side-car stays with it
				if err := os.Mkdir(filepath.Join(dir, "sidecar"), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			store, before, kill := start(t, dir)
			if err := store.EnsureBucket(t.Context(), "mau"); err != nil {
				t.Fatal(err)
			}
			bucket, big := store.Bucket("mau"), bytes.Repeat([]byte("x"), blob.MinPart)
			one := put(t, store, bucket, "one")
			put(t, store, bucket, "two")
			upload, err := store.Begin(t.Context(), bucket, "big", blob.PutOptions{})
			if err != nil {
				t.Fatal(err)
			}
			part, err := store.Part(t.Context(), bucket, "big", upload, 1, bytes.NewReader(big), blob.MinPart, "")
			if err != nil {
				t.Fatal(err)
			}
			kill()

			store, after, _ := start(t, dir)
			if before.Access != after.Access || before.Secret != after.Secret {
				t.Error("the keys changed")
			}
			if got := read(t, store, bucket, one.ID); got != "one" {
				t.Errorf("the first version reads %q", got)
			}
			if got := read(t, store, bucket, ""); got != "two" {
				t.Errorf("the newest reads %q", got)
			}
			v, err := store.Complete(t.Context(), bucket, "big", upload, []blob.Part{part})
			if err != nil || v.Size != blob.MinPart {
				t.Errorf("the upload does not go on: %+v, %v", v, err)
			}
		})
	}
}

func TestTwoProcessesShareAFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server, _, _ := start(t, dir)
	command, _, _ := start(t, dir) // an admin command beside the server
	if err := command.EnsureBucket(t.Context(), "mau"); err != nil {
		t.Fatal(err)
	}
	put(t, command, command.Bucket("mau"), "seen")
	if got := read(t, server, server.Bucket("mau"), ""); got != "seen" {
		t.Errorf("reads %q", got)
	}
}

func TestOnePerProcess(t *testing.T) { // not parallel: it is the one of this process
	home, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chdir(home) })
	dir := t.TempDir()
	g, err := embedded.Start(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := embedded.Start(t.Context(), t.TempDir()); !fault.HasCode(err, "storage_unavailable") {
		t.Errorf("a second server: %v", err)
	}
	info, err := os.Stat(filepath.Join(dir, "keys.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("keys: %v, %v", info, err)
	}
	for range 2 {
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "keys.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := embedded.Start(t.Context(), dir); err == nil {
		t.Error("damaged keys are replaced in silence")
	}
}

func put(t *testing.T, s *blob.Store, bucket, body string) blob.Version {
	t.Helper()
	v, err := s.Put(t.Context(), bucket, "k", bytes.NewReader([]byte(body)), int64(len(body)), blob.PutOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func read(t *testing.T, s *blob.Store, bucket, version string) string {
	t.Helper()
	r, _, err := s.Get(t.Context(), bucket, "k", version, 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

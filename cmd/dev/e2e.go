package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/doanket/doanket/cmd/dev/lane"
	"github.com/doanket/doanket/cmd/dev/process"
	"github.com/doanket/doanket/cmd/dev/story"
	"github.com/doanket/doanket/core/module"
)

// e2e builds everything and runs the stories in a real Chromium.
func e2e(ctx context.Context, args []string) error {
	if err := build(ctx); err != nil {
		return err
	}
	return stories(ctx, os.Stdout, args)
}

// buildBinaries makes the modules and the server around the client as it stands.
func buildBinaries(ctx context.Context, out io.Writer) error {
	if err := buildModules(ctx, out, "bin/modules"); err != nil {
		return err
	}
	return goBuild(ctx, out, binary("bin/doanket"), "./cmd/doanket")
}

// stories tells them on the phone and on the desk side by side, each to a server of
// its own: one browser waits more than it works, and neither finds what the other
// left behind. With --project there is one.
func stories(ctx context.Context, out io.Writer, args []string) error {
	chromium, err := findChromium(ctx, out)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, "--project") }) {
		return tell(ctx, out, chromium, args)
	}
	var lanes []lane.Lane
	for _, screen := range []string{"phone", "desk"} {
		lanes = append(lanes, lane.Lane{Name: screen, Steps: []lane.Step{{Name: "stories", Live: true, Act: func(ctx context.Context, out io.Writer) error {
			return tell(ctx, out, chromium, append([]string{"--project=" + screen}, args...))
		}}}})
	}
	return lane.Run(ctx, out, lanes...)
}

// tell starts the built product on a throw-away folder, makes its people and
// hands over to the browser; pictures land in bin/e2e.
func tell(ctx context.Context, out io.Writer, chromium string, args []string) error {
	folder, err := os.MkdirTemp("", "doanket-e2e-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a folder of /tmp
	// A story damages a module on purpose: it gets a copy, bin/ stays whole.
	modules := filepath.Join(folder, "modules")
	if err := os.CopyFS(modules, os.DirFS("bin/modules")); err != nil {
		return err
	}
	if err := addLetter(ctx, out, modules); err != nil {
		return err
	}
	provinces, err := story.Provinces(filepath.Join(folder, "tenants"))
	if err != nil {
		return err
	}
	port, err := process.FreePort()
	if err != nil {
		return err
	}
	server := binary("bin/doanket")
	env := []string{"DOANKET_DATA=" + filepath.Join(folder, "data"), fmt.Sprintf("DOANKET_LISTEN=127.0.0.1:%d", port), "DOANKET_OPERATOR_LISTEN=",
		"DOANKET_MODULES=" + modules, "DOANKET_LOG=warn"}
	if err := seed(ctx, out, server, env, provinces); err != nil {
		return err
	}
	pid, stop, err := startServer(ctx, server, env, port)
	if err != nil {
		return err
	}
	defer stop()
	pictures, err := filepath.Abs("bin/e2e")
	if err != nil {
		return err
	}
	bin, err := filepath.Abs(server)
	if err != nil {
		return err
	}
	env = append(env, "DOANKET_E2E_SERVER="+bin, "DOANKET_E2E_MODULES="+modules, fmt.Sprintf("DOANKET_E2E_PID=%d", pid))
	return sh(ctx, out, clientDir, append(story.Env(port, chromium, pictures), env...),
		"npx", append([]string{"playwright", "test"}, args...)...)
}

// addLetter builds the module with sealed fields that the stories alone have,
// beside the copies of the others.
func addLetter(ctx context.Context, out io.Writer, modules string) error {
	if err := goBuild(ctx, out, binary(filepath.Join(modules, "letter")), "./cmd/dev/testdata/letter"); err != nil {
		return err
	}
	return module.WriteCatalog(modules, nil)
}

// seed applies the provinces in these folders and makes the people of the stories.
func seed(ctx context.Context, out io.Writer, server string, env, provinces []string) error {
	for _, folder := range provinces {
		if err := sh(ctx, out, "", env, server, "tenant", "apply", folder); err != nil {
			return err
		}
	}
	for _, p := range story.People {
		args := []string{"user", "create", "--tenant", p.Tenant, "--login", p.Login, "--name", p.Name, "--password-stdin"}
		for _, post := range strings.Fields(p.Posts) {
			args = append(args, "--post", post)
		}
		c := command(ctx, "", env, server, args...)
		c.Stdin, c.Stdout, c.Stderr = strings.NewReader(story.Password+"\n"), out, out
		if err := c.Run(); err != nil {
			return fmt.Errorf("create %s: %w", p.Login, err)
		}
	}
	return nil
}

func startServer(ctx context.Context, server string, env []string, port int) (pid int, stop func(), err error) {
	c := exec.Command(server, "serve")
	c.Env = append(os.Environ(), env...)
	c.Stdout, c.Stderr = os.Stderr, os.Stderr
	if err := c.Start(); err != nil {
		return 0, nil, err
	}
	stop = func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		_, _ = c.Process.Wait()
	}
	if err := process.WaitPort(ctx, port, 30*time.Second); err != nil {
		stop()
		return 0, nil, fmt.Errorf("the server did not start: %w", err)
	}
	return c.Process.Pid, stop, nil
}

// findChromium takes an installed browser, else the system's package with
// fonts that have every Vietnamese letter.
func findChromium(ctx context.Context, out io.Writer) (string, error) {
	for range 2 {
		for _, name := range []string{os.Getenv("DOANKET_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
			if name == "" {
				continue
			}
			if p, err := exec.LookPath(name); err == nil {
				return p, nil
			}
		}
		if err := aptInstall(ctx, out, "chromium", "fonts-noto-core"); err != nil {
			return "", fmt.Errorf("install Chromium: %w", err)
		}
	}
	return "", fmt.Errorf("no Chromium after installing it")
}

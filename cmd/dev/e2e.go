package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// people of the stories: they get a password instead of a link.
var people = []struct{ tenant, login, name, posts, env string }{
	{"ha-tinh", "e2e.officer", "Trần Thị Liên", "front_officer@18685-MT", "OFFICER"},
	{"ha-tinh", "e2e.standing", "Lê Văn Hòa", "front_standing@18685-MT", "STANDING"},
	{"ha-tinh", "e2e.chair", "Nguyễn Văn Thái", "front_standing@18685-MT", "CHAIR"},
	{"ha-tinh", "e2e.responder", "Phan Thanh Tùng", "gov_office@18685-UBND", "RESPONDER"},
	{"ha-tinh", "e2e.leader", "Phạm Thị Thu", "front_standing@42-MT", "LEADER"},
	{"ha-tinh", "e2e.provincial", "Nguyễn Văn Ân", "front_officer@42-MT", "PROVINCIAL"},
	{"ha-tinh", "e2e.party", "Hoàng Thị My", "party_office@18685-DU", "PARTY"},
	{"ha-tinh", "e2e.watcher", "Dương Đình Quân", "party_board@42-TGDV", "WATCHER"},
	{"ha-tinh", "e2e.admin", "Nguyễn Thị Hằng", "tenant_admin@42", "ADMIN"},
	{"ha-tinh", "e2e.letter", "Đặng Thị Hạnh", "letter_officer@18685-MT", "LETTER"},
	{"ha-tinh", "e2e.keeper", "Trương Thị Minh Tâm", "identity_keeper@42-MT letter_reader@42-MT", "KEEPER"},
	{"ha-tinh", "e2e.second", "Hà Văn Kiên Trung", "identity_keeper@42-MT letter_reader@42-MT", "SECOND"},
	{"da-nang", "e2e.admin", "Huỳnh Ngọc Trang", "tenant_admin@48", "DANANG_ADMIN"},
}

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

// stories starts the built product on a throw-away folder, makes its people
// and hands over to the browser; pictures land in bin/e2e.
func stories(ctx context.Context, out io.Writer, args []string) error {
	chromium, err := findChromium(ctx, out)
	if err != nil {
		return err
	}
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
	provinces, err := storyProvinces(filepath.Join(folder, "tenants"))
	if err != nil {
		return err
	}
	port, err := freePort()
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
	return sh(ctx, out, clientDir, append(storyEnv(port, chromium, pictures), env...),
		"npx", append([]string{"playwright", "test"}, args...)...)
}

const password = "Mot-mat-khau-rat-dai-2026"

// seed applies the provinces in these folders and makes the people of the stories.
func seed(ctx context.Context, out io.Writer, server string, env, provinces []string) error {
	for _, folder := range provinces {
		if err := sh(ctx, out, "", env, server, "tenant", "apply", folder); err != nil {
			return err
		}
	}
	for _, p := range people {
		args := []string{"user", "create", "--tenant", p.tenant, "--login", p.login, "--name", p.name, "--password-stdin"}
		for _, post := range strings.Fields(p.posts) {
			args = append(args, "--post", post)
		}
		c := command(ctx, "", env, server, args...)
		c.Stdin, c.Stdout, c.Stderr = strings.NewReader(password+"\n"), out, out
		if err := c.Run(); err != nil {
			return fmt.Errorf("create %s: %w", p.login, err)
		}
	}
	return nil
}

// storyEnv tells the stories where the product is and who the people are.
func storyEnv(port int, chromium, pictures string) []string {
	url := func(slug string) string { return fmt.Sprintf("http://%s.localhost:%d", slug, port) }
	env := []string{"DOANKET_E2E_URL=" + url("ha-tinh"), "DOANKET_E2E_URL_DANANG=" + url("da-nang"),
		"DOANKET_E2E_CHROMIUM=" + chromium, "DOANKET_E2E_OUT=" + pictures, "DOANKET_E2E_PASSWORD=" + password}
	logins := map[string]string{}
	for _, p := range people {
		env = append(env, "DOANKET_E2E_"+p.env+"="+p.login)
		logins[strings.ToLower(p.env)] = p.login
	}
	all, _ := json.Marshal(logins)
	return append(env, "DOANKET_E2E_PEOPLE="+string(all))
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
	if err := waitPort(ctx, port, 30*time.Second); err != nil {
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

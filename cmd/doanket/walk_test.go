package main_test

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest/wait"
)

// TestWalkOfTheAPI runs the commands of plugins/API.md as a stranger would, on the
// built product, up to the figure and the bytes it rests on.
func TestWalkOfTheAPI(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed, so the walk in plugins/API.md is not taken")
	}
	raw, err := os.ReadFile(filepath.Join(here, "../../plugins/API.md"))
	if err != nil {
		t.Fatal(err)
	}
	script := "set -eu\n"
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(string(raw), -1) {
		script += block[1]
	}
	p := newProduct(t)
	links := map[string]string{}
	for _, login := range []string{"cb.lan", "cb.hung"} {
		links[login] = strings.TrimSpace(p.run("user", "link", login, "--tenant", "ha-tinh"))
	}
	p.start()
	defer p.stop()
	dir := t.TempDir()
	photo, err := os.Create(filepath.Join(dir, "photo.png"))
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(photo, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	if err := photo.Close(); err != nil {
		t.Fatal(err)
	}
	bounded, stop := context.WithTimeout(t.Context(), wait.Bound)
	defer stop()
	sh := exec.CommandContext(bounded, "sh", "-c", script)
	sh.Dir = dir
	sh.Env = append(os.Environ(), fmt.Sprintf("BASE=http://ha-tinh.localhost:%d", p.port), "OFFICER_LINK="+links["cb.lan"], "APPROVER_LINK="+links["cb.hung"],
		"EVIDENCE="+photo.Name(), "no_proxy=*")
	said, err := sh.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	if n := len(lines); n < 4 || !slices.Contains(lines, "approved") || !slices.Contains(lines, `"claimed":0`) || !slices.Contains(lines, `"proven":1`) || len(lines[n-1]) != 64 || lines[n-1] != lines[n-2] {
		t.Errorf("the walk ended with\n%s", said)
	}
}

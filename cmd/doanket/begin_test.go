package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
)

// TestFromNothingToTheFirstRecord takes a new province the way its administrator does:
// a folder from a starter pack, applied, the first officer, and the first record, with
// the module's own process behind it. What the machine needs of the hour is told.
func TestFromNothingToTheFirstRecord(t *testing.T) {
	t.Parallel()
	p, dir := newProduct(t), t.TempDir()
	list := filepath.Join(dir, "communes.csv")
	if err := os.WriteFile(list, []byte("code,full_name,province_code\n19333,Phường Đông Hà,44\n19342,Xã Triệu Phong,44\n20194,Phường Hải Châu,48\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	said := p.run("tenant", "new", "quang-tri", "--pack", "two-areas", "--code", "44", "--name", "Tỉnh Quảng Trị", "--admin", "Nguyễn Thị Hạnh", "--communes", list, "--dir", dir)
	if !strings.Contains(said, "2 communes") {
		t.Errorf("tenant new said %q", said)
	}
	p.run("tenant", "apply", filepath.Join(dir, "quang-tri"), "--dry-run")
	p.run("tenant", "apply", filepath.Join(dir, "quang-tri"))
	if link := p.run("user", "link", "quantri", "--tenant", "quang-tri"); !strings.Contains(link, "quang-tri.") {
		t.Errorf("the administrator's link: %q", link)
	}
	p.run("user", "create", "--tenant", "quang-tri", "--login", "lan", "--name", "Trần Thị Lan", "--post", "front_officer@19333-MT")
	token := strings.TrimSpace(p.run("token", "create", "--tenant", "quang-tri", "--login", "lan"))
	p.start()
	defer p.stop()

	ask := func(method, path string, body, into any) {
		t.Helper()
		var sent io.Reader
		if body != nil {
			raw, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			sent = bytes.NewReader(raw)
		}
		req, err := http.NewRequestWithContext(t.Context(), method, fmt.Sprintf("http://127.0.0.1:%d/api/v1%s", p.port, path), sent)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = fmt.Sprintf("quang-tri.localhost:%d", p.port)
		req.Header.Set("Authorization", "Bearer "+token)
		req.Header.Set("Content-Type", "application/json")
		res, err := coretest.HTTP.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		raw, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode >= 300 {
			t.Fatalf("%s %s: %d %s %v", method, path, res.StatusCode, raw, err)
		}
		if err := json.Unmarshal(raw, into); err != nil {
			t.Fatal(err)
		}
	}
	var me struct {
		Help    []any
		Modules []struct{ ID string }
		Posts   []struct{ Unit struct{ ID string } }
	}
	ask(http.MethodGet, "/me", nil, &me)
	if len(me.Help) != 3 || len(me.Posts) != 1 {
		t.Fatalf("the officer finds %+v", me)
	}
	var made struct{ ID, State string }
	ask(http.MethodPost, "/records/awareness.communication_activity", map[string]any{"unit": me.Posts[0].Unit.ID,
		"fields": map[string]any{"title": "Hội nghị đầu tiên", "purpose": "policy_law", "channel": "conference"}}, &made)
	if made.ID == "" || made.State != "draft" {
		t.Errorf("the first record: %+v", made)
	}
	t.Logf("from nothing to the first record the machine took %s of the hour", time.Since(begun).Round(100*time.Millisecond))
	pilotOnTheCommandLine(t, p, filepath.Join(dir, "quang-tri"))
}

// pilotOnTheCommandLine: a module is tried at one commune by a command; the folder calls
// that drift until it says the same.
func pilotOnTheCommandLine(t *testing.T, p *product, folder string) {
	t.Helper()
	try := []string{"module", "enable", "leadership", "--tenant", "quang-tri", "--pilot", "19333"}
	if effect := p.run(append(slices.Clone(try), "--dry-run")...); !strings.Contains(effect, "figure leadership.") || !strings.Contains(effect, "none -> part") {
		t.Errorf("what it would mean: %s", effect)
	}
	if said := p.run("tenant", "apply", folder); !strings.Contains(said, "nothing to change") {
		t.Errorf("saying it did it: %s", said)
	}
	p.run(try...)
	if said := p.run("tenant", "apply", folder); !strings.Contains(said, `drift, kept: module leadership: switch is "on 19333", the folder says ""`) {
		t.Errorf("the folder says otherwise: %s", said)
	}
	f, err := os.OpenFile(filepath.Join(folder, "modules.yaml"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("  - leadership\npilots: {leadership: [19333]}\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if said := p.run("tenant", "apply", folder); !strings.Contains(said, "nothing to change") || strings.Contains(said, "drift") {
		t.Errorf("the folder says the same: %s", said)
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/seal"
)

// TestTheMasterKeyMustBeSomewhere: replicas over one PostgreSQL cannot each
// make their own, and every mistake is named at once.
func TestTheMasterKeyMustBeSomewhere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, wrong string }{
		"embedded":        {"data: x", ""},
		"postgres":        {"database_url: postgres://a/b", "SEAL_KEY: needed"},
		"key":             {"database_url: postgres://a/b\nseal_key: " + seal.NewMaster(), ""},
		"key file":        {"database_url: postgres://a/b\nseal_key_file: /etc/seal.key", ""},
		"both":            {"seal_key: " + seal.NewMaster() + "\nseal_key_file: a", "leave out"},
		"short":           {"seal_key: c2hvcnQ=", "SEAL_KEY: a master key is 32"},
		"two, one broken": {"seal_key: " + seal.NewMaster() + " x", "SEAL_KEY: a master key is 32"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "doanket.yaml")
			if err := os.WriteFile(file, []byte(c.file), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := loadConfig(file)
			if c.wrong == "" && err != nil || c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)) {
				t.Errorf("got %v, want %q", err, c.wrong)
			}
		})
	}
}

// TestAStartSaysWhenAnyModuleIsRun: where there are modules and nobody is named who may
// sign them, and only there.
func TestAStartSaysWhenAnyModuleIsRun(t *testing.T) {
	t.Parallel()
	for text, any := range map[string]bool{"MODULES: /m\n": true, "MODULES: \"\"\n": false, "MODULES: /m\nMODULE_KEYS: CRrbAdz+ULIaQRx3ETUMoSWNwhVCMa5KoV9ptQh2kdU=\n": false} {
		file := filepath.Join(t.TempDir(), "config.yaml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := loadConfig(file)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if c.anyModule() != any {
			t.Errorf("%q: %v", text, !any)
		}
	}
}

// TestTheConfigurationIsDocumentedForMachinesToo: every setting with its value and its
// help, no secret among them.
func TestTheConfigurationIsDocumentedForMachinesToo(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "doanket.yaml")
	if err := os.WriteFile(file, []byte("seal_key: "+seal.NewMaster()+"\nlog: warn\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := &shared{configFile: file, json: true}
	cmd := s.config()
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetArgs([]string{})
	if err := cmd.Execute(); err != nil {
		t.Fatal(err)
	}
	var got map[string]struct{ Value, Help string }
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for _, want := range defaults().settings {
		if x, told := got[strings.ToLower(want.name)]; !told || x.Help == "" || x.Help != want.help {
			t.Errorf("%s: %+v", want.name, x)
		}
	}
	if got["log"].Value != "warn" || got["seal_key"].Value != "********" {
		t.Errorf("%+v %+v", got["log"], got["seal_key"])
	}
}

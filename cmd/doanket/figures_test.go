package main

import (
	"bytes"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/closing/statement"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
)

// TestFiguresVerifyNeedsTheFileAlone and names a changed digit by measure and unit.
func TestFiguresVerifyNeedsTheFileAlone(t *testing.T) {
	t.Parallel()
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	rec := statement.Record{ID: "r1", Kind: "demo.visit", Version: 1}
	s := &statement.Statement{Head: statement.Head{Format: statement.Format, Unit: "u0", UnitName: "Tỉnh An", Period: "2026-H1", Edition: 1},
		Units: []statement.Unit{{ID: "u0", Path: "/aa/", Name: "Tỉnh An"}}, Records: []statement.Record{rec},
		Measures: []statement.Measure{{Code: "demo.met", Kind: manifest.MeasureSum, Contributions: []statement.Contribution{{Record: "r1", Rests: rec.Digest(), Unit: "u0", Num: 1500000}}}}}
	s.Compute()
	var raw bytes.Buffer
	if _, _, err := statement.Write(&raw, s, key); err != nil {
		t.Fatal(err)
	}
	verify := func(content string) (string, error) {
		path := filepath.Join(t.TempDir(), "figures.jsonl")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		c := root()
		c.SetOut(&out)
		c.SetArgs([]string{"figures", "verify", path, "--key", statement.Public(key)})
		err := c.Execute()
		return out.String(), err
	}
	if out, err := verify(raw.String()); err != nil || !strings.Contains(out, "1 measures, 1 figures from 1 contributions") {
		t.Errorf("a sound file: %q %v", out, err)
	}
	out, err := verify(strings.Replace(raw.String(), `"value":1500`, `"value":1600`, 1))
	if err == nil || fault.Of(err).Code != "figures_broken" || !strings.Contains(out, `figure: demo.met unit u0`) {
		t.Errorf("a changed digit: %q %v", out, err)
	}
}

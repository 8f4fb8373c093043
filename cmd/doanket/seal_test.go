package main_test

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
)

// TestSealOnTheCommandLine: an operator gives a province and the installation new
// keys, destroys that of a record for a reason, and is told what is not so.
func TestSealOnTheCommandLine(t *testing.T) {
	t.Parallel()
	p := newBareProduct(t)
	if err := p.seal("rec_a", "rec_b"); err != nil {
		t.Fatal(err)
	}

	if said := p.run("seal", "rotate", "--tenant", "mau"); said != "mau: 2 keys rewrapped\n" {
		t.Errorf("rotate: %q", said)
	}
	file := filepath.Join(p.data, "seal.key")
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if said := p.run("seal", "rotate-master"); !strings.HasPrefix(said, "1 keys of provinces wrapped anew") {
		t.Errorf("rotate-master: %q", said)
	}
	if after, err := os.ReadFile(file); err != nil || string(after) == string(before) {
		t.Errorf("the key file is what it was, %v", err)
	}
	if said := p.refused("seal", "shred", "rec_a", "--tenant", "mau"); !strings.Contains(said, "required") || !strings.Contains(said, "reason") {
		t.Errorf("shred without a reason: %s", said)
	}
	if said := p.refused("seal", "shred", "rec_none", "--tenant", "mau", "--reason", "thử"); !strings.Contains(said, "not_found") {
		t.Errorf("shred what is not sealed: %s", said)
	}
	if said := p.refused("seal", "rotate", "--tenant", "khong"); !strings.Contains(said, "khong") {
		t.Errorf("rotate in no province: %s", said)
	}
	if said := p.run("seal", "shred", "rec_a", "--tenant", "mau", "--reason", "Hết thời hạn lưu"); said != "rec_a: shredded\n" {
		t.Errorf("shred: %q", said)
	}
	if err := p.seal("rec_a"); !fault.HasCode(err, "seal_shredded") {
		t.Errorf("sealed after shredding: %v", err)
	}
	if err := p.seal("rec_b"); err != nil {
		t.Errorf("another record is hurt: %v", err)
	}
	if said := p.run("doctor"); !strings.Contains(said, "master key of sealed fields: "+file) {
		t.Errorf("doctor: %s", said)
	}
	if err := os.WriteFile(file, before, 0o600); err != nil { // the wrong one came back
		t.Fatal(err)
	}
	if said := p.refused("doctor"); !strings.Contains(said, "seal_key_unknown") {
		t.Errorf("doctor with another master key: %s", said)
	}
}

// seal closes a value for each record, as a server beside the commands does.
func (p *product) seal(records ...string) error {
	p.t.Helper()
	i, err := installation.Open(context.Background(), installation.Options{Data: p.data, BaseDomain: "localhost", Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		return err
	}
	defer func() {
		if err := i.Close(); err != nil {
			p.t.Error(err)
		}
	}()
	ctx, err := i.Enter(context.Background(), "mau", "test")
	if err != nil {
		return err
	}
	for _, record := range records {
		_, keep, err := i.Keys.Seal(ctx, record, map[string]any{"who": "Nguyễn Thị Hồng"})
		if err != nil {
			return err
		}
		if err := db.InTx(ctx, keep); err != nil {
			return err
		}
	}
	return nil
}

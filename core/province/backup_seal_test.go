package province_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/seal"
)

// TestABackupIsNothingWithoutTheKey: who finds one reads nothing, and what another
// installation sealed does not go in.
func TestABackupIsNothingWithoutTheKey(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		life(t, r)
		none := context.Background()
		dir := t.TempDir()
		path := filepath.Join(dir, "an.backup")
		if _, err := r.Provinces.Backup(none, coretest.An, path); err != nil {
			t.Fatal(err)
		}
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := gzip.NewReader(bytes.NewReader(whole)); err == nil || bytes.Contains(whole, []byte("Chuyến thăm")) {
			t.Error("who has the file reads it without a key")
		}
		if err := os.WriteFile(filepath.Join(dir, "foreign"), foreign(t, unsealed(t, r, whole)), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Provinces.Restore(none, filepath.Join(dir, "foreign"), "moi"); !fault.HasCode(err, "seal_key_unknown") {
			t.Errorf("sealed by a key that is not named here: %v", err)
		}
		leavesNothing(t, r, "a foreign key")
	})
}

// unsealed is an archive as who has the master key reads it.
func unsealed(t testing.TB, r *coretest.Rig, file []byte) []byte {
	t.Helper()
	in, err := r.Keys.OpenFile(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func sealed(t testing.TB, r *coretest.Rig, archive []byte) []byte {
	t.Helper()
	return sealedBy(t, r.Keys, archive)
}

// foreign is an archive sealed in another installation.
func foreign(t testing.TB, archive []byte) []byte {
	t.Helper()
	other, err := seal.New(seal.Options{Master: seal.NewMaster()})
	if err != nil {
		t.Fatal(err)
	}
	return sealedBy(t, other, archive)
}

func sealedBy(t testing.TB, keys *seal.Keys, archive []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := keys.SealFile(&out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(archive); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

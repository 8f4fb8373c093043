package coretest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/record"
)

// NoSum is a PUT without a checksum given up front.
var NoSum = blob.PutOptions{}

// Lasting is a rig for a whole run of benchmarks: b lends its logging, the
// folder and the rooms end with the process.
func Lasting(b *testing.B) *Rig {
	b.Helper()
	return New(lasting{b}, Options{})
}

// lasting is a testing.TB whose clean-up and folder belong to the process.
type lasting struct{ *testing.B }

// Cleanup does nothing: the process ends soon.
func (lasting) Cleanup(func()) {}

// TempDir is a folder that the next run of benchmarks empties.
func (l lasting) TempDir() string {
	dir := filepath.Join(os.TempDir(), "doanket-bench")
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o700)); err != nil {
		l.Fatal(err)
	}
	return dir
}

// Multiply copies a record's rows until the province holds total of them: near
// of them at the unit here, the rest at there.
func Multiply(ctx context.Context, r *record.Record, total, near int, here, there string) error {
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	var herePath, therePath string
	for _, u := range []struct {
		id   string
		into *string
	}{{here, &herePath}, {there, &therePath}} {
		if err := tx.NewRaw("SELECT path FROM unit WHERE id = ?", u.id).Scan(ctx, u.into); err != nil {
			return fmt.Errorf("path of %s: %w", u.id, err)
		}
	}
	for n := 1; n < total; n++ {
		at, path := there, therePath
		if n < near {
			at, path = here, herePath
		}
		if err := copyRecord(ctx, r.ID, id.New("rec"), at, path, n); err != nil {
			return err
		}
	}
	return nil
}

func copyRecord(ctx context.Context, from, to, unitID, path string, n int) error {
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	due := fmt.Sprintf("2026-%02d-%02d", 1+n%12, 1+n%28)
	_, err = tx.NewRaw(`INSERT INTO record (id, kind, unit_id, unit_path, branch, to_unit_id, to_path, number, title, fold, state, phase, draft, period,
			due_on, sensitivity, version, schema_rev, created_by, created_at, updated_by, updated_at, actors, deadlines)
		SELECT ?, kind, ?, ?, branch, to_unit_id, to_path, '', title, fold, state, phase, draft, period,
			?, sensitivity, version, schema_rev, created_by, created_at + ?, updated_by, updated_at + ?, actors, deadlines
		FROM record WHERE id = ?`, to, unitID, path, due, n, n, from).Exec(ctx)
	if err != nil {
		return fmt.Errorf("copy directory row: %w", err)
	}
	_, err = tx.NewRaw(`INSERT INTO m_demo__visit (id, title, held_on, people) SELECT ?, title, held_on, people FROM m_demo__visit WHERE id = ?`, to, from).Exec(ctx)
	if err != nil {
		return fmt.Errorf("copy typed row: %w", err)
	}
	return nil
}

package dbtest

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/doanket/doanket/core/db"
)

// Build fills the empty databases of o, and closes what it opens.
type Build func(t testing.TB, o db.Options)

// Template is databases made once in a test binary and copied for every test
// that wants them: copying costs a fraction of migrating and filling.
type Template struct {
	mu    sync.Mutex
	files map[string][]byte // SQLite: the folder, by path inside it
	url   string            // PostgreSQL: the database copied from
}

// SQLite is a copy in the folder dir, which is made; build runs for the first.
func (m *Template) SQLite(t testing.TB, dir string, build Build) db.Options {
	t.Helper()
	for name, body := range m.folder(t, build) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return sqliteIn(dir)
}

// sqliteIn: no power fails during a test, so commits need not wait for the disk.
func sqliteIn(dir string) db.Options { return db.Options{Dir: dir, SyncNormal: true} }

func (m *Template) folder(t testing.TB, build Build) map[string][]byte {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.files != nil {
		return m.files
	}
	dir := filepath.Join(t.TempDir(), "db")
	build(t, sqliteIn(dir))
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[path], err = os.ReadFile(filepath.Join(dir, path))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	m.files = files
	return files
}

// Postgres is a copy in the reserved database url; build runs for the first.
func (m *Template) Postgres(t testing.TB, url string, build Build) db.Options {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.url == "" {
		made := holdTemplate(t)
		onServer(t, "CREATE DATABASE "+nameOf(t, made)+" TEMPLATE template0")
		build(t, db.Options{URL: made})
		m.url = made
	}
	copyPostgres(t, m.url, url)
	return db.Options{URL: url}
}

var province Template

// newProvince makes a cluster of the one province of Slug.
func newProvince(t testing.TB, o db.Options) {
	c, err := db.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Create(context.Background(), Slug); err != nil {
		t.Fatal(err)
	}
}

package db

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/uptrace/bun/dialect/sqlitedialect"
	"github.com/uptrace/bun/schema"

	"github.com/doanket/doanket/core/db/sqlite"
)

// sqliteEngine keeps control.db and provinces/<slug>.db in a folder.
type sqliteEngine struct{ options Options }

func (e *sqliteEngine) dialect() Dialect { return SQLite }

func (e *sqliteEngine) file(slug string) string {
	return filepath.Join(e.options.Dir, "provinces", slug+".db")
}

func (e *sqliteEngine) openControl(ctx context.Context) (*handle, error) {
	if err := os.MkdirAll(filepath.Join(e.options.Dir, "provinces"), 0o700); err != nil {
		return nil, unavailable(err)
	}
	return e.openFile(ctx, filepath.Join(e.options.Dir, "control.db"), "rwc")
}

func (e *sqliteEngine) open(ctx context.Context, slug string) (*handle, error) {
	return e.openFile(ctx, e.file(slug), "rw")
}

func (e *sqliteEngine) create(ctx context.Context, slug string) error {
	h, err := e.openFile(ctx, e.file(slug), "rwc")
	if err != nil {
		return err
	}
	return h.close()
}

func (e *sqliteEngine) drop(_ context.Context, slug string) error {
	for _, tail := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(e.file(slug) + tail); err != nil && !errors.Is(err, os.ErrNotExist) {
			return unavailable(err)
		}
	}
	return nil
}

func (e *sqliteEngine) slugs(context.Context) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(e.options.Dir, "provinces"))
	if err != nil {
		return nil, unavailable(err)
	}
	var slugs []string
	for _, entry := range entries { // ReadDir sorts
		if slug, ok := strings.CutSuffix(entry.Name(), ".db"); ok {
			slugs = append(slugs, slug)
		}
	}
	return slugs, nil
}

// readCache is how many KiB of the file a reading connection keeps, four times
// SQLite's own: of a province of 20,000 records, a list and what waits for somebody
// fit, which else read the same pages from the system over and over.
const readCache = "cache_size = -8192"

// openFile opens one writing connection, so that writers queue here and not in
// SQLite's busy loop, and several that can only read.
func (e *sqliteEngine) openFile(ctx context.Context, path, mode string) (*handle, error) {
	write, err := e.pool(path, mode, "BEGIN IMMEDIATE", 1)
	if err != nil {
		return nil, err
	}
	read, err := e.pool(path, "rw", "BEGIN", e.options.MaxConns, "query_only = ON", readCache)
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	h := newHandle(read, write, func() schema.Dialect { return sqlitedialect.New() })
	if err := write.PingContext(ctx); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

// pool opens connections with the pragmas of all and those of this pool.
func (e *sqliteEngine) pool(path, mode, begin string, conns int, pragmas ...string) (*sql.DB, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, unavailable(err)
	}
	synchronous := "synchronous = FULL"
	if e.options.SyncNormal {
		synchronous = "synchronous = NORMAL"
	}
	file := url.URL{Scheme: "file", Path: absolute, RawQuery: "mode=" + mode}
	pragmas = append([]string{"busy_timeout = 10000", "journal_mode = WAL", synchronous, "foreign_keys = ON", "temp_store = MEMORY"}, pragmas...)
	db := sql.OpenDB(connector{sqlite.Connector{URI: file.String(), Pragmas: "PRAGMA " + strings.Join(pragmas, "; PRAGMA "), Begin: begin}, e.options.Log})
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	db.SetConnMaxIdleTime(e.options.Idle)
	return db, nil
}

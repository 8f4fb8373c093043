package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/uptrace/bun/dialect/sqlitedialect"
	"github.com/uptrace/bun/schema"
	"modernc.org/sqlite"
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

// openFile opens one writing connection, so that writers queue here and not in
// SQLite's busy loop, and several that can only read.
func (e *sqliteEngine) openFile(ctx context.Context, path, mode string) (*handle, error) {
	write, err := e.pool(path, mode, "&_txlock=immediate", 1)
	if err != nil {
		return nil, err
	}
	read, err := e.pool(path, "rw", "&_query_only=1", e.options.MaxConns)
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	h := newHandle(read, write, func() schema.Dialect { return sqlitedialect.New() })
	if err := write.PingContext(ctx); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

func (e *sqliteEngine) pool(path, mode, extra string, conns int) (*sql.DB, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, unavailable(err)
	}
	synchronous := "FULL"
	if e.options.SyncNormal {
		synchronous = "NORMAL"
	}
	file := url.URL{Scheme: "file", Path: absolute}
	inner, err := sqlite.NewConnector(fmt.Sprintf("%s?mode=%s&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)"+
		"&_pragma=synchronous(%s)&_pragma=foreign_keys(1)%s", file.String(), mode, synchronous, extra))
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector{Connector: inner, log: e.options.Log, begin: beginSQLite, guard: refuseAttach, prepare: keepLite})
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	db.SetConnMaxIdleTime(e.options.Idle)
	return db, nil
}

func beginSQLite(ctx context.Context, inner innerConn, o driver.TxOptions) (driver.Tx, error) {
	return inner.BeginTx(ctx, o)
}

// refuseAttach keeps a province's handle inside its own file. Asking SQLite's
// authorizer costs a call per column of every statement, so it is asked only
// about statements in which the word occurs at all.
func refuseAttach(inner innerConn, query string) func() {
	authorized, ok := inner.(sqlite.AuthorizerRegisterer)
	if !ok || !mentionsAttach(query) {
		return func() {}
	}
	if err := authorized.RegisterAuthorizer(denyAttach); err != nil {
		return func() {}
	}
	return func() { _ = authorized.RegisterAuthorizer(nil) }
}

func denyAttach(action sqlite.AuthorizerActionCode, _, _, _, _ string) sqlite.AuthorizerReturnCode {
	if action == sqlite.AuthAttach {
		return sqlite.AuthorizerDeny
	}
	return sqlite.AuthorizerOK
}

func mentionsAttach(query string) bool {
	const word = "attach"
	for i := 0; i+len(word) <= len(query); i++ {
		if query[i]|0x20 == 'a' && strings.EqualFold(query[i:i+len(word)], word) {
			return true
		}
	}
	return false
}

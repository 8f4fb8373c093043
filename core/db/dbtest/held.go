package dbtest

import (
	"context"
	"database/sql"
	"os"
	"sync"
	"testing"
)

// templatePrefix begins the name of a database tests copy from.
const templatePrefix = "dk_template_"

// held is the one connection by which this test binary holds its templates.
// The server sees it end with the process, however that ends.
var held struct {
	sync.Mutex
	conn *sql.Conn
}

// lockTemplate is the lock whoever uses a template holds.
const lockTemplate = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))"

// holdTemplate is the URL of a template database still to be made. It stays
// until a later test binary finds that the one that made it has ended: making
// templates is the dearest part of a test on PostgreSQL, and no test of a binary
// knows whether it is the last.
func holdTemplate(t testing.TB) string {
	t.Helper()
	name := templatePrefix + randomHex(6)
	made := named(t, name)
	held.Lock()
	defer held.Unlock()
	if held.conn == nil {
		conn, err := open(t, os.Getenv("DOANKET_TEST_POSTGRES")).Conn(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		held.conn = conn
		sweepTemplates(t)
	}
	if !lock(t, name) {
		t.Fatalf("a new template %s is held by somebody else", name)
	}
	return made
}

// sweepTemplates removes what ended test binaries have left.
func sweepTemplates(t testing.TB) {
	t.Helper()
	var left []string
	rows, err := held.conn.QueryContext(context.Background(), "SELECT datname FROM pg_database WHERE starts_with(datname, $1)", templatePrefix)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		left = append(left, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, name := range left {
		if lock(t, name) { // kept: who else finds the name in their list finds it taken
			remove(t, named(t, name))
		}
	}
}

func lock(t testing.TB, name string) (ours bool) {
	t.Helper()
	if err := held.conn.QueryRowContext(context.Background(), lockTemplate, name).Scan(&ours); err != nil {
		t.Fatal(err)
	}
	return ours
}

package dbtest

import (
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"net/url"
	"os"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // speaks to the server itself to make databases
)

// PostgresURL makes an empty database that lives as long as the test.
func PostgresURL(t testing.TB) string {
	t.Helper()
	reserved := ReservePostgres(t)
	onServer(t, "CREATE DATABASE "+nameOf(t, reserved)+" TEMPLATE template0")
	return reserved
}

// ReservePostgres is the URL of a database that is still to be made, by a
// Template; made or not, it goes with the test, and its provinces' roles too.
func ReservePostgres(t testing.TB) string {
	t.Helper()
	reserved := unused(t)
	t.Cleanup(func() { remove(t, reserved) })
	return reserved
}

// unused is the URL of a database nobody has.
func unused(t testing.TB) string {
	t.Helper()
	return named(t, "dk_test_"+randomHex(6))
}

// named is the URL of the database on the server of the tests.
func named(t testing.TB, database string) string {
	t.Helper()
	server := os.Getenv("DOANKET_TEST_POSTGRES")
	if server == "" {
		t.Skip("DOANKET_TEST_POSTGRES is not set")
	}
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + database
	return u.String()
}

// remove drops a database and the roles of its provinces, which belong to the
// whole server.
func remove(t testing.TB, database string) {
	t.Helper()
	onServer(t, "DROP DATABASE IF EXISTS "+nameOf(t, database)+" WITH (FORCE)", rolesOf(t, database)...)
}

// rolesOf lists the statements that drop the roles of a database's provinces;
// none if the database was never made or opened.
func rolesOf(t testing.TB, database string) (drops []string) {
	t.Helper()
	pool := open(t, database)
	defer pool.Close()
	rows, err := pool.Query("SELECT role_name FROM control.placement")
	if err != nil {
		return nil
	}
	defer rows.Close()
	for rows.Next() {
		var role string
		if err := rows.Scan(&role); err != nil {
			t.Error(err)
		}
		drops = append(drops, "DROP ROLE IF EXISTS "+role)
	}
	if err := rows.Err(); err != nil {
		t.Error(err)
	}
	return drops
}

// ownRoles gives the provinces of a copied database roles of their own: the
// roles of what it was copied from are still in use there.
const ownRoles = `DO $$ DECLARE p record; fresh text; BEGIN
	FOR p IN SELECT * FROM control.placement LOOP
		fresh := left(p.role_name, -8) || '{random}';
		EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS PASSWORD %L', fresh, p.password);
		EXECUTE format('GRANT %I TO CURRENT_USER', fresh);
		EXECUTE format('ALTER ROLE %I SET search_path = %I', fresh, p.schema_name);
		EXECUTE format('REASSIGN OWNED BY %I TO %I', p.role_name, fresh);
		UPDATE control.placement SET role_name = fresh WHERE slug = p.slug;
	END LOOP;
END $$`

// copyPostgres makes the database to as a copy of from, to which nobody may be
// connected.
func copyPostgres(t testing.TB, from, to string) {
	t.Helper()
	onServer(t, "CREATE DATABASE "+nameOf(t, to)+" TEMPLATE "+nameOf(t, from))
	pool := open(t, to)
	defer pool.Close()
	if _, err := pool.Exec(strings.ReplaceAll(ownRoles, "{random}", randomHex(4))); err != nil {
		t.Fatalf("give the copied provinces roles of their own: %v", err)
	}
}

// onServer runs statements as superuser, each in a transaction of its own.
func onServer(t testing.TB, first string, more ...string) {
	t.Helper()
	pool := open(t, os.Getenv("DOANKET_TEST_POSTGRES"))
	defer pool.Close()
	for _, statement := range append([]string{first}, more...) {
		if _, err := pool.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func open(t testing.TB, database string) *sql.DB {
	t.Helper()
	pool, err := sql.Open("pgx", database)
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
	return pool
}

func nameOf(t testing.TB, database string) string {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(u.Path, "/")
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

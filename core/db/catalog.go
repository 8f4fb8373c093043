package db

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/dump"
	"github.com/doanket/doanket/core/db/migration"
	"github.com/doanket/doanket/core/db/migration/province"
)

// portable maps what the databases call a type (lower case, without length)
// to our word for it. Both call the rest of the words the same.
var portable = map[string]string{
	"text": "text", "character": "text", "character varying": "text", "varchar": "text", "char": "text", "name": "text",
	"bigint": "int", "integer": "int", "int": "int", "smallint": "int",
	"double precision": "float", "real": "float", "float": "float",
	"numeric": "num", "decimal": "num", "boolean": "bool", "bool": "bool",
	"timestamp": "time", "timestamptz": "time", "timestamp with time zone": "time", "datetime": "time",
	"date": "date", "json text": "json", "jsonb": "json", "json": "json", "blob": "bytes", "bytea": "bytes",
}

func portableType(declared string) string {
	name, _, _ := strings.Cut(strings.ToLower(declared), "(")
	return portable[strings.TrimSpace(name)]
}

// columnsOf reads a table's columns from the database's own catalogue.
func columnsOf(ctx context.Context, idb bun.IDB, table string) ([]dump.Column, error) {
	query := `SELECT name, type, "notnull" OR pk > 0 AS not_null, pk AS key FROM pragma_table_info(?) ORDER BY cid`
	if migration.Of(idb) == Postgres {
		query = `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type, a.attnotnull AS not_null,
				coalesce(array_position(i.indkey::int2[], a.attnum) + 1 - array_lower(i.indkey::int2[], 1), 0) AS key
			FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
			WHERE a.attrelid = to_regclass(quote_ident(current_schema()) || '.' || quote_ident(?))
				AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum`
	}
	var columns []dump.Column
	if err := idb.NewRaw(query, table).Scan(ctx, &columns); err != nil {
		return nil, err
	}
	for i := range columns {
		columns[i].Type = portableType(columns[i].Type)
	}
	return columns, nil
}

// tablesOf lists the ordinary tables, sorted; not views, virtual tables, nor
// the tables behind virtual ones and what waits for one.
func tablesOf(ctx context.Context, idb bun.IDB) ([]string, error) {
	query := `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
		AND name <> '` + province.WordWaiting + `' ORDER BY name`
	if migration.Of(idb) == Postgres {
		query = `SELECT c.relname COLLATE "C" FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') ORDER BY 1`
	}
	var tables []string
	err := idb.NewRaw(query).Scan(ctx, &tables)
	return tables, err
}

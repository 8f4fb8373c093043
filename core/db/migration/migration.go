package migration

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect"
)

// Dialect names the kind of database.
type Dialect string

// The two dialects.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Step is one migration. ID is the file's name without ".go"; the order of IDs
// is the order of steps. A step runs in a transaction of its own: Up changes
// tables, then Rows, if it has any, rewrites what stands in them. Rows also runs
// when the rows of an archive older than the step were loaded.
type Step struct {
	ID   string
	Up   func(ctx context.Context, tx bun.IDB) error
	Rows func(ctx context.Context, tx bun.IDB) error
}

// Run does the step: its tables, its rows.
func (s Step) Run(ctx context.Context, tx bun.IDB) error {
	for _, part := range []func(context.Context, bun.IDB) error{s.Up, s.Rows} {
		if part == nil {
			continue
		}
		if err := part(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// Of says which dialect tx speaks.
func Of(tx bun.IDB) Dialect {
	if tx.Dialect().Name() == dialect.PG {
		return Postgres
	}
	return SQLite
}

// words are the column types a statement may name in braces. Text is compared
// bytewise in both dialects, so that ranges of paths and ids mean the same.
var words = map[Dialect]*strings.Replacer{
	SQLite: strings.NewReplacer("{text}", "text", "{int}", "bigint", "{bool}", "boolean", "{time}", "timestamp",
		"{date}", "date", "{json}", "json text", "{num}", "numeric", "{float}", "double precision", "{bytes}", "blob"),
	Postgres: strings.NewReplacer("{text}", `text COLLATE "C"`, "{int}", "bigint", "{bool}", "boolean", "{time}", "timestamptz",
		"{date}", "date", "{json}", "jsonb", "{num}", "numeric", "{float}", "double precision", "{bytes}", "bytea"),
}

// Words puts the dialect's types in place of {text} {int} {bool} {time} {date}
// {json} {num} {float} {bytes}.
func Words(d Dialect, statement string) string { return words[d].Replace(statement) }

// Exec runs the statements in order with their types put in (see Words).
func Exec(ctx context.Context, tx bun.IDB, statements ...string) error {
	for _, s := range statements {
		if _, err := tx.NewRaw(Words(Of(tx), s)).Exec(ctx); err != nil {
			return fmt.Errorf("run %q: %w", s, err)
		}
	}
	return nil
}

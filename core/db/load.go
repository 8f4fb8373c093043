package db

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/dump"
	"github.com/doanket/doanket/core/db/migration"
	"github.com/doanket/doanket/core/db/migration/province"
)

// loadBatch is how many rows one statement inserts.
const loadBatch = 200

// Load fills a province that Create has just made from a Dump of either
// dialect: all of it or nothing. Data of an older binary takes the defaults of
// newer columns, as rows an older binary writes do. Tables that a migration
// does not make (those of record kinds) are made as the dump describes them.
// Fault: Invalid "backup_malformed" for what is cut, foreign or newer.
func (c *Cluster) Load(ctx context.Context, slug string, r io.Reader) error {
	ctx, cancel := lasting(ctx)
	defer cancel()
	return InTx(c.Enter(ctx, slug), func(ctx context.Context) error {
		in, err := dump.NewReader(r)
		if err != nil {
			return fmt.Errorf("load %s: %w", slug, err)
		}
		l := &loading{in: in, tx: currentTx(ctx).tx}
		if err := l.all(ctx); err != nil {
			return fmt.Errorf("load %s: %w", slug, Fault(err))
		}
		return nil
	})
}

// loading is one run of Load.
type loading struct {
	in *dump.Reader
	tx bun.Tx
}

func (l *loading) all(ctx context.Context) error {
	for _, id := range l.in.Steps {
		if !slices.ContainsFunc(province.Steps, func(s migration.Step) bool { return s.ID == id }) {
			return dump.Malformed("made by a newer version: "+id, nil)
		}
	}
	for {
		t, err := l.in.Next()
		if err != nil {
			return err
		}
		if t == nil {
			return l.catchUp(ctx, l.in.Steps)
		}
		if err := l.table(ctx, t); err != nil {
			return fmt.Errorf("table %s: %w", t.Table, err)
		}
	}
}

// catchUp rewrites rows of an older archive as the steps since then would have.
func (l *loading) catchUp(ctx context.Context, been []string) error {
	for _, s := range province.Steps {
		if s.Rows == nil || slices.Contains(been, s.ID) {
			continue
		}
		if err := s.Rows(ctx, l.tx); err != nil {
			return fmt.Errorf("rows of %s: %w", s.ID, err)
		}
	}
	return nil
}

func (l *loading) table(ctx context.Context, t *dump.Table) error {
	have, err := columnsOf(ctx, l.tx, t.Table)
	if err != nil {
		return err
	}
	if len(have) == 0 {
		if err := l.create(ctx, t); err != nil {
			return err
		}
	} else if _, err := l.tx.NewRaw("DELETE FROM ?", bun.Ident(t.Table)).Exec(ctx); err != nil { // a migration's first rows
		return err
	}
	for left := t.Rows; left > 0; {
		n := min(left, loadBatch)
		if err := l.rows(ctx, t, int(n)); err != nil {
			return err
		}
		left -= n
	}
	return nil
}

// create makes a table and its plain indexes under the names record gives them.
func (l *loading) create(ctx context.Context, t *dump.Table) error {
	var columns []string
	for _, c := range t.Columns {
		line := quoted(c.Name) + " {" + c.Type + "}"
		if c.Key > 0 {
			line += " PRIMARY KEY"
		} else if c.NotNull {
			line += " NOT NULL"
		}
		columns = append(columns, line)
	}
	statements := []string{"CREATE TABLE " + quoted(t.Table) + " (" + strings.Join(columns, ", ") + ")"}
	for _, index := range t.Indexes {
		var names []string
		for _, c := range index {
			names = append(names, quoted(c))
		}
		name := t.Table + "_" + strings.Join(index, "_")
		statements = append(statements, "CREATE INDEX "+quoted(name[:min(len(name), 63)])+" ON "+quoted(t.Table)+" ("+strings.Join(names, ", ")+")")
	}
	return migration.Exec(ctx, l.tx, statements...)
}

func (l *loading) rows(ctx context.Context, t *dump.Table, n int) error {
	names := make([]bun.Ident, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = bun.Ident(c.Name)
	}
	marks := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(names)), ", ") + ")"
	args := []any{bun.Ident(t.Table), bun.List(names)}
	for range n {
		row, err := l.in.Row(t)
		if err != nil {
			return err
		}
		args = append(args, row...)
	}
	query := "INSERT INTO ? (?) VALUES " + strings.TrimSuffix(strings.Repeat(marks+", ", n), ", ")
	_, err := l.tx.NewRaw(query, args...).Exec(ctx)
	return err
}

// quoted is an identifier of a dump: whatever it holds, it stays one name.
func quoted(name string) string {
	return `"` + strings.NewReplacer(`"`, `""`, "\x00", "", "{", "", "}", "").Replace(name) + `"`
}

// indexesOf lists a table's plain indexes by their columns: neither unique
// nor partial ones, which only migrations make.
func indexesOf(ctx context.Context, idb bun.IDB, table string) ([][]string, error) {
	query := `SELECT json_group_array(i.name ORDER BY i.seqno) FROM pragma_index_list(?) l, pragma_index_info(l.name) i
		WHERE NOT l."unique" AND NOT l.partial GROUP BY l.name ORDER BY l.name`
	if migration.Of(idb) == Postgres {
		query = `SELECT json_agg(a.attname ORDER BY array_position(i.indkey::int2[], a.attnum))::text
			FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[])
			WHERE i.indrelid = to_regclass(quote_ident(current_schema()) || '.' || quote_ident(?)) AND NOT i.indisunique AND i.indpred IS NULL
			GROUP BY c.relname ORDER BY c.relname`
	}
	var lists []string
	if err := idb.NewRaw(query, table).Scan(ctx, &lists); err != nil {
		return nil, err
	}
	out := make([][]string, len(lists))
	for i, l := range lists {
		if err := json.NewDecoder(bytes.NewBufferString(l)).Decode(&out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

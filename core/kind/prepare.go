package kind

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// revisions remembers the schema revision of each kind in one province.
type revisions struct{ known sync.Map } // kind → int

// Rev is the schema revision of the kind's table in the province in ctx.
func (ks *Kinds) Rev(ctx context.Context, full string) int {
	if n, ok := ks.revisions.Of(ctx).known.Load(full); ok {
		return n.(int)
	}
	return 1
}

// Prepare makes or widens the tables of all kinds in the province in ctx.
// Nothing is ever taken away: a removed field keeps its column. Done again it
// changes nothing. Fault: Conflict schema_type_changed.
func (ks *Kinds) Prepare(ctx context.Context) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, "record.prepare"); err != nil {
			return err
		}
		for _, k := range ks.In(ctx).All() {
			rev, err := k.prepare(ctx)
			if err != nil {
				return fmt.Errorf("prepare %s: %w", k.Full, err)
			}
			here := ks.revisions.Of(ctx)
			db.AfterCommit(ctx, func() { here.known.Store(k.Full, rev) })
		}
		return nil
	})
}

func (k *Kind) prepare(ctx context.Context) (int, error) {
	rev, have, err := tableShape(ctx, k.Full)
	if err != nil {
		return 0, err
	}
	statements, want, err := k.widen(db.DialectOf(ctx), rev, have)
	if err != nil || len(statements) == 0 {
		return rev, err
	}
	if err := db.ExecDDL(ctx, statements...); err != nil {
		return 0, err
	}
	text, err := json.Marshal(want)
	if err != nil {
		return 0, err
	}
	_, err = db.Exec(ctx, `INSERT INTO record_schema (kind, rev, shape, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (kind) DO UPDATE SET rev = EXCLUDED.rev, shape = EXCLUDED.shape, at = EXCLUDED.at`, k.Full, rev+1, string(text), db.Now(ctx).UnixMicro())
	return rev + 1, err
}

// tableShape is how the kind's table stands here; rev 0 is none.
func tableShape(ctx context.Context, kind string) (int, map[string]shape, error) {
	rev, text := 0, "{}"
	err := db.QueryRow(ctx, "SELECT rev, shape FROM record_schema WHERE kind = ?", kind).Scan(&rev, &text)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return 0, nil, err
	}
	have := map[string]shape{}
	return rev, have, json.Unmarshal([]byte(text), &have)
}

// widen lists the statements from what is there to what the manifest wants.
func (k *Kind) widen(d db.Dialect, rev int, have map[string]shape) ([]string, map[string]shape, error) {
	var out []string
	want := map[string]shape{}
	for name, s := range have {
		want[name] = s
	}
	var added []string
	for _, c := range k.Columns {
		old, there := have[c.Field.Name]
		switch {
		case there && old != c.Shape:
			return nil, nil, fault.New(fault.Conflict, "schema_type_changed", fault.Param("module", k.Manifest.ID), fault.Field(c.Field.Name))
		case !there:
			added = append(added, Quote(c.Field.Name)+" "+c.Shape.ddl(d))
			want[c.Field.Name] = c.Shape
		}
	}
	// A new table has its columns from the start: SQLite reads the whole schema
	// anew for every column added to one that is there.
	if rev == 0 {
		out = append(out, "CREATE TABLE IF NOT EXISTS "+k.SQLTable+" ("+strings.Join(append([]string{"id {text} PRIMARY KEY", "extra {text}"}, added...), ", ")+")")
	} else {
		for _, column := range added {
			out = append(out, "ALTER TABLE "+k.SQLTable+" ADD COLUMN "+column)
		}
	}
	for _, columns := range k.indexes() {
		mark := "(" + strings.Join(columns, ",") + ")" // no field's name
		if have[mark] == "" {
			out = append(out, k.indexOn(columns))
			want[mark] = shapeIndex
		}
	}
	return out, want, nil
}

// shapeIndex stands in a table's shape for an index that was made.
const shapeIndex shape = "index"

// indexes are the columns of each index the manifest asks for, and of those its
// finds are answered from.
func (k *Kind) indexes() [][]string {
	out := slices.Clone(k.Indexes)
	for _, c := range k.Columns {
		if c.Field.Index {
			out = append(out, []string{c.Field.Name})
		}
	}
	for i := range k.Manifest.Kinds {
		other := &k.Manifest.Kinds[i]
		for _, name := range slices.Sorted(maps.Keys(other.Finds)) {
			if f := other.Finds[name]; other.Found(f).FullName() == k.Full && !slices.ContainsFunc(out, f.Fits) {
				out = append(out, f.Index())
			}
		}
	}
	return out
}

// indexOn names an index after its table and columns; PostgreSQL cuts names
// at 63 bytes, so it is cut here first, the same on both (names are ASCII).
func (k *Kind) indexOn(columns []string) string {
	name, list := k.Table(), ""
	for i, c := range columns {
		if i > 0 {
			list += ", "
		}
		name, list = name+"_"+c, list+Quote(c)
	}
	return "CREATE INDEX IF NOT EXISTS " + Quote(name[:min(len(name), 63)]) + " ON " + k.SQLTable + " (" + list + ")"
}

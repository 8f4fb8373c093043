package db

import (
	"context"
	"reflect"
	"strings"
	"sync"
)

// selects holds "SELECT a, b FROM t " by the type whose columns and table bun reads
// from its tags.
var selects sync.Map

// Find reads whole rows of T's table by a prepared statement: rest is what follows
// the table's name, as Query takes it ("WHERE a = ? ORDER BY b").
func Find[T any](ctx context.Context, rest string, args ...any) ([]T, error) {
	s, err := provinceOf(ctx)
	if err != nil {
		return nil, err
	}
	h, err := s.cluster.handle(ctx, s.slug)
	if err != nil {
		return nil, err
	}
	of := reflect.TypeFor[T]()
	text, known := selects.Load(of)
	if !known {
		table := h.read.Dialect().Tables().Get(of)
		columns := make([]string, len(table.Fields))
		for i, f := range table.Fields {
			columns[i] = f.Name
		}
		text, _ = selects.LoadOrStore(of, "SELECT "+strings.Join(columns, ", ")+" FROM "+table.Name+" ")
	}
	rows, err := Query(ctx, text.(string)+rest, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []T
	err = h.read.ScanRows(ctx, rows, &out)
	return out, Fault(err)
}

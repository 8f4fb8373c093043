package row

import (
	"context"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/kind"
)

// The typed rows of records: a table per kind, a column per field.

// FillKind reads some columns of records of one kind.
func FillKind(ctx context.Context, k *kind.Kind, columns []kind.Column, group []*Record) error {
	if len(group) == 0 || len(columns) == 0 {
		return nil
	}
	byID := make(map[string]*Record, len(group))
	ids := make([]string, len(group))
	for i, rec := range group {
		ids[i], byID[rec.ID] = rec.ID, rec
	}
	rows, err := db.Query(ctx, k.Select(columns), ids)
	if err != nil {
		return err
	}
	var id string
	values := make([]any, len(columns))
	into := make([]any, len(columns)+1)
	into[0] = &id
	for i := range values {
		into[i+1] = &values[i]
	}
	return Each(rows, func() error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		fields := byID[id].Fields
		for i, c := range columns {
			if v := c.Read(values[i]); v != nil {
				fields[c.Field.Name] = v
			}
		}
		return nil
	})
}

// valuesOf are the typed columns' values in order.
func valuesOf(k *kind.Kind, fields map[string]any) []any {
	out := make([]any, len(k.Columns), len(k.Columns)+1)
	for i, c := range k.Columns {
		out[i] = c.Write(fields[c.Field.Name])
	}
	return out
}

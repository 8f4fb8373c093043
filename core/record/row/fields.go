package row

import (
	"context"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/kind"
)

// The typed rows of records: a table per kind, a column per field.

// FillKind reads the typed columns of records of one kind.
func FillKind(ctx context.Context, k *kind.Kind, group []*Record) error {
	return fill(ctx, k.SelectText, k.Columns, group)
}

// FillGuarding reads of records of one kind what the guards of its steps look at.
func FillGuarding(ctx context.Context, k *kind.Kind, group []*Record) error {
	return fill(ctx, k.GuardText, k.Guarding, group)
}

func fill(ctx context.Context, text string, columns []kind.Column, group []*Record) error {
	if len(group) == 0 || len(columns) == 0 {
		return nil
	}
	byID := make(map[string]*Record, len(group))
	ids := make([]string, len(group))
	for i, rec := range group {
		ids[i], byID[rec.ID] = rec.ID, rec
	}
	rows, err := db.Query(ctx, text, ids)
	if err != nil {
		return err
	}
	var id string
	typed := NewTyped(columns)
	into := append([]any{&id}, typed.Into...)
	return Each(rows, func() error {
		err := rows.Scan(into...)
		if err == nil {
			typed.Fill(byID[id])
		}
		return err
	})
}

// Typed is where the typed columns of one row after the other are scanned to.
type Typed struct {
	Into    []any // what Scan is given, in the order of the columns
	columns []kind.Column
	values  []any
}

// NewTyped makes room for some columns.
func NewTyped(columns []kind.Column) *Typed {
	t := &Typed{Into: make([]any, len(columns)), columns: columns, values: make([]any, len(columns))}
	for i := range t.values {
		t.Into[i] = &t.values[i]
	}
	return t
}

// Fill puts what was scanned into the record's fields.
func (t *Typed) Fill(rec *Record) {
	for i, c := range t.columns {
		if v := c.Read(t.values[i]); v != nil {
			rec.Fields[c.Field.Name] = v
		}
	}
}

// valuesOf are the typed columns' values in order.
func valuesOf(k *kind.Kind, fields map[string]any) []any {
	out := make([]any, len(k.Columns), len(k.Columns)+1)
	for i, c := range k.Columns {
		out[i] = c.Write(fields[c.Field.Name])
	}
	return out
}

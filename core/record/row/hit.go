package row

import (
	"context"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/kind"
)

// Hit is a record found for one of several questions put in one statement.
type Hit struct {
	Question int
	*Record
}

// Hits reads the number of a question, the columns of Directory and some typed ones.
func Hits(ctx context.Context, columns []kind.Column, text string, args ...any) ([]Hit, error) {
	rows, err := db.Query(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	var out []Hit
	var records []*Record
	typed := NewTyped(columns)
	err = Each(rows, func() error {
		var h Hit
		if h.Record, err = scanBehind(rows, []any{&h.Question}, typed.Into...); err != nil {
			return err
		}
		typed.Fill(h.Record)
		out, records = append(out, h), append(records, h.Record)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, fillSent(ctx, records)
}

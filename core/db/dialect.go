package db

import (
	"context"

	"github.com/uptrace/bun/schema"

	"github.com/uptrace/bun"
)

// Column is one column of a table as the database has it. Type is portable:
// text int float numeric bool time date json bytes.
type Column struct {
	Name, Type string
	NotNull    bool
	Key        int // place in the primary key from 1, 0 outside it
}

// Columns lists a table's columns in order; none when there is no such table.
func Columns(ctx context.Context, table string) ([]Column, error) { return nil, notReady() }

// ExecDDL runs schema statements in the transaction in ctx; {text} {int}
// {bool} {time} {date} {json} {num} {float} {bytes} become this dialect's types.
func ExecDDL(ctx context.Context, statements ...string) error { return notReady() }

// LikeFold is the condition "column contains text", blind to case and accents:
// q.Where("?", db.LikeFold(ctx, "name", "ha tinh")).
func LikeFold(ctx context.Context, column, text string) schema.QueryAppender {
	return bun.SafeQuery("1=1")
}

// JSONText is the expression for the text under key of a {json} column.
func JSONText(ctx context.Context, column, key string) schema.QueryAppender {
	return bun.SafeQuery("?->>?", bun.Ident(column), key)
}

// Fold lowers case and takes the accents off: "Hà Tĩnh" → "ha tinh".
func Fold(s string) string { return s }

package db

import (
	"context"
	"strings"
)

// maxInsertValues bounds the values of one statement of InsertRows; maxInsert
// its rows. Longer statements gain nothing and take memory on each connection.
const (
	maxInsertValues = 8_192
	maxInsert       = 256
)

// InsertRows adds many rows in few statements and counts them: into is
// "INSERT INTO t (a, b)", each row has a value for each column, and then may
// hold what follows the values ("ON CONFLICT (a) DO NOTHING"). Any text in which
// VALUES may follow will do: "WITH v (id, a) AS (" and ") UPDATE t SET … FROM v"
// changes many rows, all values being texts there. The statements
// are of 256, 128, … 2, 1 rows, so that few differ; each is as atomic as Exec,
// all of them as the transaction they run in.
func InsertRows(ctx context.Context, into string, rows [][]any, then ...string) (int64, error) {
	var total int64
	for len(rows) > 0 {
		n := insertSize(len(rows), len(rows[0]))
		args := make([]any, 0, n*len(rows[0]))
		for _, row := range rows[:n] {
			args = append(args, row...)
		}
		added, err := Exec(ctx, insertText(into, n, len(rows[0]), then), args...)
		if err != nil {
			return total, err
		}
		total += added
		rows = rows[n:]
	}
	return total, nil
}

// insertSize is the largest power of two that fits.
func insertSize(rows, columns int) int {
	n := maxInsert
	for n > 1 && (n > rows || n*columns > maxInsertValues) {
		n /= 2
	}
	return n
}

func insertText(into string, rows, columns int, then []string) string {
	row := "(" + strings.Repeat("?,", max(columns-1, 0)) + "?)"
	text := into + " VALUES " + strings.Repeat(row+",", rows-1) + row
	return strings.Join(append([]string{text}, then...), " ")
}

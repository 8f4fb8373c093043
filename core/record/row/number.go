package row

import (
	"context"

	"github.com/doanket/doanket/core/db"
)

// TakeNumbers takes the next n numbers of a unit's book of a year and says the
// first. The book's row is locked until the transaction ends, so numbers have no
// gaps and no twins.
func TakeNumbers(ctx context.Context, pattern, unitID string, year, n int) (int, error) {
	var last int
	err := db.QueryRow(ctx, `INSERT INTO number_book (pattern, unit_id, year, last) VALUES (?, ?, ?, ?)
		ON CONFLICT (pattern, unit_id, year) DO UPDATE SET last = number_book.last + EXCLUDED.last RETURNING last`, pattern, unitID, year, n).Scan(&last)
	return last - n + 1, err
}

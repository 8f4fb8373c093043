package record

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var sequence = regexp.MustCompile(`\{seq(?::(\d))?\}`)

// number takes the next number of the kind's book for the record's unit and
// this year. The book's row is locked until the transaction ends, so numbers
// have no gaps and no twins.
func (r *Records) number(ctx context.Context, a *act) (string, error) {
	pattern, year := a.kind.Kind.Number, a.today.Year()
	rows, err := query(ctx, `INSERT INTO number_book (pattern, unit_id, year, last) VALUES (?, ?, ?, 1)
		ON CONFLICT (pattern, unit_id, year) DO UPDATE SET last = number_book.last + 1 RETURNING last`, pattern, a.after.UnitID, year)
	if err != nil {
		return "", err
	}
	var last int
	if err := each(rows, func() error { return rows.Scan(&last) }); err != nil {
		return "", err
	}
	code := ""
	if strings.Contains(pattern, "{unit.code}") {
		u, err := r.Tree.Get(ctx, a.after.UnitID)
		if err != nil {
			return "", err
		}
		code = u.Code
	}
	out := strings.NewReplacer("{year}", strconv.Itoa(year), "{unit.code}", code, "{tenant.code}", a.province.Code).Replace(pattern)
	return sequence.ReplaceAllStringFunc(out, func(mark string) string {
		width, _ := strconv.Atoi(sequence.FindStringSubmatch(mark)[1]) // none is 0
		return fmt.Sprintf("%0*d", width, last)
	}), nil
}

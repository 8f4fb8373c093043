package record

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
)

var sequence = regexp.MustCompile(`\{seq(?::(\d))?\}`)

// number gives each act the next number of its kind's book, or of its value's, for
// the record's unit and this year. A book's row is locked until the transaction ends, so
// numbers have no gaps and no twins.
func (r *Records) number(ctx context.Context, acts []*act.Act) error {
	type book struct {
		pattern, unit string
		year          int
	}
	var order []book
	books := map[book][]*act.Act{}
	for _, a := range acts {
		b := book{a.Kind.Book(a.After.Fields), a.After.UnitID, a.Today.Year()}
		if books[b] == nil {
			order = append(order, b)
		}
		books[b] = append(books[b], a)
	}
	for _, b := range order {
		first, err := row.TakeNumbers(ctx, b.pattern, b.unit, b.year, len(books[b]))
		if err != nil {
			return err
		}
		for i, a := range books[b] {
			if a.After.Number, err = r.numberText(ctx, a, b.pattern, b.year, first+i); err != nil {
				return err
			}
		}
	}
	return nil
}

// numberText is a number as it is written.
func (r *Records) numberText(ctx context.Context, a *act.Act, pattern string, year, n int) (string, error) {
	code := ""
	if strings.Contains(pattern, "{unit.code}") {
		u, err := r.Tree.Get(ctx, a.After.UnitID)
		if err != nil {
			return "", err
		}
		code = u.Code
	}
	out := strings.NewReplacer("{year}", strconv.Itoa(year), "{unit.code}", code, "{tenant.code}", a.Province.Code).Replace(pattern)
	return sequence.ReplaceAllStringFunc(out, func(mark string) string {
		width, _ := strconv.Atoi(sequence.FindStringSubmatch(mark)[1]) // none is 0
		return fmt.Sprintf("%0*d", width, n)
	}), nil
}

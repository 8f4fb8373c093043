package column

import (
	"context"
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sheet/grid"
	"github.com/doanket/doanket/core/text"
)

// Reader turns cells into the values they mean.
type Reader struct {
	Tree Tree
	Day  func(number float64) (time.Time, error) // of a number where a day is asked for
}

// Value is what a cell of the column means, nil for a blank one. cut reports a text
// that was shortened on its way out: it says nothing. The problem is nil or has
// code and params; whether the value is right for its field the record says.
func (r Reader) Value(ctx context.Context, c Column, cell string) (value any, cut bool, problem *fault.FieldError) {
	cell = strings.TrimSpace(cell)
	switch {
	case cell == "":
		return nil, false, nil
	case strings.HasSuffix(cell, strings.TrimSpace(grid.Cut)):
		return nil, true, nil
	case slices.Contains(broken, cell):
		return nil, false, wrong("sheet.cell_error", "value", cell)
	}
	switch c.Field.Type {
	case manifest.TypeInt, manifest.TypeMoney:
		value, problem = number(cell, true)
	case manifest.TypeDecimal:
		value, problem = number(cell, false)
	case manifest.TypeBool:
		value, problem = truth(cell)
	case manifest.TypeDate:
		value, problem = r.day(cell)
	case manifest.TypeDateTime:
		value, problem = r.instant(cell)
	case manifest.TypeEnum:
		value, problem = c.choice(cell)
	case manifest.TypeUnit:
		value, problem = r.Unit(ctx, cell)
	case manifest.TypeEnums, manifest.TypeUnits, manifest.TypeRefs:
		value, problem = r.several(ctx, c, cell)
	default:
		value = cell
	}
	if problem != nil {
		value = nil
	}
	return value, false, problem
}

// broken is what a formula that failed leaves in its cell.
var broken = []string{"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}

func wrong(code string, params ...string) *fault.FieldError {
	e := &fault.FieldError{Code: code}
	for i := 0; i+1 < len(params); i += 2 {
		if e.Params == nil {
			e.Params = map[string]string{}
		}
		e.Params[params[i]] = brief(params[i+1])
	}
	return e
}

// brief is enough of a cell to know it again.
func brief(cell string) string {
	if letters := []rune(cell); len(letters) > 80 {
		return string(letters[:80]) + "…"
	}
	return cell
}

var (
	plainNumber = regexp.MustCompile(`^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$`)
	grouped     = regexp.MustCompile(`^[+-]?\d{1,3}([.,  ]\d{3}){2,}$`)
	oneComma    = regexp.MustCompile(`^[+-]?\d+,(\d{1,2}|\d{4,})$`)
)

// number takes what can mean one number only: 1.234 in a text may be a thousand.
func number(cell string, whole bool) (any, *fault.FieldError) {
	switch {
	case grouped.MatchString(cell):
		cell = strings.NewReplacer(".", "", ",", "", " ", "", " ", "").Replace(cell)
	case oneComma.MatchString(cell):
		cell = strings.Replace(cell, ",", ".", 1)
	}
	if !plainNumber.MatchString(cell) {
		return nil, wrong("sheet.bad_number")
	}
	f, err := strconv.ParseFloat(cell, 64)
	if err != nil || math.IsInf(f, 0) || whole && f != math.Trunc(f) {
		return nil, wrong("sheet.bad_number")
	}
	if strings.ContainsAny(cell, "eE") && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		return int64(f), nil
	}
	return json.Number(strings.TrimPrefix(cell, "+")), nil
}

var truths = map[string]bool{"co": true, "yes": true, "true": true, "1": true, "x": true, "khong": false, "no": false, "false": false, "0": false}

func truth(cell string) (any, *fault.FieldError) {
	if v, known := truths[text.Fold(cell)]; known {
		return v, nil
	}
	return nil, wrong("sheet.bad_bool")
}

var dayForms = []string{"2/1/2006", "2-1-2006", "2.1.2006", "2006-01-02"}

func (r Reader) day(cell string) (any, *fault.FieldError) {
	for _, form := range dayForms {
		if t, err := time.Parse(form, cell); err == nil {
			return t.Format(time.DateOnly), nil
		}
	}
	if n, err := strconv.ParseFloat(cell, 64); err == nil {
		if t, err := r.Day(n); err == nil {
			return t.Format(time.DateOnly), nil
		}
	}
	return nil, wrong("bad_date")
}

var instantForms = []string{"2/1/2006 15:04:05", "2/1/2006 15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"}

func (r Reader) instant(cell string) (any, *fault.FieldError) {
	if t, err := time.Parse(time.RFC3339, cell); err == nil {
		return t.UTC().Format(time.RFC3339), nil
	}
	for _, form := range instantForms {
		if t, err := time.ParseInLocation(form, cell, calendar.Hanoi); err == nil {
			return t.UTC().Format(time.RFC3339), nil
		}
	}
	if n, err := strconv.ParseFloat(cell, 64); err == nil {
		if t, err := r.Day(n); err == nil { // a wall clock here
			t = t.Round(time.Second)
			return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, calendar.Hanoi).UTC().Format(time.RFC3339), nil
		}
	}
	return nil, wrong("bad_date")
}

// choice finds a value by its id or by its label in either language.
func (c Column) choice(cell string) (any, *fault.FieldError) {
	folded := text.Fold(cell)
	for _, v := range c.Field.Values {
		if v.ID == cell || text.Fold(v.Label.VI) == folded || text.Fold(v.Label.EN) == folded {
			return v.ID, nil
		}
	}
	if c.Field.Open {
		return cell, nil
	}
	return nil, wrong("sheet.unknown_choice", "value", cell)
}

// Unit is the id of the unit with the code, or of one that is named by its id.
func (r Reader) Unit(ctx context.Context, cell string) (any, *fault.FieldError) {
	cell = strings.TrimSpace(cell)
	if u, err := r.Tree.ByCode(ctx, cell); err == nil {
		return u.ID, nil
	}
	if u, err := r.Tree.Get(ctx, cell); err == nil {
		return u.ID, nil
	}
	return nil, wrong("sheet.unknown_unit", "value", cell)
}

func (r Reader) several(ctx context.Context, c Column, cell string) (any, *fault.FieldError) {
	var out []string
	for part := range strings.FieldsFuncSeq(cell, func(s rune) bool { return s == ';' || s == '\n' }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		var one any = part
		var problem *fault.FieldError
		switch c.Field.Type {
		case manifest.TypeEnums:
			one, problem = c.choice(part)
		case manifest.TypeUnits:
			one, problem = r.Unit(ctx, part)
		}
		if problem != nil {
			return nil, problem
		}
		out = append(out, one.(string))
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

// Match finds the columns that heads name, by name or by label in either language;
// "" where a head names none. None is named twice.
func Match(columns []Column, heads []string) (names []string, found int) {
	names = make([]string, len(heads))
	taken := map[string]bool{}
	for i, head := range heads {
		if c := matching(columns, head); c != nil && !taken[c.Name] {
			names[i], taken[c.Name] = c.Name, true
			found++
		}
	}
	return names, found
}

func matching(columns []Column, head string) *Column {
	folded := folding(head)
	for i, c := range columns {
		both := " (" + c.Name + ")"
		if folded != "" && (strings.TrimSpace(head) == c.Name || folding(c.Label.VI) == folded || folding(c.Label.EN) == folded ||
			folding(c.Label.VI+both) == folded || folding(c.Label.EN+both) == folded) {
			return &columns[i]
		}
	}
	return nil
}

func folding(head string) string {
	return strings.Join(strings.Fields(text.Fold(strings.TrimSuffix(strings.TrimSpace(head), strings.TrimSpace(mark)))), " ")
}

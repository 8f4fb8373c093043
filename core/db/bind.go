package db

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/doanket/doanket/core/db/sqlite"
	"github.com/doanket/doanket/core/db/statement"
	"github.com/doanket/doanket/core/fault"
)

// bind is a statement in a dialect and its arguments, after the mark that has a
// connection of either dialect keep it.
func bind(d Dialect, text string, args []any) (string, []any, error) {
	s := statement.Of(text)
	if len(args) != len(s.Lists) {
		return "", nil, fmt.Errorf("%d arguments for %d marks: %s", len(args), len(s.Lists), s.Plain)
	}
	out := make([]any, 1, len(args)+1)
	out[0] = sqlite.Keep{}
	var lengths []int
	for i, arg := range args {
		var err error
		switch {
		case !s.Lists[i]:
			arg, err = plainValue(arg, d)
			out = append(out, arg)
		case d == Postgres:
			arg, err = array(arg)
			out = append(out, arg)
		default:
			before := len(out)
			out, err = expand(out, arg)
			lengths = append(lengths, len(out)-before)
		}
		if err != nil {
			return "", nil, fmt.Errorf("argument %d: %w: %s", i+1, err, s.Plain)
		}
	}
	if d == Postgres {
		return s.Numbered, out, nil
	}
	return s.Expanded(lengths), out, nil
}

// plainValue is a value as both drivers take it.
func plainValue(v any, d Dialect) (any, error) {
	switch t := v.(type) {
	case nil, string, int64, bool, float64, []byte:
		return v, nil
	case int:
		return int64(t), nil
	case json.RawMessage:
		if t == nil {
			return nil, nil
		}
		return string(t), nil
	case time.Time:
		if d == SQLite {
			return t.UTC().Format(sqlite.TimeFormat), nil
		}
		return t.UTC(), nil
	}
	if d == Postgres {
		if kind := reflect.TypeOf(v).Kind(); kind == reflect.Slice && reflect.TypeOf(v).Elem().Kind() != reflect.Uint8 {
			return array(v)
		}
	}
	value, err := driver.DefaultParameterConverter.ConvertValue(v)
	if t, ok := value.(time.Time); ok {
		return plainValue(t, d)
	}
	return value, err
}

// maxList is the longest list: SQLite takes 32,766 marks in a statement.
const maxList = 30_000

// listOf is the slice an argument is, of itself when it is none.
func listOf(v any) (reflect.Value, error) {
	list := reflect.ValueOf(v)
	if _, bytes := v.([]byte); bytes || list.Kind() != reflect.Slice {
		list = reflect.ValueOf([]any{v})
	}
	if list.Len() > maxList {
		return list, fault.New(fault.TooLarge, "too_large")
	}
	return list, nil
}

// expand appends the values of a list and repeats the last one up to a round
// number, so that few texts differ by a list's length only.
func expand(out []any, v any) ([]any, error) {
	list, err := listOf(v)
	if err != nil || list.Len() == 0 {
		return out, err
	}
	for i := range list.Len() {
		value, err := plainValue(list.Index(i).Interface(), SQLite)
		if err != nil {
			return out, err
		}
		out = append(out, value)
	}
	for range round(list.Len()) - list.Len() {
		out = append(out, out[len(out)-1])
	}
	return out, nil
}

// round is the next power of two, beyond 1,024 the next multiple of it.
func round(n int) int {
	const most = 1_024
	if n > most {
		return (n + most - 1) / most * most
	}
	r := 1
	for r < n {
		r *= 2
	}
	return r
}

// array is a list for PostgreSQL, of texts or numbers as the first value is.
func array(v any) (any, error) {
	list, err := listOf(v)
	if err != nil {
		return nil, err
	}
	texts, numbers := make([]string, 0, list.Len()), make([]int64, 0)
	for i := range list.Len() {
		value, err := plainValue(list.Index(i).Interface(), Postgres)
		if err != nil {
			return nil, err
		}
		switch t := value.(type) {
		case string:
			texts = append(texts, t)
		case int64:
			numbers = append(numbers, t)
		default:
			return nil, fmt.Errorf("a list of %T", value)
		}
	}
	switch {
	case len(numbers) == 0 && (len(texts) > 0 || !emptyNumbers(list)):
		return texts, nil
	case len(texts) > 0:
		return nil, fmt.Errorf("a list of texts and numbers")
	}
	return numbers, nil
}

// emptyNumbers reports whether a list without values would hold numbers.
func emptyNumbers(list reflect.Value) bool {
	kind := list.Type().Elem().Kind()
	return kind >= reflect.Int && kind <= reflect.Int64
}

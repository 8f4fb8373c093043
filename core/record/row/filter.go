package row

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
)

// Signs of a filter: "2024..2026", "2024.." and "..2026" are from and to, both
// counted; "a,b" is any of several choices; "-" is nothing said.
const (
	rangeSign  = ".."
	choiceSign = ","
	noneSign   = "-"
)

// ordered are the types that can be asked for from and to.
var ordered = []string{manifest.TypeInt, manifest.TypeDecimal, manifest.TypeMoney, manifest.TypeDate, manifest.TypeDateTime}

// Filter adds conditions on declared fields, looked up in the typed table: equal;
// of what has an order, from and to; of choices, any of several, or none; of many
// records, that one is among them.
func (c *Clause) Filter(k *kind.Kind, filter map[string]any) error {
	for name, raw := range filter {
		col := k.Column(name)
		if col == nil || col.Field.Sealed || col.Field.Own() || col.Shape == kind.ShapeJSON && col.Field.Type != manifest.TypeRefs && col.Field.Type != manifest.TypeEnums {
			return fault.New(fault.Invalid, "unknown_field", fault.Field("filter."+Printable(name)))
		}
		said, text := raw.(string)
		var problems []fault.FieldError
		switch {
		case said == noneSign && (col.Field.Type == manifest.TypeEnum || slices.Contains(ordered, col.Field.Type)):
			c.among(k, kind.Quote(name)+" IS NULL")
		case text && strings.Contains(said, rangeSign) && slices.Contains(ordered, col.Field.Type):
			problems = c.between(k, col, said)
		case text && (col.Field.Type == manifest.TypeEnum || col.Field.Type == manifest.TypeEnums):
			problems = c.anyOf(k, col, strings.Split(said, choiceSign))
		default:
			problems = c.equal(k, col, raw)
		}
		if len(problems) > 0 {
			return fault.New(fault.Invalid, "invalid", fault.Fields(problems...))
		}
	}
	return nil
}

func (c *Clause) among(k *kind.Kind, where string, args ...any) {
	c.Add(" AND id IN (SELECT id FROM "+k.SQLTable+" WHERE "+where+")", args...)
}

func (c *Clause) equal(k *kind.Kind, col *kind.Column, raw any) []fault.FieldError {
	value, problems := asked(col, raw)
	switch ids, many := value.([]string); {
	case len(problems) > 0 || value == nil:
	case many && len(ids) > 0: // any of them
		c.Add(" AND id IN (SELECT from_id FROM record_link WHERE rel = ? AND to_id IN (?))", col.Field.Name, ids)
	case !many:
		c.among(k, kind.Quote(col.Field.Name)+" = ?", col.Write(value))
	}
	return problems
}

// between takes ends beyond what the field itself takes.
func (c *Clause) between(k *kind.Kind, col *kind.Column, said string) []fault.FieldError {
	from, to, _ := strings.Cut(said, rangeSign)
	unbound := *col.Field
	unbound.Min, unbound.Max = nil, nil
	end := &kind.Column{Field: &unbound, Shape: col.Shape}
	for _, e := range [][2]string{{" >= ?", from}, {" <= ?", to}} {
		value, problems := asked(end, strings.TrimSpace(e[1]))
		if len(problems) > 0 {
			return problems
		}
		if value != nil {
			c.among(k, kind.Quote(col.Field.Name)+e[0], col.Write(value))
		}
	}
	return nil
}

// anyOf finds several choices kept as JSON text by the word between its quotes.
func (c *Clause) anyOf(k *kind.Kind, col *kind.Column, choices []string) []fault.FieldError {
	var where []string
	var args []any
	for _, choice := range choices {
		value, problems := asked(col, choice)
		if len(problems) > 0 {
			return problems
		}
		switch ids, several := value.([]string); {
		case value == nil:
		case several:
			where, args = append(where, kind.Quote(col.Field.Name)+` LIKE ? ESCAPE '\'`), append(args, db.Containing(`"`+strings.Join(ids, "")+`"`))
		default:
			where, args = append(where, kind.Quote(col.Field.Name)+" = ?"), append(args, value)
		}
	}
	if len(where) > 0 {
		c.among(k, strings.Join(where, " OR "), args...)
	}
	return nil
}

// asked is what a filter compares with, nil for nothing.
func asked(col *kind.Column, raw any) (any, []fault.FieldError) {
	if s, text := raw.(string); text {
		switch {
		case s == "":
			return nil, nil
		case col.Field.Type == manifest.TypeRefs || col.Field.Type == manifest.TypeEnums:
			raw = []string{s}
		case col.Shape == kind.ShapeInt || col.Shape == kind.ShapeDecimal:
			raw = json.Number(s)
		case col.Shape == kind.ShapeBool && (s == "true" || s == "false"):
			raw = s == "true"
		}
	}
	return kind.Clean(col.Field, "filter."+col.Field.Name, raw)
}

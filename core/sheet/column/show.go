package column

import (
	"context"
	"strings"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// Tree is the part of unit.Tree that cells need.
type Tree interface {
	Get(ctx context.Context, id string) (*unit.Unit, error)
	ByCode(ctx context.Context, code string) (*unit.Unit, error)
}

const (
	between = "; " // values of a cell that holds several
	instant = "02/01/2006 15:04:05"
)

var yesNo = map[bool]manifest.Text{true: {VI: "Có", EN: "Yes"}, false: {VI: "Không", EN: "No"}}

// Row is a record as the cells of the columns, in a language.
func Row(ctx context.Context, tree Tree, k *kind.Kind, columns []Column, r *record.Record, lang string) []any {
	out := make([]any, len(columns))
	for i, c := range columns {
		switch {
		case c.Field != nil:
			out[i] = c.value(ctx, tree, r.Fields[c.Name], lang)
		case c.Name == ID:
			out[i] = r.ID
		case c.Name == Number:
			out[i] = r.Number
		case c.Name == State:
			if s := k.Lifecycle.State(r.State); s != nil {
				out[i] = s.Label.In(lang)
			}
		case c.Name == Unit:
			out[i] = code(ctx, tree, r.UnitID)
		case c.Name == UnitName:
			if u, err := tree.Get(ctx, r.UnitID); err == nil {
				out[i] = u.Name
			}
		}
	}
	return out
}

// code is a unit's code; one that is gone keeps its id.
func code(ctx context.Context, tree Tree, unitID string) string {
	if u, err := tree.Get(ctx, unitID); err == nil && u.Code != "" {
		return u.Code
	}
	return unitID
}

func (c Column) value(ctx context.Context, tree Tree, v any, lang string) any {
	switch v := v.(type) {
	case bool:
		return yesNo[v].In(lang)
	case []string:
		words := make([]string, len(v))
		for i, s := range v {
			words[i] = c.word(ctx, tree, s, lang)
		}
		return strings.Join(words, between)
	case string:
		return c.text(ctx, tree, v, lang)
	}
	return v
}

func (c Column) text(ctx context.Context, tree Tree, s, lang string) any {
	switch c.Field.Type {
	case manifest.TypeDate:
		if day, err := calendar.ParseDate(s); err == nil {
			return day.Time()
		}
	case manifest.TypeDateTime:
		if at, err := time.Parse(time.RFC3339, s); err == nil {
			return at.In(calendar.Hanoi).Format(instant)
		}
	}
	return c.word(ctx, tree, s, lang)
}

func (c Column) word(ctx context.Context, tree Tree, s, lang string) string {
	switch c.Field.Type {
	case manifest.TypeEnum, manifest.TypeEnums:
		if v := c.Field.Value(s); v != nil {
			return v.Label.In(lang)
		}
	case manifest.TypeUnit, manifest.TypeUnits:
		return code(ctx, tree, s)
	}
	return s
}

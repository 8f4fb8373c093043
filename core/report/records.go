package report

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	declared "github.com/doanket/doanket/core/manifest/section"
	"github.com/doanket/doanket/core/record"
)

const defaultRecords = 30

// Heads of the columns every record has.
var columnHeads = map[string]manifest.Text{declared.ColumnNumber: {VI: "Mã hồ sơ", EN: "Number"}, declared.ColumnUnit: {VI: "Đơn vị", EN: "Unit"},
	declared.ColumnState: {VI: "Trạng thái", EN: "State"}}

// records lists those of the kind at the unit and below that lie in the period
// and that the reader may read, in the order of their days.
func (w *writer) records(ctx context.Context, b *manifest.SectionBlock) (*RecordList, error) {
	r := b.Records
	out := &RecordList{Title: r.Title.In(w.lang), Head: []string{}, Rows: []RecordRow{}}
	k, err := w.Kinds.Of(ctx, r.Kind)
	if err != nil {
		return nil, err
	}
	for _, name := range r.Columns {
		head, common := columnHeads[name]
		if f := k.Kind.Field(name); !common && f != nil {
			head = f.Label
		}
		out.Head = append(out.Head, head.In(w.lang))
	}
	limit := r.Limit
	if limit == 0 {
		limit = defaultRecords
	}
	page, err := w.Records.List(ctx, record.Query{Kind: r.Kind, Under: w.unit.ID, State: r.States, During: w.during(b), Sort: k.Kind.Period, Limit: limit})
	if err != nil {
		return nil, fmt.Errorf("list records of a report: %w", err)
	}
	out.More = page.Next != ""
	for _, rec := range page.Items {
		row := RecordRow{ID: rec.ID}
		for _, name := range r.Columns {
			text, err := w.column(ctx, k, rec, name)
			if err != nil {
				return nil, err
			}
			row.Cells = append(row.Cells, text)
		}
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

// column is what a record says in a column.
func (w *writer) column(ctx context.Context, k *kind.Kind, rec *record.Record, name string) (string, error) {
	switch name {
	case declared.ColumnNumber:
		return rec.Number, nil
	case declared.ColumnUnit:
		return w.unitName(ctx, rec.UnitID)
	case declared.ColumnState:
		if s := k.Kind.Lifecycle.State(rec.State); s != nil {
			return s.Label.In(w.lang), nil
		}
		return "", nil
	}
	f := k.Kind.Field(name)
	if f == nil || f.Sealed {
		return "", nil
	}
	return w.value(ctx, f, rec.Fields[name])
}

// value is a field's value in words; nothing for what is not there.
func (w *writer) value(ctx context.Context, f *manifest.Field, v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case bool:
		if v {
			return manifest.Text{VI: "Có", EN: "Yes"}.In(w.lang), nil
		}
		return manifest.Text{VI: "Không", EN: "No"}.In(w.lang), nil
	case int64:
		return number(float64(v), 0, w.lang), nil
	case float64:
		return number(v, 3, w.lang), nil
	case string:
		return w.said(ctx, f, v)
	case []string:
		var parts []string
		for _, one := range v {
			text, err := w.said(ctx, f, one)
			if err != nil {
				return "", err
			}
			parts = append(parts, text)
		}
		return strings.Join(parts, "; "), nil
	}
	return "", nil
}

// said is a text value: a day, a choice, a unit or words.
func (w *writer) said(ctx context.Context, f *manifest.Field, v string) (string, error) {
	switch f.Type {
	case manifest.TypeDate:
		if day, err := calendar.ParseDate(v); err == nil {
			return day.Vietnamese(), nil
		}
	case manifest.TypeDateTime:
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			return calendar.Today(at).Vietnamese(), nil
		}
	case manifest.TypeEnum, manifest.TypeEnums:
		if value := f.Value(v); value != nil {
			return value.Label.In(w.lang), nil
		}
	case manifest.TypeUnit, manifest.TypeUnits:
		return w.unitName(ctx, v)
	}
	return v, nil
}

func (w *writer) unitName(ctx context.Context, id string) (string, error) {
	if name, known := w.units[id]; known || id == "" {
		return name, nil
	}
	u, err := w.Tree.Get(ctx, id)
	if err != nil {
		return "", err
	}
	w.units[id] = u.Name
	return u.Name, nil
}

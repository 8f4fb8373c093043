package report

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/manifest"
	declared "github.com/doanket/doanket/core/manifest/section"
)

// Words of tables.
var (
	wordTotal = manifest.Text{VI: "Cộng", EN: "Total"}
	wordOther = manifest.Text{VI: "Không ghi", EN: "Not said"}

	unitsHead    = manifest.Text{VI: "Đơn vị", EN: "Unit"}
	valuesHead   = manifest.Text{VI: "Phân loại", EN: "By value"}
	measuresHead = []manifest.Text{{VI: "Chỉ tiêu, chỉ số", EN: "Measure"}, {VI: "Kết quả", EN: "Result"}, {VI: "Có minh chứng", EN: "Proven"},
		{VI: "Mới báo cáo", EN: "Claimed"}, {VI: "Mức phải đạt", EN: "Target"}, {VI: "Cùng kỳ năm trước", EN: "A year before"}}
)

// table fills a table of a section; whole also shows units that have nothing.
func (w *writer) table(module string, b *manifest.SectionBlock, whole bool) *FigureTable {
	measures := make([]string, len(b.Table.Measures))
	for i, code := range b.Table.Measures {
		measures[i] = declared.FullName(module, code)
	}
	p := w.during(b)
	out := &FigureTable{Title: b.Table.Title.In(w.lang), Rows: []TableRow{}}
	switch b.Table.Rows {
	case manifest.RowsMeasures:
		w.byMeasure(out, measures, p)
	case manifest.RowsUnits:
		w.columns(out, unitsHead, measures, p)
		w.byUnit(out, measures, p, whole)
	default:
		w.columns(out, valuesHead, measures, p)
		w.byValue(out, measures, p)
	}
	return out
}

// goals is the table of all targets, counted in the year so far.
func (w *writer) goals(ctx context.Context) Section {
	t := &FigureTable{Title: manifest.Text{VI: "Các chỉ tiêu, tính trong " + named(w.year(), "vi"), EN: "Targets, counted in " + named(w.year(), "en")}.In(w.lang), Rows: []TableRow{}}
	w.byMeasure(t, w.targets(ctx), w.year())
	t.Rows = slices.DeleteFunc(t.Rows, func(r TableRow) bool { return r.Cells[0].Figure == 0 })
	return Section{ID: chapterTargets, Blocks: []Block{{Table: t}}, Text: w.text(chapterTargets)}
}

// byMeasure is a row for each measure.
func (w *writer) byMeasure(t *FigureTable, measures []string, p calendar.Period) {
	for _, head := range measuresHead {
		t.Head = append(t.Head, head.In(w.lang))
	}
	for _, measure := range measures {
		f, there := w.whole(measure, p)
		if !there || f.Value == nil && f.Denominator == 0 && f.Before == nil && f.Target == nil {
			continue
		}
		n := w.note(f)
		row := TableRow{Label: f.Label}
		row.Cells = []Run{{cell(f.Value, f.In, w.lang), n, ""}, {cell(f.Proven, f.In, w.lang), n, declared.Proven}, {cell(f.Claimed, f.In, w.lang), n, declared.Claimed},
			{Text: target(f.Target, f.In, w.lang)}, {cell(f.Before, f.In, w.lang), n, declared.Before}}
		t.Rows = append(t.Rows, row)
	}
}

// columns are the heads of a table with the measures side by side.
func (w *writer) columns(t *FigureTable, first manifest.Text, measures []string, p calendar.Period) {
	t.Head = []string{first.In(w.lang)}
	for _, measure := range measures {
		label := measure
		if tile := w.tile(measure, p); tile != nil {
			label = tile.Label.In(w.lang)
		}
		t.Head = append(t.Head, label)
	}
}

// byUnit is a row for each unit directly below, and one for all.
func (w *writer) byUnit(t *FigureTable, measures []string, p calendar.Period, whole bool) {
	sheet := w.sheets[p]
	for _, below := range sheet.Rows {
		row := TableRow{Label: below.Unit.Name}
		empty := true
		for _, measure := range measures {
			f, there := w.whole(measure, p)
			if !there {
				row.Cells = append(row.Cells, Run{Text: cell(nil, "", w.lang)})
				continue
			}
			here := figure(below.Figures[measure])
			here.Measure, here.Label, here.In, here.Unit, here.Period = f.Measure, f.Label, f.In, placed(below.Unit), p
			empty = empty && !something(here)
			row.Cells = append(row.Cells, w.shown(here))
		}
		if empty && !whole {
			t.Empty++
			continue
		}
		t.Rows = append(t.Rows, row)
	}
	w.total(t, measures, p)
}

// shown is a figure in a cell; what counts nothing needs no note.
func (w *writer) shown(f Number) Run {
	if !something(f) {
		return Run{Text: cell(f.Value, f.In, w.lang)}
	}
	return Run{cell(f.Value, f.In, w.lang), w.note(f), ""}
}

// byValue is a row for each value any of the measures has a part of, and one for
// all.
func (w *writer) byValue(t *FigureTable, measures []string, p calendar.Period) {
	var values []indicator.Slice
	for _, measure := range measures {
		if tile := w.tile(measure, p); tile != nil {
			for _, s := range tile.Split {
				if !slices.ContainsFunc(values, func(known indicator.Slice) bool { return known.Value == s.Value }) {
					values = append(values, s)
				}
			}
		}
	}
	for _, v := range values {
		row := TableRow{Label: v.Label.In(w.lang)}
		if row.Label == "" {
			row.Label = wordOther.In(w.lang)
		}
		for _, measure := range measures {
			row.Cells = append(row.Cells, w.part(measure, v.Value, p))
		}
		t.Rows = append(t.Rows, row)
	}
	w.total(t, measures, p)
}

// part is the part of a measure's figure with a value.
func (w *writer) part(measure, value string, p calendar.Period) Run {
	tile := w.tile(measure, p)
	if tile == nil {
		return Run{Text: cell(nil, "", w.lang)}
	}
	for _, s := range tile.Split {
		if s.Value == value {
			f := figure(s.Figure)
			f.Measure, f.Label, f.In, f.Unit, f.Period, f.Part = measure, tile.Label.In(w.lang), tile.Unit, placed(w.unit), p, &value
			return w.shown(f)
		}
	}
	zero := 0.0
	return Run{Text: cell(&zero, tile.Unit, w.lang)}
}

// total is the row of the report's unit.
func (w *writer) total(t *FigureTable, measures []string, p calendar.Period) {
	row := TableRow{Label: wordTotal.In(w.lang), Total: true}
	for _, measure := range measures {
		f, there := w.whole(measure, p)
		if !there {
			row.Cells = append(row.Cells, Run{Text: cell(nil, "", w.lang)})
			continue
		}
		row.Cells = append(row.Cells, w.shown(f))
	}
	t.Rows = append(t.Rows, row)
}

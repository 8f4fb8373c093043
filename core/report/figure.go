package report

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/manifest"
	declared "github.com/doanket/doanket/core/manifest/section"
)

// note gives a figure its place in the report; the same one keeps its place.
func (w *writer) note(f Number) int {
	key := f.Measure + "|" + f.Unit.ID + "|" + string(f.Period)
	if f.Part != nil {
		key += "|" + *f.Part
	}
	if n := w.known[key]; n > 0 {
		return n
	}
	w.out.Figures = append(w.out.Figures, f)
	w.known[key] = len(w.out.Figures)
	return len(w.out.Figures)
}

// tile finds a measure of a period at the report's unit; nil where the province
// does not count it.
func (w *writer) tile(measure string, p calendar.Period) *indicator.Tile {
	sheet := w.sheets[p]
	if sheet == nil {
		return nil
	}
	for i := range sheet.Tiles {
		if sheet.Tiles[i].Measure == measure {
			return &sheet.Tiles[i]
		}
	}
	return nil
}

// whole is a measure's figure at the report's unit.
func (w *writer) whole(measure string, p calendar.Period) (f Number, there bool) {
	t := w.tile(measure, p)
	if t == nil {
		return Number{}, false
	}
	f = figure(t.Figure)
	f.Measure, f.Label, f.In, f.Unit, f.Period = measure, t.Label.In(w.lang), t.Unit, placed(w.unit), p
	if before := w.tile(measure, yearBefore(p)); before != nil {
		f.Before = before.Figure.Value
	}
	return f, true
}

// sentence fills a sentence, or says what stands in its place while all its
// figures are nothing.
func (w *writer) sentence(module string, b *manifest.SectionBlock) []Run {
	period := w.during(b)
	say := b.Say
	if b.None != nil && !slices.ContainsFunc(declared.Figures(module, b), func(measure string) bool {
		f, there := w.whole(measure, period)
		return there && something(f)
	}) {
		say = b.None
	}
	words, _ := declared.Read(module, say.In(w.lang)) // a manifest with one that cannot be read is refused
	var out []Run
	for _, word := range words {
		switch {
		case word.Measure != "":
			out = append(out, w.run(word, period))
		case word.Name == declared.Period:
			out = append(out, Run{Text: named(period, w.lang)})
		case word.Name == declared.Unit:
			out = append(out, Run{Text: w.unit.Name})
		default:
			out = append(out, Run{Text: word.Text})
		}
	}
	return out
}

// something reports whether a figure shows anything but nothing.
func something(f Number) bool {
	return f.Value != nil && (*f.Value != 0 || f.Denominator != 0)
}

// run is a part of a figure in a sentence.
func (w *writer) run(word declared.Word, p calendar.Period) Run {
	f, there := w.whole(word.Measure, p)
	if !there {
		return Run{Text: nothing.In(w.lang)}
	}
	out := Run{Figure: w.note(f), Part: word.Part}
	switch word.Part {
	case declared.Value:
		out.Part = ""
		out.Text = amount(f.Value, f.In, w.lang)
	case declared.Target:
		out.Text = target(f.Target, f.In, w.lang)
	case declared.Numerator, declared.Denominator:
		out.Text = number(*f.part(word.Part), 3, w.lang)
	default:
		out.Text = amount(f.part(word.Part), f.In, w.lang)
	}
	return out
}

// part is an amount of the figure; nil for what is none, or not there.
func (f *Number) part(name string) *float64 {
	return map[string]*float64{"": f.Value, declared.Proven: f.Proven, declared.Claimed: f.Claimed, declared.Approved: f.Approved, declared.Before: f.Before,
		declared.Numerator: &f.Numerator, declared.Denominator: &f.Denominator}[name]
}

// targets are the measures of the modules that are on that have a target.
func (w *writer) targets(ctx context.Context) []string {
	var out []string
	for _, m := range w.Kinds.In(ctx).Manifests() {
		if !w.Kinds.Enabled(ctx, m.ID+".") {
			continue
		}
		for i := range m.Measures {
			if m.Measures[i].Target != nil {
				out = append(out, m.Measures[i].FullName())
			}
		}
	}
	return out
}

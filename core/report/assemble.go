package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/manifest"
	declared "github.com/doanket/doanket/core/manifest/section"
	"github.com/doanket/doanket/core/unit"
)

// place is which report: of a template, a unit and a period.
type place struct {
	template Template
	unit     unit.Unit
	period   calendar.Period
}

// writer assembles one report.
type writer struct {
	*Reports
	place
	lang    string
	out     *Report
	written texts
	sheets  map[calendar.Period]*indicator.Sheet
	known   map[string]int    // figure → its place in the report
	units   map[string]string // id → name
}

// assemble writes the report anew.
func (rs *Reports) assemble(ctx context.Context, at place, lang string) (*Report, error) {
	if lang != "en" {
		lang = "vi"
	}
	written, err := rs.texts(ctx, at)
	if err != nil {
		return nil, err
	}
	w := &writer{Reports: rs, place: at, lang: lang, written: written, sheets: map[calendar.Period]*indicator.Sheet{}, known: map[string]int{}, units: map[string]string{},
		out: &Report{Template: at.template.ID, Unit: placed(at.unit), Period: at.period, PeriodName: named(at.period, lang), Lang: lang, Chapters: []Chapter{}, Figures: []Number{}}}
	sections := rs.sections(ctx, at.template, at.unit.Path)
	if err := w.read(ctx, sections); err != nil {
		return nil, fmt.Errorf("read figures of a report: %w", err)
	}
	if w.out.Face, err = w.face(ctx); err != nil {
		return nil, err
	}
	w.out.Opening, w.out.Closing = w.text(opening), w.text(closing)
	for _, c := range at.template.chapters() {
		written, err := w.chapter(ctx, c, sections)
		if err != nil {
			return nil, err
		}
		w.out.Chapters = append(w.out.Chapters, written)
	}
	w.out.Seen, err = w.out.digest()
	return w.out, err
}

func placed(u unit.Unit) UnitNamed { return UnitNamed{u.ID, u.Name, u.Kind, u.Branch} }

// read asks for all figures of the sections and all targets: one question for
// each period, and one for the same a year before.
func (w *writer) read(ctx context.Context, sections []section) error {
	asked := map[calendar.Period][]string{}
	for _, s := range sections {
		for i := range s.Blocks {
			if b := &s.Blocks[i]; w.template.shows(b) {
				p := w.during(b)
				asked[p] = append(asked[p], declared.Figures(s.module, b)...)
			}
		}
	}
	year := w.year()
	if w.template.own == nil || w.template.own.Targets {
		asked[year] = append(asked[year], w.targets(ctx)...)
	}
	for p, measures := range asked {
		slices.Sort(measures)
		measures = slices.Compact(measures)
		for _, of := range []calendar.Period{p, yearBefore(p)} {
			if of == "" {
				continue
			}
			sheet, err := w.Figures.Show(ctx, indicator.Board{Board: manifest.Board{ID: objectKind, Measures: measures}, Module: manifest.CoreID}, w.unit.ID, string(of))
			if err != nil {
				return err
			}
			w.sheets[of] = sheet
		}
	}
	w.age()
	return nil
}

// age says when the oldest of the figures was counted, and whether one is behind.
func (w *writer) age() {
	for _, sheet := range w.sheets {
		for _, tile := range sheet.Tiles {
			f := tile.Figure
			if w.out.AsOf.IsZero() || f.AsOf.Before(w.out.AsOf) && !f.AsOf.IsZero() {
				w.out.AsOf = f.AsOf
			}
			w.out.Stale = w.out.Stale || f.Stale || f.Recomputing
		}
	}
}

// during is the period a block's figures are of.
func (w *writer) during(b *manifest.SectionBlock) calendar.Period {
	first, _ := w.period.Range()
	return calendar.PeriodOf(first, declared.Grain(w.template.Grain, b))
}

// year is the year the report's period lies in.
func (w *writer) year() calendar.Period {
	first, _ := w.period.Range()
	return calendar.PeriodOf(first, calendar.GrainYear)
}

func (w *writer) chapter(ctx context.Context, c chapter, sections []section) (Chapter, error) {
	out := Chapter{ID: c.id, Title: c.title.In(w.lang), Sections: []Section{}}
	switch c.id {
	case chapterResults:
		for _, s := range sections {
			part, err := w.section(ctx, s)
			if err != nil {
				return out, err
			}
			out.Sections = append(out.Sections, part)
		}
	case chapterTargets:
		out.Sections = append(out.Sections, w.goals(ctx))
	}
	for _, o := range c.own {
		out.Sections = append(out.Sections, Section{ID: o.id, Title: o.title.In(w.lang), Blocks: []Block{}, Text: w.text(o.id)})
	}
	return out, nil
}

func (w *writer) section(ctx context.Context, s section) (Section, error) {
	key := s.name()
	out := Section{ID: key, Title: s.Title.In(w.lang), Blocks: []Block{}, Text: w.text(key)}
	for i := range s.Blocks {
		b := &s.Blocks[i]
		if !w.template.shows(b) {
			continue
		}
		switch {
		case b.Say != nil:
			out.Blocks = append(out.Blocks, Block{Runs: w.sentence(s.module, b)})
		case b.Table != nil:
			t := w.table(s.module, b, s.keyed)
			if s.keyed || slices.ContainsFunc(t.Rows, func(r TableRow) bool { return !r.Total }) { // a total alone repeats the sentences
				out.Blocks = append(out.Blocks, Block{Table: t})
			}
		default:
			list, err := w.records(ctx, b)
			if err != nil {
				return out, err
			}
			if len(list.Rows) > 0 {
				out.Blocks = append(out.Blocks, Block{Records: list})
			}
		}
	}
	return out, nil
}

// digest is the SHA-256 of what the report says in any language.
func (r *Report) digest() (string, error) {
	type said struct {
		Face     []FaceLine
		Opening  Written
		Closing  Written
		Figures  []Number
		Sections []Written
		Records  []string
	}
	s := said{Opening: r.Opening, Closing: r.Closing}
	for _, l := range r.Face {
		l.Label = ""
		s.Face = append(s.Face, l)
	}
	for _, f := range r.Figures {
		f.Label = ""
		s.Figures = append(s.Figures, f)
	}
	for _, c := range r.Chapters {
		for _, part := range c.Sections {
			s.Sections = append(s.Sections, part.Text)
			for _, b := range part.Blocks {
				if b.Records != nil {
					for _, row := range b.Records.Rows {
						s.Records = append(s.Records, row.ID)
					}
				}
			}
		}
	}
	raw, err := json.Marshal(s)
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), err
}

package report

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	declared "github.com/doanket/doanket/core/manifest/section"
	"github.com/doanket/doanket/core/tenant"
)

// Template is a kind of report.
type Template struct {
	ID     string        `json:"id"`
	Label  manifest.Text `json:"label"`
	Grain  string        `json:"grain"`            // of its periods
	Source string        `json:"source,omitempty"` // what asks for it, where a province says so

	own *tenant.Report // as the province declares it; nil for those every province has
}

// common are the reports every province has: on carrying out the resolution.
var common = []Template{
	{ID: manifest.ReportHalfYear, Label: manifest.Text{VI: "Báo cáo 6 tháng", EN: "Six-month report"}, Grain: calendar.GrainHalf},
	{ID: manifest.ReportYear, Label: manifest.Text{VI: "Báo cáo năm", EN: "Annual report"}, Grain: calendar.GrainYear},
}

// Templates are the reports of the province in ctx: those every province has, and
// its own.
func (*Reports) Templates(ctx context.Context) []Template {
	out := slices.Clone(common)
	if t, err := tenant.From(ctx); err == nil {
		for i := range t.Settings.Reports {
			r := &t.Settings.Reports[i]
			out = append(out, Template{r.ID, r.Label, r.Grain, r.Source, r})
		}
	}
	return out
}

// find finds a template and reads the period; "" is the one that runs.
// Faults: NotFound; Invalid bad_period for one of another length.
func (rs *Reports) find(ctx context.Context, id, period string) (Template, calendar.Period, error) {
	for _, t := range rs.Templates(ctx) {
		if t.ID != id {
			continue
		}
		if period == "" {
			return t, calendar.PeriodOf(calendar.Today(db.Now(ctx)), t.Grain), nil
		}
		p, err := calendar.ParsePeriod(period)
		if err == nil && p.Grain() != t.Grain {
			err = fault.New(fault.Invalid, "bad_period", fault.Param("value", string(p)))
		}
		return t, p, err
	}
	return Template{}, "", fault.New(fault.NotFound, "not_found", fault.Field("template"))
}

// roman are the numbers of quarters.
var roman = []string{"I", "II", "III", "IV"}

// named is a period in words.
func named(p calendar.Period, lang string) string {
	year := string(p[:4])
	switch p.Grain() {
	case calendar.GrainHalf:
		if p[6] == '1' {
			return manifest.Text{VI: "6 tháng đầu năm " + year, EN: "the first half of " + year}.In(lang)
		}
		return manifest.Text{VI: "6 tháng cuối năm " + year, EN: "the second half of " + year}.In(lang)
	case calendar.GrainQuarter:
		return manifest.Text{VI: "quý " + roman[p[6]-'1'] + " năm " + year, EN: "quarter " + string(p[6:]) + " of " + year}.In(lang)
	case calendar.GrainMonth:
		return manifest.Text{VI: "tháng " + strings.TrimPrefix(string(p[5:]), "0") + " năm " + year, EN: "the month " + string(p)}.In(lang)
	case calendar.GrainTerm:
		return manifest.Text{VI: "nhiệm kỳ " + string(p), EN: "the term " + string(p)}.In(lang)
	}
	return manifest.Text{VI: "năm " + year, EN: year}.In(lang)
}

// following is the period after another.
func following(p calendar.Period) calendar.Period {
	_, last := p.Range()
	return calendar.PeriodOf(last.AddDays(1), p.Grain())
}

// yearBefore is the same period a year before; "" for a term.
func yearBefore(p calendar.Period) calendar.Period {
	year, err := strconv.Atoi(string(p[:4]))
	if err != nil || year < 2 || p.Grain() == calendar.GrainTerm {
		return ""
	}
	return calendar.Period(fmt.Sprintf("%04d", year-1)) + p[4:]
}

// own is a chapter or a section that people write alone.
type own struct {
	id    string
	title manifest.Text
}

// Chapters of a report; results holds the sections of modules.
const (
	chapterResults = "results"
	chapterTargets = "targets"
)

// chapter is a numbered part of a report.
type chapter struct {
	id    string
	title manifest.Text
	own   []own // sections people write
}

// opening stands before the first chapter, closing after the last.
const (
	opening = "opening"
	closing = "closing"
)

// like is the report every province has whose blocks stand in the template.
func (t Template) like() string { return declared.Like(t.Grain) }

// chapters are those of a template, in order.
func (t Template) chapters() []chapter {
	if t.own == nil {
		return chapters
	}
	var out []chapter
	for _, c := range chapters {
		switch {
		case c.id == chapterResults && len(t.own.Sections)+len(t.own.Columns) == 0, c.id == chapterTargets && !t.own.Targets:
		case len(c.own) > 0 && !slices.Contains(t.own.Written, c.id):
		default:
			out = append(out, c)
		}
	}
	return out
}

// chapters are those of the reports every province has.
var chapters = []chapter{
	{chapterResults, manifest.Text{VI: "Kết quả thực hiện", EN: "Results"}, nil},
	{chapterTargets, manifest.Text{VI: "Kết quả thực hiện các chỉ tiêu", EN: "Targets"}, nil},
	{"assessment", manifest.Text{VI: "Đánh giá chung", EN: "Assessment"}, []own{
		{"strengths", manifest.Text{VI: "Ưu điểm", EN: "Strengths"}}, {"limits", manifest.Text{VI: "Hạn chế, nguyên nhân", EN: "Limits and their causes"}}}},
	{"next", manifest.Text{VI: "Nhiệm vụ, giải pháp trọng tâm", EN: "Tasks ahead"}, []own{{"tasks", manifest.Text{}}}},
	{"requests", manifest.Text{VI: "Kiến nghị, đề xuất", EN: "Recommendations and proposals"}, []own{{"proposals", manifest.Text{}}}},
}

// opening is the sentence it begins with until somebody writes another.
func (t Template) opening() string {
	if t.own == nil {
		return openingText
	}
	return cmp.Or(t.own.Opening, ownOpening)
}

// abstract is what it is about until somebody writes another.
func (t Template) abstract() string {
	if t.own == nil {
		return abstractText
	}
	return cmp.Or(t.own.Abstract, t.Label.VI+" {period}")
}

// closing is the sentence it ends with until somebody writes another.
func (t Template) closing() string {
	if t.own == nil {
		return closingText
	}
	return ownClosing
}

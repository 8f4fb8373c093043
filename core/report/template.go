package report

import (
	"context"
	"fmt"
	"strconv"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
)

// Template is a kind of report.
type Template struct {
	ID    string        `json:"id"`
	Label manifest.Text `json:"label"`
	Grain string        `json:"grain"` // of its periods
}

// Templates are all of them; callers must not change it.
var Templates = []Template{
	{manifest.ReportHalfYear, manifest.Text{VI: "Báo cáo 6 tháng", EN: "Six-month report"}, calendar.GrainHalf},
	{manifest.ReportYear, manifest.Text{VI: "Báo cáo năm", EN: "Annual report"}, calendar.GrainYear},
}

// templateOf finds a template and reads the period; "" is the one that runs.
// Faults: NotFound; Invalid bad_period for one of another length.
func templateOf(ctx context.Context, id, period string) (Template, calendar.Period, error) {
	for _, t := range Templates {
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

// named is a period in words.
func named(p calendar.Period, lang string) string {
	year := string(p[:4])
	switch p.Grain() {
	case calendar.GrainHalf:
		if p[6] == '1' {
			return manifest.Text{VI: "6 tháng đầu năm " + year, EN: "the first half of " + year}.In(lang)
		}
		return manifest.Text{VI: "6 tháng cuối năm " + year, EN: "the second half of " + year}.In(lang)
	case calendar.GrainTerm:
		return manifest.Text{VI: "nhiệm kỳ " + string(p), EN: "the term " + string(p)}.In(lang)
	}
	return manifest.Text{VI: "năm " + year, EN: year}.In(lang)
}

// following is the period after a half or a year.
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

// chapters are those of both templates, in order.
var chapters = []chapter{
	{chapterResults, manifest.Text{VI: "Kết quả thực hiện", EN: "Results"}, nil},
	{chapterTargets, manifest.Text{VI: "Kết quả thực hiện các chỉ tiêu", EN: "Targets"}, nil},
	{"assessment", manifest.Text{VI: "Đánh giá chung", EN: "Assessment"}, []own{
		{"strengths", manifest.Text{VI: "Ưu điểm", EN: "Strengths"}}, {"limits", manifest.Text{VI: "Hạn chế, nguyên nhân", EN: "Limits and their causes"}}}},
	{"next", manifest.Text{VI: "Nhiệm vụ, giải pháp trọng tâm", EN: "Tasks ahead"}, []own{{"tasks", manifest.Text{}}}},
	{"requests", manifest.Text{VI: "Kiến nghị, đề xuất", EN: "Recommendations and proposals"}, []own{{"proposals", manifest.Text{}}}},
}

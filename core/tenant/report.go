package tenant

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
)

// Report is a report a province writes beside the two on carrying out the
// resolution: which sections of modules stand in it, or which figures side by side.
type Report struct {
	ID       string        `json:"id"`
	Label    manifest.Text `json:"label"`
	Source   string        `json:"source"`             // what asks for it: a law, a regulation, a resolution
	Grain    string        `json:"grain"`              // of its periods: month, quarter, half or year
	Sections []string      `json:"sections,omitempty"` // full names, "core.receptions", in the order they stand
	Columns  []string      `json:"columns,omitempty"`  // full names of measures, side by side, with a row for each unit directly below
	Targets  bool          `json:"targets,omitempty"`  // the chapter on the targets
	Written  []string      `json:"written,omitempty"`  // chapters people write: WrittenChapters
	Abstract string        `json:"abstract,omitempty"` // what it is about, until somebody writes another; {period} and {unit} are filled
	Opening  string        `json:"opening,omitempty"`  // its first sentence, in the same way
}

// WrittenChapters are the chapters of a report that people write.
var WrittenChapters = []string{"assessment", "next", "requests"}

// Bounds of a province's reports.
const (
	maxReports  = 30
	maxSections = 30
	maxColumns  = 12
	maxLine     = 1000 // characters of an abstract or an opening
)

var (
	reportID     = regexp.MustCompile(`^[a-z][a-z0-9_]{1,39}$`)
	reportGrains = []string{calendar.GrainMonth, calendar.GrainQuarter, calendar.GrainHalf, calendar.GrainYear}
	everywhere   = []string{manifest.ReportHalfYear, manifest.ReportYear} // reports every province has
)

// checkReports names the reports that cannot be. Whether their sections and
// measures exist is for whoever knows the modules.
func (s Settings) checkReports(bad func(field, code string)) {
	if len(s.Reports) > maxReports {
		bad("reports", "too_many_entries")
	}
	for i, r := range s.Reports {
		r.check(fmt.Sprintf("reports[%d].", i), bad)
		if slices.Contains(everywhere, r.ID) || slices.ContainsFunc(s.Reports[:i], func(o Report) bool { return o.ID == r.ID }) {
			bad(fmt.Sprintf("reports[%d].id", i), "duplicate")
		}
	}
}

func (r Report) check(field string, bad func(field, code string)) {
	if !reportID.MatchString(r.ID) {
		bad(field+"id", "code_form")
	}
	if r.Label.VI == "" || r.Label.EN == "" {
		bad(field+"label", "required")
	}
	if r.Source == "" {
		bad(field+"source", "required")
	}
	if !slices.Contains(reportGrains, r.Grain) {
		bad(field+"grain", "unknown_value")
	}
	if len(r.Sections)+len(r.Columns) == 0 && !r.Targets {
		bad(field+"sections", "required")
	}
	for name, list := range map[string][]string{"sections": r.Sections, "columns": r.Columns, "written": r.Written} {
		sorted := slices.Sorted(slices.Values(list))
		switch most := map[string]int{"sections": maxSections, "columns": maxColumns, "written": len(WrittenChapters)}[name]; {
		case len(list) > most:
			bad(field+name, "too_many_entries")
		case len(slices.Compact(sorted)) < len(list):
			bad(field+name, "duplicate")
		}
	}
	for j, chapter := range r.Written {
		if !slices.Contains(WrittenChapters, chapter) {
			bad(fmt.Sprintf("%swritten[%d]", field, j), "unknown_value")
		}
	}
	for name, line := range map[string]string{"abstract": r.Abstract, "opening": r.Opening, "source": r.Source, "label": r.Label.VI + r.Label.EN} {
		if len([]rune(line)) > maxLine {
			bad(field+name, "too_long")
		}
	}
}

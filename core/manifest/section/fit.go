package section

import (
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
)

// grains are the lengths of periods, shortest first.
var grains = []string{calendar.GrainMonth, calendar.GrainQuarter, calendar.GrainHalf, calendar.GrainYear, calendar.GrainTerm}

// Grain is the length of the period a block's figures are of in a report.
func Grain(report string, b *manifest.SectionBlock) string {
	switch {
	case b.Period == "term":
		return calendar.GrainTerm
	case b.Period == "year" || report == manifest.ReportYear:
		return calendar.GrainYear
	}
	return calendar.GrainHalf
}

// fits refuses a figure of a longer period than the one it would be shown of: it
// would be nothing.
func (l *checker) fits(path string, s *manifest.Section, b *manifest.SectionBlock, m *manifest.Measure) {
	need := l.rhythm(m)
	for _, report := range reports {
		if !s.In(report) || !b.In(report) || slices.Index(grains, need) <= slices.Index(grains, Grain(report, b)) {
			continue
		}
		mend := "write period: " + need + " on the block"
		if need == calendar.GrainYear {
			mend += ", or reports: [year]"
		}
		l.Say(path, "measure "+strconv.Quote(m.Code)+" is of a "+need+", so the "+report+" report would show nothing", mend)
		return
	}
}

// rhythm is the shortest period a measure has a figure of: that of its duty, or
// the longest of the coverages it is made of.
func (l *checker) rhythm(m *manifest.Measure) string {
	home := l.M
	if m.Module == manifest.CoreID {
		home = manifest.Core()
	}
	longest := calendar.GrainMonth
	take := func(grain string) {
		if slices.Index(grains, grain) > slices.Index(grains, longest) {
			longest = grain
		}
	}
	for i := range home.Duties {
		if m.OfDuty != "" && home.Duties[i].ID == m.OfDuty {
			take(home.Duties[i].Rhythm)
		}
	}
	for _, code := range m.AllOf {
		if part := home.Measure(strings.TrimPrefix(code, "!")); part != nil && len(part.AllOf) == 0 {
			take(l.rhythm(part))
		}
	}
	return longest
}

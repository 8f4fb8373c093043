package target

import (
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
)

// Shared reports whether all of the measures are shares or averages, which hold for a
// part as for the whole.
func Shared(modules []*manifest.Manifest, measures []string) bool {
	for _, m := range modules {
		for i := range m.Measures {
			one := &m.Measures[i]
			if slices.Contains(measures, one.FullName()) && !IsShare(one) {
				return false
			}
		}
	}
	return true
}

// IsShare reports whether a measure says the same of a part as of the whole.
func IsShare(m *manifest.Measure) bool {
	return m.Kind == manifest.MeasureRatio || m.Kind == manifest.MeasureCoverage || m.Kind == manifest.MeasureAverage
}

// trendPeriods is how many periods a trend has.
const trendPeriods = 6

// Trend are the periods of a trend, oldest first, up to the end of a period or today:
// months of a month or a quarter, quarters of what is longer.
func Trend(p calendar.Period, today calendar.Date) []calendar.Period {
	grain := calendar.GrainQuarter
	if g := p.Grain(); g == calendar.GrainMonth || g == calendar.GrainQuarter {
		grain = calendar.GrainMonth
	}
	_, day := p.Range()
	if day.After(today) {
		day = today
	}
	out := make([]calendar.Period, trendPeriods)
	for i := range out {
		at := calendar.PeriodOf(day, grain)
		out[len(out)-1-i] = at
		first, _ := at.Range()
		day = first.AddDays(-1)
	}
	return out
}

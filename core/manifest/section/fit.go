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

// lengths are the periods of the reports every province has.
var lengths = map[string]string{manifest.ReportHalfYear: calendar.GrainHalf, manifest.ReportYear: calendar.GrainYear}

// Grain is the length of the period a block's figures are of in a report of periods
// of a length.
func Grain(length string, b *manifest.SectionBlock) string {
	switch b.Period {
	case "term":
		return calendar.GrainTerm
	case "year":
		return calendar.GrainYear
	}
	return length
}

// Short names the measures of a manifest's section that a report of periods of a
// length would show nothing of, theirs being longer; of any other section none.
func Short(m *manifest.Manifest, id, length string) []string {
	var out []string
	for i := range m.Sections {
		for j := range m.Sections[i].Blocks {
			b := &m.Sections[i].Blocks[j]
			if m.Sections[i].ID != id || !b.In(Like(length)) {
				continue
			}
			for _, name := range Figures(m.ID, b) {
				if Shorter(m, name, Grain(length, b)) {
					out = append(out, name)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Like is which of the two reports every province has one of periods of a length
// is like: blocks for one of them stand in it.
func Like(length string) string {
	if length == calendar.GrainYear {
		return manifest.ReportYear
	}
	return manifest.ReportHalfYear
}

// Shorter reports whether a length is shorter than the shortest period a measure
// of the manifest or of the core has a figure of.
func Shorter(m *manifest.Manifest, measure, length string) bool {
	home, l := m, &checker{Findings: manifest.Findings{M: m}}
	module, code, _ := strings.Cut(measure, ".")
	if module == manifest.CoreID {
		home = manifest.Core()
	}
	declared := home.Measure(code)
	return declared != nil && slices.Index(grains, l.rhythm(declared)) > slices.Index(grains, length)
}

// fits refuses a figure of a longer period than the one it would be shown of: it
// would be nothing.
func (l *checker) fits(path string, s *manifest.Section, b *manifest.SectionBlock, m *manifest.Measure) {
	need := l.rhythm(m)
	for _, report := range reports {
		if !s.In(report) || !b.In(report) || slices.Index(grains, need) <= slices.Index(grains, Grain(lengths[report], b)) {
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

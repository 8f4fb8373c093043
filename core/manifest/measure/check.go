package measure

import (
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

// perGrains are the periods a coverage may ask a number of records in.
var perGrains = []string{"month", "quarter", "half", "year"}

// checker collects what is wrong with the measures of a manifest.
type checker struct {
	manifest.Findings
}

// Check says what of a manifest's measures cannot be counted, with file, line
// and mend.
func Check(m *manifest.Manifest) []manifest.Problem {
	l := &checker{Findings: manifest.Findings{M: m}}
	for i := range m.Measures {
		l.measure(manifest.Path("measures", i), &m.Measures[i])
	}
	return l.Problems
}

func (l *checker) measure(path string, m *manifest.Measure) {
	if m.Per != "" {
		l.Known(manifest.Path(path, "per"), "period", m.Per, perGrains)
		if m.Times == 0 {
			l.Say(manifest.Path(path, "per"), "per: says in which periods, but not how many records", "write times: and how many records a unit needs")
		}
	}
	if m.Times < 0 || m.Times > 366 {
		l.Say(manifest.Path(path, "times"), "a unit cannot be asked for "+strconv.Itoa(m.Times)+" records", "write a number from 1 to 366")
	}
	if m.Kind == manifest.MeasureStock && m.Reached == "" { // what came in on a day and has not gone out yet
		l.Say(path, "stock "+strconv.Quote(m.Code)+" does not say when a record comes in", "write reached: and the state it comes in with")
	}
	if len(m.AllOf) > 0 && m.Kind == manifest.MeasureCoverage {
		l.allOf(path, m)
	}
	if m.Compute == manifest.DecideGo && (m.Kind == manifest.MeasureStock || len(m.LatestBy) > 0) {
		l.Say(manifest.Path(path, "compute"), strconv.Quote(m.Code)+" rests on several days or records, which Go is not shown", "remove compute: go")
	}
}

// allOf checks a coverage of coverages: it counts no records of its own.
func (l *checker) allOf(path string, m *manifest.Measure) {
	if len(m.AllOf) < 2 {
		l.Say(manifest.Path(path, "all_of"), "all_of names one coverage", "name two or more, or show that coverage itself")
	}
	if m.Of+m.When+m.Reached+m.Approved+m.Period+m.By != "" || len(m.Covers)+len(m.Proof) > 0 || m.Times > 0 {
		l.Say(path, "coverage "+strconv.Quote(m.Code)+" is made of others and counts no records itself", "remove of, when, reached, approved, period, by, covers, proof and times; write them on the coverages named")
	}
	if len(m.UnitKinds) == 0 {
		l.Say(path, "coverage "+strconv.Quote(m.Code)+" is incomplete", "write unit_kinds: the units that must be reached")
	}
	var plain []string
	for _, other := range l.M.Measures {
		if other.Kind == manifest.MeasureCoverage && len(other.AllOf) == 0 {
			plain = append(plain, other.Code)
		}
	}
	for i, code := range m.AllOf {
		if i > 0 { // the first says who is counted at all
			code = strings.TrimPrefix(code, "!")
		}
		if !l.Known(manifest.Path(path, "all_of", i), "coverage", code, plain) {
			continue
		}
		for _, kind := range m.UnitKinds {
			if !slices.Contains(l.M.Measure(code).UnitKinds, kind) {
				l.Say(manifest.Path(path, "all_of", i), "coverage "+strconv.Quote(code)+" does not ask units of kind "+strconv.Quote(kind), "add it to the unit_kinds of "+code+", or take it from those of "+m.Code)
			}
		}
	}
}

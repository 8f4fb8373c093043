package manifest

import "slices"

// perGrains are the periods a coverage may ask a number of records in.
var perGrains = []string{"month", "quarter", "half", "year"}

// measureWide checks what looks beyond one record: several of a period, several
// measures, stocks.
func (l *linter) measureWide(path string, m *Measure) {
	if m.Per != "" {
		l.known(Path(path, "per"), "period", m.Per, perGrains)
		if m.Times == 0 {
			l.say(Path(path, "per"), "per: says in which periods, but not how many records", "write times: and how many records a unit needs")
		}
	}
	if m.Times < 0 || m.Times > 366 {
		l.say(Path(path, "times"), "a unit cannot be asked for "+itoa(m.Times)+" records", "write a number from 1 to 366")
	}
	if m.Kind == MeasureStock {
		l.stock(path, m)
	}
	if len(m.AllOf) > 0 && m.Kind == MeasureCoverage {
		l.allOf(path, m)
	}
	if m.Compute == DecideGo && (m.Kind == MeasureStock || len(m.LatestBy) > 0) {
		l.say(Path(path, "compute"), quote(m.Code)+" rests on several days or records, which Go is not shown", "remove compute: go")
	}
}

// stock: what came in on a day and has not gone out yet.
func (l *linter) stock(path string, m *Measure) {
	if m.Reached == "" {
		l.say(path, "stock "+quote(m.Code)+" does not say when a record comes in", "write reached: and the state it comes in with")
	}
}

// allOf checks a coverage of coverages: it counts no records of its own.
func (l *linter) allOf(path string, m *Measure) {
	if len(m.AllOf) < 2 {
		l.say(Path(path, "all_of"), "all_of names one coverage", "name two or more, or show that coverage itself")
	}
	if m.Of+m.When+m.Reached+m.Approved+m.Period+m.By != "" || len(m.Covers)+len(m.Proof) > 0 || m.Times > 0 {
		l.say(path, "coverage "+quote(m.Code)+" is made of others and counts no records itself", "remove of, when, reached, approved, period, by, covers, proof and times; write them on the coverages named")
	}
	if len(m.UnitKinds) == 0 {
		l.say(path, "coverage "+quote(m.Code)+" is incomplete", "write unit_kinds: the units that must be reached")
	}
	var plain []string
	for _, other := range l.m.Measures {
		if other.Kind == MeasureCoverage && len(other.AllOf) == 0 {
			plain = append(plain, other.Code)
		}
	}
	for i, code := range m.AllOf {
		if !l.known(Path(path, "all_of", i), "coverage", code, plain) {
			continue
		}
		for _, kind := range m.UnitKinds {
			if !slices.Contains(l.m.Measure(code).UnitKinds, kind) {
				l.say(Path(path, "all_of", i), "coverage "+quote(code)+" does not ask units of kind "+quote(kind), "add it to the unit_kinds of "+code+", or take it from those of "+m.Code)
			}
		}
	}
}

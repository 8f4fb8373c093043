package manifest

import (
	"slices"
	"strings"
)

func (l *linter) measureCodes() []string {
	out := make([]string, len(l.m.Measures))
	for i := range l.m.Measures {
		out[i] = l.m.Measures[i].Code
	}
	return out
}

func (l *linter) measures() {
	l.unique("measures", "measure", len(l.m.Measures), func(i int) string { return l.m.Measures[i].Code }, "code")
	for i := range l.m.Measures {
		l.measure(Path("measures", i), &l.m.Measures[i])
	}
}

func (l *linter) measure(path string, m *Measure) {
	l.name(Path(path, "code"), m.Code, idForm)
	l.known(Path(path, "kind"), "kind of measure", m.Kind, []string{MeasureCount, MeasureSum, MeasureRatio, MeasureCoverage})
	l.known(Path(path, "refresh"), "refresh", m.Refresh, []string{"", "daily"})
	l.known(Path(path, "compute"), "compute", m.Compute, []string{"", DecideGo})
	l.known(Path(path, "chart"), "chart", m.Chart, []string{"", "number", "bar", "line", "ring"})
	if m.Unit == "" {
		l.say(path, "measure "+quote(m.Code)+" has no unit", "write unit: percent or count")
	}
	if t := m.Target; t != nil {
		l.known(Path(path, "target", "op"), "comparison", t.Op, []string{">=", "<=", ">", "<", "=", "between"})
	}
	l.measureParts(path, m)
	l.foreign(Path(path, "of"), m.Of)
	module, _, _ := strings.Cut(m.Of, ".")
	if l.manifestOf(module) == nil && !slices.Contains(l.m.Grants.Read, m.Of) {
		l.say(Path(path, "of"), "measure "+quote(m.Code)+" counts another module's records", "add "+m.Of+" to grants: read")
	}
	if k := l.kindOf(m.Of); k != nil {
		(&kindLinter{linter: l, k: k, path: path}).measured(path, m)
	}
}

// measureParts checks what each kind of measure cannot do without.
func (l *linter) measureParts(path string, m *Measure) {
	switch {
	case m.Compute == DecideGo && m.Kind == MeasureCoverage:
		l.say(path, "coverage "+quote(m.Code)+" is computed by Go", "drop compute: go, or make it a ratio; which units are reached is declared by covers:")
	case m.Compute == DecideGo:
	case m.Kind == MeasureRatio && m.Numerator == "":
		l.say(path, "ratio "+quote(m.Code)+" has no numerator", "write numerator: and a CEL condition, or a number with value: as its denominator")
	case m.Kind == MeasureSum && m.Value == "":
		l.say(path, "sum "+quote(m.Code)+" adds nothing", "write value: and a field or CEL number")
	case m.Kind == MeasureCoverage && (len(m.UnitKinds) == 0 || len(m.Covers) == 0):
		l.say(path, "coverage "+quote(m.Code)+" is incomplete", "write unit_kinds: (who must be reached) and covers: (unit and unit fields)")
	}
}

// measured checks a measure against the kind it counts.
func (l *kindLinter) measured(path string, m *Measure) {
	if m.Period != "" {
		l.fieldOf(Path(path, "period"), m.Period, TypeDate)
	}
	if m.At != "unit" && m.At != "to" {
		l.fieldOf(Path(path, "at"), m.At, TypeUnit)
	}
	for i, s := range m.Proof {
		l.known(Path(path, "proof", i), "slot", s, l.slotCodes())
	}
	for i, c := range m.Covers {
		if c != "unit" {
			l.fieldOf(Path(path, "covers", i), c, TypeUnit, TypeUnits)
		}
	}
}

func (l *linter) boards() {
	l.unique("boards", "board", len(l.m.Boards), func(i int) string { return l.m.Boards[i].ID }, "id")
	for i, b := range l.m.Boards {
		l.name(Path("boards", i, "id"), b.ID, idForm)
		for j, code := range b.Measures {
			l.known(Path("boards", i, "measures", j), "measure", code, l.measureCodes())
		}
	}
	for i, e := range l.m.Menu {
		full := e.Kind
		if !strings.Contains(full, ".") {
			full = l.m.ID + "." + full
		}
		l.foreign(Path("menu", i, "kind"), full)
	}
}

// schedule checks events and jobs.
func (l *linter) schedule() {
	l.unique("jobs", "job", len(l.m.Jobs), func(i int) string { return l.m.Jobs[i].Name }, "name")
	for i, j := range l.m.Jobs {
		l.name(Path("jobs", i, "name"), j.Name, idForm)
		if !cronForm.MatchString(j.Cron) {
			l.say(Path("jobs", i, "cron"), "cron "+quote(j.Cron)+" is not five fields", "write minute hour day month weekday, for instance \"0 7 * * 1-5\"")
		}
	}
	for i, e := range l.m.Events {
		parts := strings.Split(e.On, ".")
		if len(parts) != 3 {
			l.say(Path("events", i, "on"), quote(e.On)+" names no event", "write module.kind.transition")
			continue
		}
		full := parts[0] + "." + parts[1]
		l.foreign(Path("events", i, "on"), full)
		if k := l.kindOf(full); k != nil && k.Lifecycle.Transition(parts[2]) == nil {
			l.say(Path("events", i, "on"), "kind "+full+" has no transition "+quote(parts[2]), oneOf(parts[2], (&kindLinter{k: k}).transitionNames()))
		}
	}
}

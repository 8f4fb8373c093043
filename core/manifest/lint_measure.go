package manifest

import "strings"

func (l *linter) measureCodes() []string {
	out := make([]string, len(l.M.Measures))
	for i := range l.M.Measures {
		out[i] = l.M.Measures[i].Code
	}
	return out
}

func (l *linter) measures() {
	l.unique("measures", "measure", len(l.M.Measures), func(i int) string { return l.M.Measures[i].Code }, "code")
	for i := range l.M.Measures {
		l.measure(Path("measures", i), &l.M.Measures[i])
	}
}

func (l *linter) measure(path string, m *Measure) {
	l.name(Path(path, "code"), m.Code, idForm)
	l.Known(Path(path, "kind"), "kind of measure", m.Kind, MeasureKinds)
	l.Known(Path(path, "compute"), "compute", m.Compute, []string{"", DecideGo})
	if m.Unit == "" {
		l.Say(path, "measure "+quote(m.Code)+" has no unit", "write unit: percent or count")
	}
	if t := m.Target; t != nil {
		l.Known(Path(path, "target", "op"), "comparison", t.Op, []string{">=", "<=", ">", "<", "=", "between"})
		if t.Op == "between" && t.Max <= t.Value {
			l.Say(Path(path, "target", "max"), "the target ends before it begins", "write max: greater than value:")
		}
	}
	if m.OfDuty == "" {
		l.measureParts(path, m)
	}
	l.surplus(path, m)
	if len(m.AllOf) > 0 {
		return
	}
	l.foreign(Path(path, "of"), m.Of)
	l.granted(Path(path, "of"), m.Of)
}

// measureParts checks what each kind of measure cannot do without.
func (l *linter) measureParts(path string, m *Measure) {
	switch {
	case m.Compute == DecideGo && m.Kind == MeasureCoverage:
		l.Say(path, "coverage "+quote(m.Code)+" is computed by Go", "drop compute: go, or make it a ratio; which units are reached is declared by covers:")
	case m.Compute == DecideGo:
	case m.Kind == MeasureRatio && m.Numerator == "":
		l.Say(path, "ratio "+quote(m.Code)+" has no numerator", "write numerator: and a CEL condition, or a number with value: as its denominator")
	case (m.Kind == MeasureSum || m.Kind == MeasureAverage) && m.Value == "":
		l.Say(path, m.Kind+" "+quote(m.Code)+" adds nothing", "write value: and a field or CEL number")
	case len(m.AllOf) > 0:
	case m.Kind == MeasureCoverage && (len(m.UnitKinds) == 0 || len(m.Covers) == 0):
		l.Say(path, "coverage "+quote(m.Code)+" is incomplete", "write unit_kinds: (who must be reached) and covers: (unit and unit fields)")
	}
}

// surplus refuses what a measure of its kind would not look at.
func (l *linter) surplus(path string, m *Measure) {
	unread := func(key string, written bool, fix string) {
		if written {
			l.Say(Path(path, key), "a "+m.Kind+" does not look at "+key+":", fix)
		}
	}
	covers := m.Kind == MeasureCoverage
	unread("numerator", m.Numerator != "" && m.Kind != MeasureRatio, "remove it, or make the measure a ratio")
	unread("value", m.Value != "" && (m.Kind == MeasureCount || covers), "remove it, or make the measure a sum")
	unread("until", m.Until != "" && m.Kind != MeasureStock, "remove it, or make the measure a stock")
	unread("latest_by", len(m.LatestBy) > 0 && (covers || m.Kind == MeasureStock), "remove it, or make the measure a sum or a ratio")
	unread("times", m.Times != 0 && !covers, "remove it, or make the measure a coverage")
	unread("all_of", len(m.AllOf) > 0 && !covers, "remove it, or make the measure a coverage")
	unread("covers", len(m.Covers) > 0 && !covers, "remove it, or make the measure a coverage")
	l.unitKinds(Path(path, "unit_kinds"), m.UnitKinds)
	unread("unit_kinds", len(m.UnitKinds) > 0 && !covers, "remove it, or make the measure a coverage")
	unread("at", m.At != "" && m.At != "unit" && covers, "remove it: covers: says where the record counts")
	if m.Compute == DecideGo && m.Numerator+m.Value != "" {
		l.Say(Path(path, "compute"), "measure "+quote(m.Code)+" is computed by Go and by CEL", "drop compute: go, or numerator: and value:")
	}
	if covers != (m.Unit == "percent") && m.Unit != "" && m.Kind != MeasureRatio && m.Kind != MeasureAverage { // a ratio is in either: days for each case
		l.Say(Path(path, "unit"), "a "+m.Kind+" is not in "+quote(m.Unit), "write unit: percent for a ratio or a coverage, and what is counted for a count or a sum")
	}
}

func (l *linter) boards() {
	l.unique("boards", "board", len(l.M.Boards), func(i int) string { return l.M.Boards[i].ID }, "id")
	for i, b := range l.M.Boards {
		l.name(Path("boards", i, "id"), b.ID, idForm)
		for j, code := range b.Measures {
			l.shown(Path("boards", i, "measures", j), code)
		}
	}
	for i, e := range l.M.Menu {
		full := e.Kind
		if !strings.Contains(full, ".") {
			full = l.M.ID + "." + full
		}
		l.foreign(Path("menu", i, "kind"), full)
		if e.Icon != "" {
			l.Known(Path("menu", i, "icon"), "icon", e.Icon, icons)
		}
	}
}

// shown checks a measure a board shows: by its code one of this module's, by
// its full name one of any module.
func (l *linter) shown(path, name string) {
	module, code, full := strings.Cut(name, ".")
	switch {
	case !full:
		l.Known(path, "measure", name, l.measureCodes())
	case module == l.M.ID:
		l.Known(path, "measure", code, l.measureCodes())
	case !idForm.MatchString(module) || !idForm.MatchString(code):
		l.Say(path, quote(name)+" is not the full name of a measure", "write module.measure")
	}
}

// schedule checks events and jobs.
func (l *linter) schedule() {
	l.unique("jobs", "job", len(l.M.Jobs), func(i int) string { return l.M.Jobs[i].Name }, "name")
	for i, j := range l.M.Jobs {
		l.name(Path("jobs", i, "name"), j.Name, idForm)
		if !cronForm.MatchString(j.Cron) {
			l.Say(Path("jobs", i, "cron"), "cron "+quote(j.Cron)+" is not five fields", "write minute hour day month weekday, for instance \"0 7 * * 1-5\"")
		}
	}
	for i, e := range l.M.Events {
		parts := strings.Split(e.On, ".")
		if len(parts) != 3 {
			l.Say(Path("events", i, "on"), quote(e.On)+" names no event", "write module.kind.transition")
			continue
		}
		full := parts[0] + "." + parts[1]
		l.foreign(Path("events", i, "on"), full)
		if k := l.kindOf(full); k != nil && k.Lifecycle.Transition(parts[2]) == nil {
			l.Say(Path("events", i, "on"), "kind "+full+" has no transition "+quote(parts[2]), OneOf(parts[2], (&kindLinter{k: k}).transitionNames()))
		}
	}
}

package demo

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/calendar"
)

var (
	dayForm   = regexp.MustCompile(`^(day|start|from|to)([+-]\d+)?$`)
	rangeForm = regexp.MustCompile(`^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)(?:/(\d+))?$`)
	nameForm  = regexp.MustCompile(`\{(\w+)\}`)
)

// value is a field of a story as a record takes it. A text may be
//
//	day+5 start-3 from to    a day: of the step, of the record's begin, of its period
//	12..40  1.0..2.5/10      a number between the two; in steps of a tenth
//	@UBND @^UBND @ @^ @own   a unit: of the same place, of the place above, the places themselves, the record's own
//	@*CTMT @*^MT             units: all below the place, those of all communes at work
//	@field:to_unit           the unit in a field of the record
//	=core.meeting planned    the newest record of a kind, at the unit or its place, else the province's, in a state; "=." at the unit alone
//	#III.1.a                 a clause, or another the province follows where it does not follow that one
//	{place} {year} …         a word of the tale or of its case
func (y *year) value(t *tale, key string, v any, day calendar.Date) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, one := range v {
			got, err := y.value(t, key+"."+name, one, day)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if got != nil {
				out[name] = got
			}
		}
		return out, nil
	case []any:
		out := make([]any, 0, len(v))
		for n, one := range v {
			got, err := y.value(t, fmt.Sprint(key, n), one, day)
			if err != nil {
				return nil, err
			}
			if many, several := got.([]string); several {
				for _, id := range many {
					out = append(out, id)
				}
				continue
			}
			out = append(out, got)
		}
		return out, nil
	case string:
		return y.text(t, key, v, day)
	}
	return v, nil
}

func (y *year) text(t *tale, key, v string, day calendar.Date) (any, error) {
	if m := nameForm.FindStringSubmatch(v); m != nil && m[0] == v { // a word alone keeps its type
		word, known := y.words(t, day)[m[1]]
		if !known {
			return nil, fmt.Errorf("no word %s", v)
		}
		if again, ok := word.(string); ok && again != v {
			return y.text(t, key, again, day)
		}
		return word, nil
	}
	switch {
	case dayForm.MatchString(v):
		return y.day(t, v, day), nil
	case rangeForm.MatchString(v):
		return number(fmt.Sprint(key, t.story.Kind, t.unit.code, t.period, t.n), v), nil
	case strings.HasPrefix(v, "@*"):
		return y.unitIDs(t, v[2:]), nil
	case strings.HasPrefix(v, "@"):
		return y.unitID(t, v[1:])
	case strings.HasPrefix(v, "="):
		return y.newest(t, strings.Fields(v[1:])), nil
	}
	words := y.words(t, day)
	said := nameForm.ReplaceAllStringFunc(v, func(name string) string {
		if word, known := words[name[1:len(name)-1]]; known {
			return fmt.Sprint(word)
		}
		return name
	})
	if said != v && dayForm.MatchString(said) {
		return y.day(t, said, day), nil
	}
	if clause, is := strings.CutPrefix(said, "#"); is {
		return y.clause(clause), nil
	}
	return said, nil
}

// clause is the clause, or another where the province does not follow it.
func (y *year) clause(id string) string {
	if slices.Contains(y.clauses, id) || len(y.clauses) == 0 {
		return id
	}
	return y.clauses[int(chance(id)*float64(len(y.clauses)))]
}

// words are what a tale can say of itself.
func (y *year) words(t *tale, day calendar.Date) map[string]any {
	from, to := t.period.Range()
	if t.period == "" {
		from, to = day, day
	}
	yr, month, _ := from.Civil()
	out := map[string]any{"place": lower(t.unit.place.name), "unit": t.unit.name, "province": y.name, "year": yr, "month": int(month),
		"quarter": (int(month) + 2) / 3, "half": (int(month) + 5) / 6, "next_year": yr + 1, "last_year": yr - 1, "n": t.n + 1, "no": 10 + int(chance(t.unit.code+t.story.Kind+string(t.period))*180),
		"from": from.String(), "to": to.String(), "to_vi": to.Vietnamese(), "day": day.String(), "day_vi": day.Vietnamese(), "quarter_end": end(day).String()}
	for name, v := range t.cases {
		out[name] = v
	}
	return out
}

// end is the last day of the quarter that holds the day.
func end(day calendar.Date) calendar.Date {
	_, to := calendar.PeriodOf(day, calendar.GrainQuarter).Range()
	return to
}

// lower is a name as it stands within a sentence: "xã Cẩm Bình".
func lower(name string) string {
	for _, kind := range []string{"Xã", "Phường", "Tỉnh", "Thành phố", "Thôn", "Tổ dân phố", "Đặc khu"} {
		if rest, ok := strings.CutPrefix(name, kind+" "); ok {
			return strings.ToLower(kind) + " " + rest
		}
	}
	return name
}

func (y *year) day(t *tale, v string, day calendar.Date) string {
	m := dayForm.FindStringSubmatch(v)
	n, _ := strconv.Atoi(m[2]) // absent is none
	from, to := t.period.Range()
	base := map[string]calendar.Date{"day": day, "start": t.begins, "from": from, "to": to}[m[1]]
	return base.AddDays(n).String()
}

func number(key, v string) any {
	m := rangeForm.FindStringSubmatch(v)
	low, _ := strconv.ParseFloat(m[1], 64) // the form says they are numbers
	high, _ := strconv.ParseFloat(m[2], 64)
	part, _ := strconv.Atoi(m[3])
	if part == 0 {
		return int(low) + int(chance(key)*(high-low+1))
	}
	return float64(int((low+chance(key)*(high-low))*float64(part)+0.5)) / float64(part)
}

// unitIDs are those of units below the place of the tale; "^MT" those of every commune
// at work, "^^organisation" those of the province too.
func (y *year) unitIDs(t *tale, what string) []string {
	what, communes := strings.CutPrefix(what, "^")
	what, all := strings.CutPrefix(what, "^")
	out := []string{}
	for _, u := range y.places {
		within := strings.HasPrefix(u.code, t.unit.place.code+"-")
		if communes {
			within = u.peopled && (all || !u.province)
		}
		if within && u.is(what) {
			out = append(out, u.id)
		}
	}
	return out
}

func (y *year) unitID(t *tale, suffix string) (any, error) {
	if suffix == "own" {
		return t.unit.id, nil
	}
	if field, ok := strings.CutPrefix(suffix, "field:"); ok {
		return y.known[t.recordID].fields[field], nil
	}
	at := t.unit.place
	if rest, up := strings.CutPrefix(suffix, "^"); up {
		if suffix = rest; at.above != nil {
			at = at.above
		}
	}
	code := at.code
	if suffix != "" {
		code += "-" + suffix
	}
	for _, u := range y.places {
		if u.code == code {
			return u.id, nil
		}
	}
	return nil, fmt.Errorf("no unit %s", code)
}

// newest is the id of the newest record of a kind: at the unit, in its place, in the
// province; nil where there is none.
func (y *year) newest(t *tale, what []string) any {
	rank, found := 0, ""
	if kind, own := strings.CutPrefix(what[0], "."); own {
		what[0], rank = kind, 3
	}
	for _, id := range y.order {
		k := y.known[id]
		if k.kind != what[0] || len(what) > 1 && k.state != what[1] || id == t.recordID {
			continue
		}
		near := 1
		switch {
		case k.unit == t.unit:
			near = 3
		case k.unit.place == t.unit.place:
			near = 2
		case !k.unit.province:
			continue
		}
		if near >= rank {
			rank, found = near, id
		}
	}
	if found == "" {
		return nil
	}
	return found
}

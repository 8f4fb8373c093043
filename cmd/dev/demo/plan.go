package demo

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/calendar"
)

// tale is one record to come: a story at a unit in a period.
type tale struct {
	story  *Story
	unit   *place
	period calendar.Period
	n      int // among those of the story
	path   *Path
	begins calendar.Date

	recordID string
	tokens   []token
	cases    map[string]any
}

// onceWithin is the part of the year in which paths that are taken once begin, so
// that they reach their end.
const onceWithin = 0.7

// plan lays the stories out over the year, in the order of their days.
func (y *year) plan(stories []Story) ([]*tale, error) {
	var all []*tale
	for i := range stories {
		s := &stories[i]
		if s.Each == "" || !y.has(s.Kind) {
			continue
		}
		tales := y.lay(s)
		if err := y.choose(s, tales); err != nil {
			return nil, err
		}
		all = append(all, tales...)
	}
	slices.SortStableFunc(all, func(a, b *tale) int { return b.begins.DaysUntil(a.begins) })
	return all, nil
}

// lay is a story at each of its units in each of its periods.
func (y *year) lay(s *Story) []*tale {
	var out, spare []*tale
	for _, u := range y.unitsOf(s.Units) {
		last := calendar.Period("")
		for day := y.first.AddMonths(-12); !day.After(y.today.AddMonths(12)); day = day.AddDays(1) {
			p := calendar.PeriodOf(day, s.Each)
			if p == last {
				continue
			}
			last = p
			from, to := p.Range()
			begins := from.AddDays(s.Day)
			if s.After {
				begins = to.AddDays(s.Day)
			}
			key := s.Kind + u.code + string(p)
			if s.Spread > 0 {
				begins = begins.AddDays(int(chance(key+"spread") * float64(s.Spread)))
			}
			if begins = workday(begins); begins.Before(y.first) || begins.After(y.today) {
				continue
			}
			t := &tale{story: s, unit: u, period: p, begins: begins}
			if s.Share > 0 && !u.showcase && chance(key+"share") >= s.Share {
				spare = append(spare, t)
				continue
			}
			out = append(out, t)
		}
	}
	if once, _ := s.split(); len(out) < 2*len(once) { // each of its ways wants a record
		out = append(out, spare[:min(len(spare), 2*len(once)-len(out))]...)
	}
	slices.SortStableFunc(out, func(a, b *tale) int { return b.begins.DaysUntil(a.begins) })
	for i, t := range out {
		t.n = i
	}
	return out
}

// choose gives each tale its path: first those taken once, spread over the year,
// then the others by their shares.
func (y *year) choose(s *Story, tales []*tale) error {
	once, usual := s.split()
	room := int(float64(len(tales)) * onceWithin)
	if room < len(once) {
		room = min(len(once), len(tales))
	}
	for i, p := range once[:min(len(once), room)] {
		tales[i*room/len(once)].path = p
	}
	for _, t := range tales {
		if t.path == nil {
			t.path = pick(usual, fmt.Sprint(s.Kind, t.unit.code, t.period, t.n))
		}
		if err := t.open(); err != nil {
			return err
		}
	}
	return nil
}

// open readies a tale whose path is known.
func (t *tale) open() (err error) {
	if t.path == nil {
		t.path = &Path{}
	}
	if len(t.story.Cases) > 0 {
		t.cases = t.story.Cases[t.n%len(t.story.Cases)]
	}
	if t.tokens, err = t.path.tokens(); err != nil {
		return fmt.Errorf("%s: %w", t.story.Kind, err)
	}
	return nil
}

// split parts the paths taken once from the usual ones.
func (s *Story) split() (once, usual []*Path) {
	for i := range s.Paths {
		if s.Paths[i].Of == 0 {
			once = append(once, &s.Paths[i])
			continue
		}
		usual = append(usual, &s.Paths[i])
	}
	return once, usual
}

func pick(paths []*Path, key string) *Path {
	sum := 0
	for _, p := range paths {
		sum += p.Of
	}
	at := int(chance(key) * float64(sum))
	for _, p := range paths {
		if at -= p.Of; at < 0 {
			return p
		}
	}
	return nil
}

// chance is a number from 0 to 1 that is always the same for the key.
func chance(key string) float64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(key)) // a hash takes everything
	x := h.Sum64()
	x ^= x >> 33 // the last bytes of keys differ most, the first bits of their hashes least
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return float64(x>>11) / (1 << 53)
}

// workday is the day, or the Monday after it.
func workday(d calendar.Date) calendar.Date {
	switch d.Weekday() {
	case 6:
		return d.AddDays(2)
	case 0:
		return d.AddDays(1)
	}
	return d
}

// unitsOf are the places a story happens at: "MT" and the like at each commune at
// work, "^MT" at the province, "CTMT" in every residential area.
func (y *year) unitsOf(suffixes string) []*place {
	var out []*place
	for _, suffix := range strings.Fields(suffixes) {
		suffix, province := strings.CutPrefix(suffix, "^")
		for _, u := range y.places {
			if u.is(suffix) && u.province == province && u.peopled {
				out = append(out, u)
			}
		}
	}
	return out
}

// is reports whether the unit is one "MT", by its code, or one "organisation", by its kind.
func (u *place) is(what string) bool { return u.suffix == what || u.kind == what }

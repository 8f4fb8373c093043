package demo

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
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
			if s.Begun && from.After(y.today) {
				continue
			}
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
	var whole []*Path
	for _, p := range usual {
		if !y.leaves(s, p) {
			whole = append(whole, p)
		}
	}
	var early []*Path
	for _, p := range once {
		if late := y.latest(tales, p); y.leaves(s, p) && late != nil {
			late.path = p
			continue
		}
		early = append(early, p)
	}
	free := slices.DeleteFunc(slices.Clone(tales), func(t *tale) bool { return t.path != nil })
	room := max(int(float64(len(free))*onceWithin), min(len(early), len(free)))
	for i, p := range early[:min(len(early), room)] {
		free[i*room/len(early)].path = p
	}
	for _, t := range tales {
		key := fmt.Sprint(s.Kind, t.unit.code, t.period, t.n)
		stale := t.begins.DaysUntil(y.today) > recent && chance(key+"stale") > forgotten
		switch {
		case t.path != nil:
		case stale && len(whole) > 0:
			t.path = pick(whole, key)
		default:
			t.path = pick(usual, key)
		}
		if err := t.open(); err != nil {
			return err
		}
	}
	return nil
}

// What was begun so many days ago has come to its end, but for the part that is
// forgotten.
const (
	recent    = 45
	forgotten = 0.05
)

// leaves reports whether a path stops where another of the story goes on: work that
// waits for somebody.
func (y *year) leaves(s *Story, p *Path) bool {
	l := y.kinds[s.Kind].Lifecycle
	_, last := passed(l, p)
	for i := range s.Paths {
		if on, _ := passed(l, &s.Paths[i]); &s.Paths[i] != p && slices.Contains(on, last) {
			return true
		}
	}
	return false
}

// passed are the states that a path goes through, and the one where it stops.
func passed(l manifest.Lifecycle, p *Path) (on []string, last string) {
	last = l.Initial
	tokens, err := p.tokens()
	if err != nil {
		return nil, last // told when the tale is opened
	}
	for _, next := range tokens {
		if tr := l.Transition(next.step); tr != nil && tr.To != last {
			on, last = append(on, last), tr.To
		}
	}
	return on, last
}

// latest is the last tale without a path that has the time for this one.
func (y *year) latest(tales []*tale, p *Path) *tale {
	days := 0
	tokens, err := p.tokens()
	if err != nil {
		return nil
	}
	for _, next := range tokens {
		if days += next.days; next.days > 0 {
			days += 2 // it may fall on a weekend
		}
	}
	for _, t := range slices.Backward(tales) {
		if t.path == nil && t.begins.DaysUntil(y.today) >= days {
			return t
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

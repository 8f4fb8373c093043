package overlap

import (
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest/overlap"
	"github.com/doanket/doanket/core/unit"
)

// longest is how many days something may last and still be an event: what goes on
// for longer than a quarter shares its days with everything. It meets only what goes
// on as long and begins in the same month.
const longest = 92

// Stretch is what is compared of a record, or of a row of it.
type Stretch struct {
	RecordID string        `json:"-"`
	No       int           `json:"-"` // of the row, 0 for the record itself
	Kind     string        `json:"-"`
	UnitID   string        `json:"-"`
	ParentID string        `json:"-"`
	First    calendar.Date `json:"-"`
	Last     calendar.Date `json:"-"`
	Places   []string      `json:"places,omitempty"` // paths
	Groups   []string      `json:"groups,omitempty"`
	Themes   []string      `json:"themes,omitempty"`
	Bodies   []string      `json:"bodies,omitempty"` // unit ids
}

// Compare gives the reasons two stretches overlap for, in the order a sentence says
// them, none when they do not: a place, a time and something alike are needed
// together.
func Compare(a, b Stretch) []string {
	if a.RecordID == b.RecordID || a.ParentID == b.RecordID || b.ParentID == a.RecordID {
		return nil
	}
	place, time, alike := samePlace(a, b), sameTime(a, b), sameThing(a, b)
	if place == "" || len(time) == 0 || len(alike) == 0 {
		return nil
	}
	return slices.Concat([]string{place}, time, alike)
}

// samePlace is place or within. What is for the whole province is nowhere in
// particular: it is within nothing and meets only its like.
func samePlace(a, b Stretch) string {
	if share(a.Places, b.Places) {
		return overlap.Place
	}
	for _, one := range a.Places {
		for _, other := range b.Places {
			lower, upper := one, other
			if len(lower) < len(upper) {
				lower, upper = upper, lower
			}
			if unit.Under(lower, upper) && !root(upper) {
				return overlap.Within
			}
		}
	}
	return ""
}

func root(path string) bool { return len(unit.Ancestors(path)) <= 1 }

func sameTime(a, b Stretch) []string {
	var out []string
	if a.short() != b.short() {
		return nil
	}
	if a.short() && !a.Last.Before(b.First) && !b.Last.Before(a.First) {
		out = append(out, overlap.Days)
	}
	if month(a.First) == month(b.First) {
		out = append(out, overlap.Month)
	}
	return out
}

func (s Stretch) short() bool { return s.First.DaysUntil(s.Last) < longest }

func month(d calendar.Date) int {
	year, m, _ := d.Civil()
	return year*12 + int(m)
}

// sameThing asks for the same group. Only where one names none, the theme has to do;
// and two that look at the same body are alike whatever else they say. A unit repeats
// itself as it likes, but does not look at a body twice.
func sameThing(a, b Stretch) []string {
	var out []string
	group, theme, body := share(a.Groups, b.Groups), share(a.Themes, b.Themes), share(a.Bodies, b.Bodies)
	grouped := len(a.Groups) > 0 && len(b.Groups) > 0
	if a.UnitID != b.UnitID || body {
		if group {
			out = append(out, overlap.Group)
		}
		if theme && (group || body || !grouped) {
			out = append(out, overlap.Theme)
		}
	}
	if body {
		out = append(out, overlap.Body)
	}
	return out
}

func share(a, b []string) bool {
	return slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
}

// inCommon are the places both are in: of one within the other the inner one.
func inCommon(a, b Stretch) []string {
	var out []string
	for _, one := range a.Places {
		for _, other := range b.Places {
			lower, upper := one, other
			if len(lower) < len(upper) {
				lower, upper = upper, lower
			}
			if (lower == upper || unit.Under(lower, upper) && !root(upper)) && !slices.Contains(out, lower) {
				out = append(out, lower)
			}
		}
	}
	return out
}

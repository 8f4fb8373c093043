package access

import (
	"cmp"
	"slices"

	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/unit"
)

// Range is a part of the tree in bounds for SQL: From ≤ path < To.
type Range struct {
	From, To string
	Exact    bool // path = From only
	Drafts   bool // drafts too
}

func (r Range) holds(path string) bool {
	if r.Exact {
		return path == r.From
	}
	return r.From <= path && path < r.To
}

// Filter says which rows an action reaches: those whose unit path is in any of
// Ranges (drafts only where the range says so), or whose addressee's path is
// in any of To (never drafts).
type Filter struct {
	Ranges []Range
	To     []Range
}

// Empty reports that nothing is reached.
func (f Filter) Empty() bool { return len(f.Ranges)+len(f.To) == 0 }

// Match is the filter in words of Go; SQL must say the same.
func (f Filter) Match(o Object) bool {
	for _, r := range f.Ranges {
		if r.holds(o.UnitPath) && (!o.Draft || r.Drafts) {
			return true
		}
	}
	return !o.Draft && slices.ContainsFunc(f.To, func(r Range) bool { return r.holds(o.ToPath) })
}

// everything is the filter of the system itself.
func everything() Filter {
	from, to := unit.Range("")
	return Filter{Ranges: []Range{{From: from, To: to, Drafts: true}}}
}

// scope writes the reach of all posts as ranges, each once; what another range
// holds is left out, so that SQL has as few as can be.
func (p *policy) scope(a *identity.Actor, action, kind string) Filter {
	var f Filter
	if !speaks(a, action) {
		return f
	}
	for i := range a.Posts {
		at := a.Posts[i].UnitPath
		m := p.mask(a.Posts[i].Role, kind, action)
		if at == "" || m == 0 {
			continue
		}
		from, to := unit.Range(at)
		if m&(ownBit|subtreeBit) != 0 {
			f.Ranges = append(f.Ranges, Range{From: at, To: to, Exact: true, Drafts: true})
		}
		if m&subtreeBit != 0 {
			f.Ranges = append(f.Ranges, Range{From: from, To: to})
		}
		switch {
		case m&addressedSubtreeBit != 0:
			f.To = append(f.To, Range{From: from, To: to})
		case m&addressedBit != 0:
			f.To = append(f.To, Range{From: at, To: to, Exact: true})
		}
	}
	f.Ranges, f.To = tidy(f.Ranges), tidy(f.To)
	return f
}

// tidy orders ranges and drops those held by another.
func tidy(ranges []Range) []Range {
	if len(ranges) < 2 {
		return ranges
	}
	slices.SortFunc(ranges, func(a, b Range) int {
		return cmp.Or(cmp.Compare(a.From, b.From), -cmp.Compare(a.To, b.To), number(a.Exact)-number(b.Exact))
	})
	ranges = slices.Compact(ranges)
	return slices.DeleteFunc(slices.Clone(ranges), func(r Range) bool {
		return slices.ContainsFunc(ranges, func(o Range) bool {
			return o != r && !o.Exact && !r.Drafts && o.From <= r.From && r.To <= o.To
		})
	})
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

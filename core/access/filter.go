package access

import (
	"cmp"
	"slices"

	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/unit"
)

// Range is a part of the tree in bounds for SQL: From ≤ path < To, and of the
// branch if one is named.
type Range struct {
	From, To string
	Branch   string
	Exact    bool // path = From only; its branch is Branch
	Drafts   bool // all drafts too
}

func (r Range) holds(path string) bool {
	if r.Exact {
		return path == r.From
	}
	return r.From <= path && path < r.To
}

// Filter says which rows an action reaches: those whose unit path and branch are
// in any of Ranges (drafts only where the range says so, or Maker made them), or
// an addressee of which has a path in any of To (never drafts).
type Filter struct {
	Ranges []Range
	To     []Range
	Maker  string
}

// Empty reports that nothing is reached.
func (f Filter) Empty() bool { return len(f.Ranges)+len(f.To) == 0 }

// Match is the filter in words of Go; SQL must say the same.
func (f Filter) Match(o Object) bool {
	for _, r := range f.Ranges {
		if r.holds(o.UnitPath) && (r.Exact || r.Branch == "" || r.Branch == o.Branch) && (!o.Draft || r.Drafts || f.Maker != "" && o.CreatedBy == f.Maker) {
			return true
		}
	}
	return !o.Draft && slices.ContainsFunc(f.To, func(r Range) bool { return r.holds(o.ToPath) || slices.ContainsFunc(o.Sent, r.holds) })
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
		s := seatOf(&a.Posts[i])
		if m := p.mask(a.Posts[i].Role, kind, action); s.at != "" && m != 0 {
			f.add(m, s)
		}
	}
	f.Ranges, f.To, f.Maker = tidy(f.Ranges), tidy(f.To), a.PersonID
	return f
}

// add puts in what a set of reaches gets at from a seat.
func (f *Filter) add(m mask, s seat) {
	from, to := unit.Range(s.place)
	for _, path := range append([]string{s.at}, s.former...) {
		_, end := unit.Range(path)
		if m&(ownBit|branchBit|subtreeBit) != 0 {
			f.Ranges = append(f.Ranges, Range{From: path, To: end, Branch: s.branch, Exact: true, Drafts: true})
		}
		if m&addressedBit != 0 && m&addressedSubtreeBit == 0 {
			f.To = append(f.To, Range{From: path, To: end, Exact: true})
		}
	}
	switch {
	case m&subtreeBit != 0:
		f.Ranges = append(f.Ranges, Range{From: from, To: to})
	case m&branchBit != 0:
		f.Ranges = append(f.Ranges, Range{From: from, To: to, Branch: s.branch})
	}
	if m&addressedSubtreeBit != 0 {
		f.To = append(f.To, Range{From: from, To: to})
	}
}

// tidy orders ranges and drops those held by another.
func tidy(ranges []Range) []Range {
	if len(ranges) < 2 {
		return ranges
	}
	slices.SortFunc(ranges, func(a, b Range) int {
		return cmp.Or(cmp.Compare(a.From, b.From), -cmp.Compare(a.To, b.To), cmp.Compare(a.Branch, b.Branch), number(a.Exact)-number(b.Exact))
	})
	ranges = slices.Compact(ranges)
	return slices.DeleteFunc(slices.Clone(ranges), func(r Range) bool {
		return slices.ContainsFunc(ranges, func(o Range) bool {
			return o != r && !o.Exact && !r.Drafts && (o.Branch == "" || o.Branch == r.Branch) && o.From <= r.From && r.To <= o.To
		})
	})
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

package find

import (
	"embed"
	"maps"
	"slices"
)

// Declarations is the Go source of the declarations: their comments are what
// an author's editor tells of each key.
//
//go:embed find.go
var Declarations embed.FS

// Limits of what one find gives.
const (
	DefaultLimit = 20
	MaxLimit     = 50
)

// Unit is what where: calls the unit that keeps this record.
const Unit = "unit"

// Find asks for other records that have something in common with this one. Rules
// see what is found as a list under the find's name, newest first, this record
// never among them; a decision whose needs: names it is given the same. Nothing is
// asked while a field it goes by is empty.
type Find struct {
	Kind    string            `json:"kind,omitempty" yaml:"kind"`       // full name of a kind of this module or of the core; this kind when left out
	Where   map[string]string `json:"where,omitempty" yaml:"where"`     // their field → the field of this record it equals, or unit
	Shares  map[string]string `json:"shares,omitempty" yaml:"shares"`   // their field of a unit or units → the field of units of this record, or unit, that it has one in common with
	Within  *Within           `json:"within,omitempty" yaml:"within"`   // how near their date is to one of this record's
	Overlap *Overlap          `json:"overlap,omitempty" yaml:"overlap"` // their days and this record's have one in common
	States  []string          `json:"states,omitempty" yaml:"states"`   // they are in; left out: all but drafts and cancelled ones
	Fields  []string          `json:"fields,omitempty" yaml:"fields"`   // what is told of each, beside id, state, number and hidden
	Limit   int               `json:"limit,omitempty" yaml:"limit"`     // how many at most, 1 to 50; 20 when left out
	Link    []string          `json:"link,omitempty" yaml:"link"`       // steps that tie what they find to this record; what its reader may not read is shown as a record of another unit
}

// Within is at most so many days before or after.
type Within struct {
	Days   int    `json:"days" yaml:"days"`           // 0 is the same day; at most 3660
	Theirs string `json:"theirs" yaml:"theirs"`       // a date field of theirs
	Ours   string `json:"ours,omitempty" yaml:"ours"` // a date field of this record; that of the same name when left out
}

// Overlap is two spans of days with a day in common. A span without an end is its
// first day.
type Overlap struct {
	Theirs []string `json:"theirs" yaml:"theirs"`       // their first and last day: two date fields
	Ours   []string `json:"ours,omitempty" yaml:"ours"` // those of this record; those of the same names when left out
}

// Most is how many records the find gives at most.
func (f *Find) Most() int {
	if f.Limit < 1 {
		return DefaultLimit
	}
	return min(f.Limit, MaxLimit)
}

// Theirs are the fields of theirs that where: names, in order.
func (f *Find) Theirs() []string { return slices.Sorted(maps.Keys(f.Where)) }

// Shared are the fields of theirs that shares: names, in order.
func (f *Find) Shared() []string { return slices.Sorted(maps.Keys(f.Shares)) }

// Day is the date of theirs the find goes by first, "" if it goes by none.
func (f *Find) Day() string {
	switch {
	case f.Within != nil:
		return f.Within.Theirs
	case f.Overlap != nil && len(f.Overlap.Theirs) > 0:
		return f.Overlap.Theirs[0]
	}
	return ""
}

// Index is the columns of theirs in the order one index must have them. What is
// shared is looked at among those the index gives.
func (f *Find) Index() []string {
	if day := f.Day(); day != "" {
		return append(f.Theirs(), day)
	}
	return f.Theirs()
}

// Fits reports whether an index of theirs answers the find: what must be equal
// comes first, in any order, then the date.
func (f *Find) Fits(index []string) bool {
	want := f.Index()
	if len(index) < len(want) {
		return false
	}
	equal := slices.Sorted(slices.Values(index[:len(f.Where)]))
	return slices.Equal(equal, f.Theirs()) && slices.Equal(index[len(f.Where):len(want)], want[len(f.Where):])
}

// OurDay is the date of this record that Within goes by.
func (w *Within) OurDay() string {
	if w.Ours != "" {
		return w.Ours
	}
	return w.Theirs
}

// OurDays are the first and last day of this record.
func (o *Overlap) OurDays() []string {
	if len(o.Ours) > 0 {
		return o.Ours
	}
	return o.Theirs
}

// Ours are the fields of this record the find goes by.
func (f *Find) Ours() []string {
	var out []string
	for _, their := range f.Theirs() {
		if ours := f.Where[their]; ours != Unit {
			out = append(out, ours)
		}
	}
	for _, their := range f.Shared() {
		if ours := f.Shares[their]; ours != Unit {
			out = append(out, ours)
		}
	}
	if f.Within != nil {
		out = append(out, f.Within.OurDay())
	}
	if f.Overlap != nil {
		out = append(out, f.Overlap.OurDays()...)
	}
	return out
}

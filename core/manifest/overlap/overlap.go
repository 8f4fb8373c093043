package overlap

import "embed"

// Declarations is the Go source of the declarations: their comments are what
// an author's editor tells of each key.
//
//go:embed overlap.go
var Declarations embed.FS

// Reasons two records overlap for. The enum of a Finding names each of them.
const (
	Place  = "place"  // in the same place
	Within = "within" // one in a place within the other's
	Days   = "days"   // they have days in common
	Month  = "month"  // they begin in the same month
	Group  = "group"  // for the same people
	Theme  = "theme"  // about the same thing
	Body   = "body"   // they look at the same body
)

// Reasons are all of them, in the order a sentence says them.
var Reasons = []string{Place, Within, Days, Month, Group, Theme, Body}

// Span is what of a record is compared with others: where, when, for whom and about
// what. Two records overlap when they are in the same place, or one within the
// other's; have days in common or begin in the same month; and are for the same
// group, or about the same theme where one names no group, or look at the same body.
// Records of one unit are compared by the bodies they look at only.
type Span struct {
	Each   string   `json:"each,omitempty" yaml:"each"`   // a list: each of its rows is compared by itself, and the fields below are cells
	No     string   `json:"no,omitempty" yaml:"no"`       // with each: the int cell that names a row, whatever else of it changes
	Place  string   `json:"place,omitempty" yaml:"place"` // unit or units; of a body its place; where the bodies are when left out
	From   string   `json:"from" yaml:"from"`             // the first day
	To     string   `json:"to,omitempty" yaml:"to"`       // the last day; the first when left out or empty
	Group  string   `json:"group,omitempty" yaml:"group"` // enum or enums: for whom
	Theme  string   `json:"theme,omitempty" yaml:"theme"` // enum, enums or text: about what
	Body   string   `json:"body,omitempty" yaml:"body"`   // unit or units it looks at
	Vague  []string `json:"vague,omitempty" yaml:"vague"` // values of group and theme that make nothing alike, such as other
	States []string `json:"states" yaml:"states"`         // in which a record is compared
}

// Finding makes a kind the one that keeps what is found: a record for each pair,
// made by the platform and by nobody else, in the state below. It is kept by the
// unit that keeps the record above the two, or the upper of the two units. A pair
// is found once, whatever was decided of it.
type Finding struct {
	Of      []string `json:"of" yaml:"of"`                   // full names of the kinds compared; those of other modules stand under grants: read
	State   string   `json:"state" yaml:"state"`             // it begins in
	Reasons string   `json:"reasons" yaml:"reasons"`         // enums field, with place within days month group theme body
	Units   string   `json:"units,omitempty" yaml:"units"`   // units field: who keep the two
	Places  string   `json:"places,omitempty" yaml:"places"` // units field: the places both are in
	From    string   `json:"from,omitempty" yaml:"from"`     // date field: the later of the two first days
	To      string   `json:"to,omitempty" yaml:"to"`         // date field: the earlier of the two last days, or the later first day
	Parent  string   `json:"parent,omitempty" yaml:"parent"` // ref field: the record above one of the two
}

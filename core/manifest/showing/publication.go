package showing

import "embed"

// Declarations is the Go source of the declaration: its comments are what an
// author's editor tells of each key.
//
//go:embed publication.go
var Declarations embed.FS

// Publication says what of a kind's records a province may show to everybody, without
// a sign-in; it shows nothing of its own accord.
type Publication struct {
	States []string            `json:"states" yaml:"states"`           // in which a record may be shown
	Only   map[string][]string `json:"only,omitempty" yaml:"only"`     // enum field → values; records with others stay in
	Filled []string            `json:"filled,omitempty" yaml:"filled"` // text fields without which a record stays in
	Fields []string            `json:"fields" yaml:"fields"`           // that may be shown, in the order of the page; no others ever
	People []string            `json:"people,omitempty" yaml:"people"` // those of them that count people or households: a small number is not said
}

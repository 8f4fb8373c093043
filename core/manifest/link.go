package manifest

// LinkType is a way in which records of a kind lead to others by a decision: e.Link in
// Go names it. Both records show it, each to those who may read the other.
type LinkType struct {
	Name  string   `json:"name" yaml:"name"`
	Label Text     `json:"label" yaml:"label"` // what the record it is made for says of those it leads to
	Back  Text     `json:"back" yaml:"back"`   // what those say of it
	To    []string `json:"to" yaml:"to"`       // full names of the kinds it may lead to
}

// Link finds a link by name, nil if there is none.
func (k *Kind) Link(name string) *LinkType {
	for i := range k.Links {
		if k.Links[i].Name == name {
			return &k.Links[i]
		}
	}
	return nil
}

// MaxRefs is how many records a field of type refs names at most.
const MaxRefs = 100

// Refers reports whether the field names records.
func (f *Field) Refers() bool { return f.Type == TypeRef || f.Type == TypeRefs }

// Targets are the full names of the kinds of record the field may name; none: any
// kind, which only the core's own fields may.
func (f *Field) Targets() []string {
	if f.To != "" {
		return []string{f.To}
	}
	return f.ToKinds
}

// MostRefs is how many records the field names at most.
func (f *Field) MostRefs() int {
	if f.Max != nil {
		return int(*f.Max)
	}
	return MaxRefs
}

package manifest

// ChildStep is what a step does to the records below: those whose parent is the
// record that takes it. The platform does it in the name of whoever took the step,
// in the same transaction when they are few, by a job when they are many.
type ChildStep struct {
	Kind string            `json:"kind" yaml:"kind"`           // full name of the children's kind; its parent: leads to this kind
	Do   string            `json:"do,omitempty" yaml:"do"`     // step of theirs they take with it
	From []string          `json:"from,omitempty" yaml:"from"` // states of theirs it reaches; none = with do: those that step leaves, else all in which they are not over
	Copy map[string]string `json:"copy,omitempty" yaml:"copy"` // their field → field of this record they take over
}

// ParentKind is the full name of the kind of a record's parent, "" if the kind
// names none.
func (k *Kind) ParentKind() string {
	if f := k.Field(k.Parent); f != nil {
		return f.To
	}
	return ""
}

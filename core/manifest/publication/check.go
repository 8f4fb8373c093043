package publication

import (
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/manifest"
)

// showable are the types a page can show without naming a person or leading into the
// platform.
var showable = []string{manifest.TypeText, manifest.TypeLongText, manifest.TypeInt, manifest.TypeDecimal, manifest.TypeMoney, manifest.TypeBool,
	manifest.TypeDate, manifest.TypeEnum, manifest.TypeEnums, manifest.TypeUnit, manifest.TypeUnits}

// Check says what of a manifest's publications would show what is sealed, restricted
// or kept to one side, records not settled, or cannot be kept at all.
func Check(m *manifest.Manifest) []manifest.Problem {
	var out []manifest.Problem
	for i := range m.Kinds {
		if m.Kinds[i].Public != nil {
			c := &checker{Findings: manifest.Findings{M: m}, k: &m.Kinds[i], path: manifest.Path("kinds", i, "public")}
			c.kind()
			c.fields()
			out = append(out, c.Problems...)
		}
	}
	return out
}

type checker struct {
	manifest.Findings
	k    *manifest.Kind
	path string
}

func (c *checker) at(parts ...any) string { return manifest.Path(append([]any{c.path}, parts...)...) }

func (c *checker) kind() {
	p := c.k.Public
	if c.k.Sensitivity == manifest.SensitivityRestricted {
		c.Say(c.path, "kind "+strconv.Quote(c.k.Name)+" is restricted, so nobody outside may see it", "remove public:")
	}
	if len(p.States) == 0 {
		c.Say(c.path, "its records are shown in no state", "write states: and those in which what they say is settled")
	}
	for i, name := range p.States {
		switch s := c.k.Lifecycle.State(name); {
		case s == nil:
			c.Say(c.at("states", i), "state "+strconv.Quote(name)+" does not exist", "name a state of the kind")
		case s.Phase != manifest.PhaseActive && s.Phase != manifest.PhaseDone:
			c.Say(c.at("states", i), "a record in "+strconv.Quote(name)+" is not settled, or was given up", "name a state of phase active or done")
		}
	}
}

func (c *checker) fields() {
	p := c.k.Public
	if len(p.Fields) == 0 {
		c.Say(c.path, "nothing of its records may be shown", "write fields: and what may be shown")
	}
	for i, name := range p.Fields {
		if f := c.open(c.at("fields", i), name); f != nil && !slices.Contains(showable, f.Type) {
			c.Say(c.at("fields", i), "field "+strconv.Quote(name)+" is of type "+f.Type+", which no page for everybody shows", "name a field of text, number, date, choice or unit")
		}
	}
	for i, name := range p.People {
		if f := c.k.Field(name); !slices.Contains(p.Fields, name) || f == nil || f.Type != manifest.TypeInt {
			c.Say(c.at("people", i), strconv.Quote(name)+" is no whole number among what may be shown", "name one of fields: of type int")
		}
	}
	for i, name := range p.Filled {
		if f := c.open(c.at("filled", i), name); f != nil && f.Type != manifest.TypeText && f.Type != manifest.TypeLongText {
			c.Say(c.at("filled", i), "field "+strconv.Quote(name)+" is of type "+f.Type, "name a field of type text or longtext")
		}
	}
	for name, values := range p.Only {
		f := c.open(c.at("only", name), name)
		if f == nil {
			continue
		}
		if f.Type != manifest.TypeEnum || len(values) == 0 {
			c.Say(c.at("only", name), "field "+strconv.Quote(name)+" has no values to choose from", "name a field of type enum and the values that may be shown")
		}
		for _, v := range values {
			if f.Value(v) == nil {
				c.Say(c.at("only", name), "value "+strconv.Quote(v)+" does not exist", "name a value of "+name)
			}
		}
	}
}

// open is the field of the name if it may be looked at in the open at all.
func (c *checker) open(path, name string) *manifest.Field {
	f := c.k.Field(name)
	why := ""
	switch {
	case f == nil:
		c.Say(path, "field "+strconv.Quote(name)+" does not exist", "name a field of the kind")
		return nil
	case f.Sealed:
		why = "is sealed"
	case f.Own():
		why = "is read by the owner's side alone"
	case f.Internal:
		why = "is shown on no screen"
	default:
		return f
	}
	c.Say(path, "field "+strconv.Quote(name)+" "+why+", so everybody may not see it", "take it out of public:")
	return nil
}

package rule

import (
	"slices"
	"strconv"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"github.com/doanket/doanket/core/manifest"
)

// rowName is what the expressions of a creation call the row they are about.
const rowName = "row"

// creation is the compiled expressions of one manifest.Creation.
type creation struct {
	*manifest.Creation
	when, unit *program // nil where there is none
	fields     map[string]*program
}

// Creation is a record a step makes: of which kind, in which state, at which unit
// ("" for the record's own), with which fields. Key tells it from the others of
// the step: the place of its declaration, and of a row the row's id, of a unit the unit's.
type Creation struct {
	Kind, State, Unit, Key string
	Row                    bool // made of a row, once for good
	Fields                 map[string]any
}

// creations compiles what steps make. A list's row is known to its expressions.
func (b *builder) creations() {
	without := b.env
	for i := range b.kind.Lifecycle.Transitions {
		t := &b.kind.Lifecycle.Transitions[i]
		for j := range t.Creates {
			c := creation{Creation: &t.Creates[j], fields: map[string]*program{}}
			at := manifest.Path("lifecycle", "transitions", i, "creates", j)
			if b.env = without; c.Each != "" {
				of := rowType
				if f := b.kind.Field(c.Each); f != nil && f.Type == manifest.TypeUnits {
					of = cel.StringType
				}
				wider, err := without.Extend(cel.Variable(rowName, of))
				if err != nil {
					b.complaints = append(b.complaints, located{at, err})
					continue
				}
				b.env = wider
			}
			c.when = b.figure(manifest.Path(at, "when"), c.When, cel.BoolType)
			c.unit = b.figure(manifest.Path(at, "unit"), c.Unit, cel.StringType)
			for name, text := range c.Fields {
				c.fields[name] = b.try(manifest.Path(at, "fields", name), text, b.given(c.Kind, name)...)
			}
			b.set.creates[t.Name] = append(b.set.creates[t.Name], c)
		}
	}
	b.env = without
}

// given is what an expression may give to a field of the record a step makes: what
// the field is of, where its kind can be known here.
func (b *builder) given(kind, field string) []*cel.Type {
	if k := b.kind.Kin(kind); k != nil {
		if f := k.Field(field); f != nil && !slices.Contains([]string{manifest.TypeList, manifest.TypeGeo, manifest.TypeJSON}, f.Type) {
			return wanted(f)
		}
	}
	return []*cel.Type{cel.StringType, cel.BoolType, intOrNull, doubleOrNull, cel.ListType(cel.StringType)}
}

// Creates are the records in.Transition makes of the record as it is. Values are
// as an expression gives them: whoever makes the records cleans them.
func (s *Set) Creates(in Input) ([]Creation, error) {
	var out []Creation
	at := s.sight(&in)
	for i := range s.creates[in.Transition] {
		c := &s.creates[in.Transition][i]
		if c.Each == "" {
			if err := c.add(&out, at, strconv.Itoa(i)); err != nil {
				return nil, err
			}
			continue
		}
		if units, many := in.Fields[c.Each].([]string); many {
			for _, id := range units {
				at.row = types.String(id)
				if err := c.add(&out, at, strconv.Itoa(i)+":"+id); err != nil {
					return nil, err
				}
			}
			continue
		}
		list, _ := in.Fields[c.Each].([]map[string]any)
		rows := value(s.fields[c.Each], list).(traits.Indexer)
		for n, row := range list {
			at.row = rows.Get(types.Int(n))
			id, _ := row["id"].(string)
			if err := c.add(&out, at, strconv.Itoa(i)+":"+id); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

func (c *creation) add(out *[]Creation, at *sight, key string) error {
	if c.when != nil {
		if wanted, err := c.when.holds(at); err != nil || !wanted {
			return err
		}
	}
	made := Creation{Kind: c.Kind, State: c.State, Key: key, Row: c.Each != "", Fields: map[string]any{}}
	if c.unit != nil {
		v, err := c.unit.eval(at)
		if err != nil {
			return err
		}
		if text, ok := v.(types.String); ok {
			made.Unit = string(text)
		}
	}
	for name, p := range c.fields {
		v, err := p.eval(at)
		if err != nil {
			return err
		}
		if given := plain(v); given != nil {
			made.Fields[name] = given
		}
	}
	*out = append(*out, made)
	return nil
}

// plain is a result in Go, nil when absent.
func plain(v ref.Val) any {
	switch t := v.(type) {
	case types.String:
		if t == "" {
			return nil
		}
		return string(t)
	case types.Bool:
		return bool(t)
	case types.Int:
		return int64(t)
	case types.Double:
		return float64(t)
	case traits.Lister:
		return list(v)
	}
	return nil
}

package rule

import (
	"reflect"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
)

var (
	wordsType = reflect.TypeFor[[]string]()
	rowsType  = reflect.TypeFor[[]map[string]any]()
)

// Gauge is a compiled measure.
type Gauge struct {
	kind      string
	set       *Set
	when      *program // nil = every record counts
	numerator *program
	value     *program
	reached   *Stage // nil = in every state
	approved  *Stage // nil = nobody says so
}

// CompileMeasure compiles a measure over the kind it counts.
func CompileMeasure(k *manifest.Kind, m *manifest.Measure) (*Gauge, error) {
	g, complaints := compileMeasure(k, m)
	if len(complaints) > 0 {
		return nil, fault.New(fault.Internal, "manifest_rule", fault.Param("measure", m.Code), fault.Param("at", complaints[0].path), fault.Cause(complaints[0].err))
	}
	return g, nil
}

func compileMeasure(k *manifest.Kind, m *manifest.Measure) (*Gauge, []located) {
	c, err := newCompiler(k)
	if err != nil {
		return nil, []located{{"", err}}
	}
	b := &builder{compiler: c}
	b.place(m)
	g := &Gauge{kind: m.Kind, set: &Set{fields: c.fields}}
	g.when = b.figure("when", m.When, cel.BoolType)
	g.numerator = b.figure("numerator", m.Numerator, cel.BoolType, intOrNull, doubleOrNull)
	g.value = b.figure("value", m.Value, intOrNull, doubleOrNull)
	g.reached, g.approved = b.stage("reached", m.Reached), b.stage("approved", m.Approved)
	return g, b.complaints
}

// stage reads the name of a state that records reach; nil where there is none.
func (b *builder) stage(path, state string) *Stage {
	if state == "" {
		return nil
	}
	s := b.kind.Lifecycle.State(state)
	switch {
	case s == nil:
		b.complain(path, "state \""+state+"\" does not exist", manifest.OneOf(state, stateIDs(b.kind)))
		return nil
	case s.Open() || s.Phase == manifest.PhaseCancelled:
		b.complain(path, "state \""+state+"\" is "+s.Phase+": no figure counts from there", "name an active or done state")
		return nil
	}
	return NewStage(&b.kind.Lifecycle, state)
}

// AsksHistory reports whether a record in the state can only be read with the
// states it passed.
func (g *Gauge) AsksHistory(state string) bool {
	return g.reached.Asks(state) || g.approved.Asks(state)
}

// Reaches reports whether a record that comes into the state has reached what
// the measure counts from.
func (g *Gauge) Reaches(state string) bool {
	return g.reached == nil || slices.Contains(g.reached.sure, state)
}

// Stages are the states that count as reached and as approved, with those that
// may; they change what is counted.
func (g *Gauge) Stages() [][]string {
	var out [][]string
	for _, s := range []*Stage{g.reached, g.approved} {
		if s != nil {
			out = append(out, s.sure, s.maybe)
		}
	}
	return out
}

// figure compiles an expression of a measure, nil where there is none.
func (b *builder) figure(path, text string, want ...*cel.Type) *program {
	if text == "" {
		return nil
	}
	return b.try(path, text, want...)
}

// Reads reports whether an expression of the measure refers to the name.
func (g *Gauge) Reads(name string) bool {
	for _, p := range []*program{g.when, g.numerator, g.value} {
		if p != nil && slices.Contains(p.reads, name) {
			return true
		}
	}
	return false
}

// Reading is one record's part in a measure.
type Reading struct {
	Counts      bool
	Approved    bool
	Numerator   float64
	Denominator float64
}

// Read computes one record's part. count: 1 over 1. sum and stock: the value
// over 1. average: the same, a record without the value counting nowhere.
// ratio: the numerator (a condition is 1 or 0) over value, or over 1 without
// one. coverage: 1 over 1 for whoever the record covers.
func (g *Gauge) Read(in Input) (Reading, error) {
	if g.reached != nil && !g.reached.Holds(in.State, in.Passed) {
		return Reading{}, nil
	}
	at := g.set.sight(&in)
	if g.when != nil {
		if counts, err := g.when.holds(at); err != nil || !counts {
			return Reading{}, err
		}
	}
	out := Reading{Counts: true, Numerator: 1, Denominator: 1}
	out.Approved = g.approved != nil && g.approved.Holds(in.State, in.Passed)
	numerator, _, err := amount(g.numerator, at)
	if err != nil {
		return Reading{}, err
	}
	value, there, err := amount(g.value, at)
	if err != nil {
		return Reading{}, err
	}
	switch g.kind {
	case manifest.MeasureRatio:
		out.Numerator, out.Denominator = numerator, value
	case manifest.MeasureSum, manifest.MeasureStock:
		out.Numerator = value
	case manifest.MeasureAverage:
		out.Numerator, out.Counts = value, there
	}
	return out, nil
}

// amount evaluates to a number, 1 without an expression; a condition is 1 or 0,
// absence is 0 and not there.
func amount(p *program, at *sight) (n float64, there bool, err error) {
	if p == nil {
		return 1, true, nil
	}
	v, err := p.eval(at)
	if err != nil {
		return 0, false, err
	}
	return float(v), v != types.NullValue, nil
}

func float(v ref.Val) float64 {
	switch n := v.(type) {
	case types.Bool:
		if n {
			return 1
		}
	case types.Int:
		return float64(n)
	case types.Double:
		return float64(n)
	}
	return 0
}

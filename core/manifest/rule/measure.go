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
	return g, b.complaints
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
	Numerator   float64
	Denominator float64
}

// Read computes one record's part. count: 1 over 1. sum: the value over 1.
// ratio: the numerator (a condition is 1 or 0) over value, or over 1 without
// one. coverage: 1 over 1 for whoever the record covers.
func (g *Gauge) Read(in Input) (Reading, error) {
	at := g.set.sight(&in)
	if g.when != nil {
		if counts, err := g.when.holds(at); err != nil || !counts {
			return Reading{}, err
		}
	}
	out := Reading{Counts: true, Numerator: 1, Denominator: 1}
	numerator, err := amount(g.numerator, at, 1)
	if err != nil {
		return Reading{}, err
	}
	value, err := amount(g.value, at, 1)
	if err != nil {
		return Reading{}, err
	}
	switch g.kind {
	case manifest.MeasureRatio:
		out.Numerator, out.Denominator = numerator, value
	case manifest.MeasureSum:
		out.Numerator = value
	}
	return out, nil
}

// amount evaluates to a number; a condition is 1 or 0, absence is 0.
func amount(p *program, at *sight, otherwise float64) (float64, error) {
	if p == nil {
		return otherwise, nil
	}
	v, err := p.eval(at)
	return float(v), err
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

package rule

import (
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/sdk"
)

// Input is what an expression sees.
type Input struct {
	Fields     map[string]any // as the record stores them
	State      string
	Number     string
	Unit       string // id of the record's unit
	ToUnit     string // id of the addressee, "" before delivery
	Transition string // "" for a plain save
	Today      calendar.Date
	CreatedOn  calendar.Date
	Docs       map[string]int // slot → documents in it
	Book       *calendar.Book // nil = the national calendar
}

// Violation is a rule that said yes.
type Violation struct {
	Code     string
	Field    string
	Advisory bool
}

// Set is the compiled expressions of one kind.
type Set struct{}

// Compile compiles every expression of a kind once.
func Compile(k *sdk.Kind) (*Set, error) { return nil, fault.New(fault.Unavailable, "not.ready") }

// Violations are the rules of a save or transition that are broken.
func (s *Set) Violations(in Input) ([]Violation, error) { return nil, nil }

// Derive computes the fields declared with CEL.
func (s *Set) Derive(in Input) (map[string]any, error) { return nil, nil }

// Defaults computes the values of absent fields on create.
func (s *Set) Defaults(in Input) (map[string]any, error) { return nil, nil }

// Sets computes what in.Transition sets.
func (s *Set) Sets(in Input) (map[string]any, error) { return nil, nil }

// Open reports whether the transition's guard (when:) lets it be offered.
func (s *Set) Open(transition string, in Input) (bool, error) { return true, nil }

// Gauge is a compiled measure.
type Gauge struct{}

// CompileMeasure compiles a measure over its kind.
func CompileMeasure(k *sdk.Kind, m *sdk.Measure) (*Gauge, error) {
	return nil, fault.New(fault.Unavailable, "not.ready")
}

// Reading is one record's part in a measure.
type Reading struct {
	Counts      bool
	Numerator   float64
	Denominator float64
}

// Read computes one record's part.
func (g *Gauge) Read(in Input) (Reading, error) { return Reading{}, nil }

// Check compiles every expression of a manifest and says what does not
// compile or has the wrong type, with file and line. others are the manifests
// its measures may look at (the core's always included).
func Check(m *sdk.Manifest, others ...*sdk.Manifest) []sdk.Problem { return nil }

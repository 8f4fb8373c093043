package measure

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
)

// Measure is a manifest's measure with its expressions compiled. Module is the
// manifest that declares it, which need not be the one of the kind it counts.
type Measure struct {
	*manifest.Measure
	Code     string   // the full name, module.code: what figures are kept under
	AllOf    []string // full names of the coverages it is made of
	Unless   []string // of those: which must not hold
	revision string   // changes when what is counted changes
	gauge    *rule.Gauge
}

// Covering reports whether the measure asks which units are reached.
func (m *Measure) Covering() bool { return m.Kind == manifest.MeasureCoverage }

// Computed reports whether the module's code says what a record adds.
func (m *Measure) Computed() bool { return m.Compute == manifest.DecideGo }

// ReadsToday reports whether what a record adds depends on the day, as far as the
// core computes it.
func (m *Measure) ReadsToday() bool {
	return m.gauge != nil && !m.Computed() && m.gauge.Reads("today")
}

// New compiles a measure; a coverage of coverages counts no kind.
func New(kinds *kind.Set, declared *manifest.Measure) (*Measure, error) {
	m := &Measure{Measure: declared, Code: declared.FullName()}
	m.AllOf, m.Unless = parts(declared)
	if len(declared.AllOf) > 0 {
		m.revision = revisionOf(declared, nil, nil)
		return m, nil
	}
	kind, err := kinds.Get(declared.Of)
	if err != nil {
		return nil, fmt.Errorf("it counts %s, which no installed module declares: %w", declared.Of, err)
	}
	if m.gauge, err = rule.CompileMeasure(kind.Kind, declared); err != nil {
		return nil, err
	}
	m.revision = revisionOf(declared, kind, m.gauge.Stages())
	return m, nil
}

// parts are the full names of the coverages a measure is made of, and of those
// among them that must not hold.
func parts(declared *manifest.Measure) (all, unless []string) {
	for _, name := range declared.AllOf {
		code, not := strings.CutPrefix(name, "!")
		full := FullNames(declared.Module, []string{code})
		if all = append(all, full...); not {
			unless = append(unless, full...)
		}
	}
	return all, unless
}

// FullNames completes the codes of a module's own measures.
func FullNames(module string, names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = name
		if !strings.Contains(name, ".") {
			out[i] = module + "." + name
		}
	}
	return out
}

// way is the way in which everything is counted: another one is another revision
// of every measure.
const way = 2

// revisionOf is a digest of what a measure counts: its declaration without what
// is only said of it, the phases of the states of its kind, and those that count
// as reached or approved. A coverage of coverages has no kind.
func revisionOf(m *manifest.Measure, k *kind.Kind, stages [][]string) string {
	counted := *m
	counted.Label, counted.Hint, counted.Unit, counted.Target = manifest.Text{}, manifest.Text{}, "", nil
	phases := map[string]string{}
	if k != nil {
		for _, s := range k.Lifecycle.States {
			phases[s.ID] = s.Phase
		}
	}
	raw, _ := json.Marshal([]any{way, counted, phases, stages}) // texts and lists of texts
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:6])
}

// Key is what contributions, deltas and figures of this revision of the
// measure are stored under. Two revisions never share a row, so that nothing
// is read that is partly old and partly new.
func (m *Measure) Key() string { return m.Code + "@" + m.revision }

// PartKey is what the part of a figure with one value is stored under, beside
// the whole.
func PartKey(key, value string) string { return key + "|" + value }

// PartsEnd is where the parts end in the order of keys.
func PartsEnd(key string) string { return key + "}" }

// WholeOf is the key of the whole figure that a key or a part's key belongs to.
func WholeOf(key string) string {
	whole, _, _ := strings.Cut(key, "|")
	return whole
}

// CodeOf is the code of the measure a key belongs to; the first figures were
// stored under the bare code.
func CodeOf(key string) string {
	code, _, _ := strings.Cut(key, "@")
	return code
}

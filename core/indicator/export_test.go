package indicator

import (
	"context"
	"maps"
	"slices"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
)

// Declare is what a new version of a module does to a measure: it is compiled
// as changed, and from then on records count by it. With another code it is one
// more measure.
func (f *Figures) Declare(code string, change func(m *manifest.Measure)) error {
	old := f.catalogue.byCode[code]
	declared := *old.Measure
	change(&declared)
	k, err := f.Kinds.Of(context.Background(), declared.Of)
	if err != nil {
		return err
	}
	gauge, err := rule.CompileMeasure(k.Kind, &declared)
	if err != nil {
		return err
	}
	m := &Measure{Measure: &declared, Code: declared.FullName(), gauge: gauge, revision: revisionOf(&declared, k)}
	next := &catalogue{byCode: maps.Clone(f.catalogue.byCode), byKind: maps.Clone(f.catalogue.byKind), boards: f.catalogue.boards}
	next.byCode[m.Code] = m
	of := slices.Clone(next.byKind[declared.Of])
	if m.Code == code {
		of[slices.Index(of, old)] = m
	} else {
		of = append(of, m)
	}
	next.byKind[declared.Of] = of
	f.catalogue = next
	return nil
}

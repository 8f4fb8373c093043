package indicator

import (
	"context"
	"maps"
	"slices"

	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/manifest"
)

// Declare is what a new version of a module does to a measure: it is compiled
// as changed, and from then on records count by it. With another code it is one
// more measure.
func (f *Figures) Declare(code string, change func(m *manifest.Measure)) error {
	old := f.catalogue.byCode[code]
	declared := *old.Measure
	change(&declared)
	m, err := measure.New(f.Kinds.In(context.Background()), &declared)
	if err != nil {
		return err
	}
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

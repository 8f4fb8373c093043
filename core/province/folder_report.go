package province

import (
	"fmt"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	declared "github.com/doanket/doanket/core/manifest/section"
	"github.com/doanket/doanket/core/province/spelling"
)

// knownReports looks at the reports of the province's own: their sections and
// columns, and whether their periods are long enough for each.
func (f *Folder) knownReports(s *spelling.Spelling, v spelling.Vocabulary) {
	sections, measures := map[string]*manifest.Manifest{}, map[string]*manifest.Manifest{}
	for _, m := range v.Manifests {
		for i := range m.Sections {
			sections[m.ID+"."+m.Sections[i].ID] = m
		}
		for i := range m.Measures {
			measures[m.ID+"."+m.Measures[i].Code] = m
		}
	}
	for i, report := range list(f.Settings["reports"]) {
		r, _ := report.(map[string]any)
		grain, _ := r["grain"].(string)
		each := func(name, what string, known map[string]*manifest.Manifest, short func(m *manifest.Manifest, word string) bool) {
			for j, word := range list(r[name]) {
				path := fmt.Sprintf("settings.reports[%d].%s[%d]", i, name, j)
				word, _ := word.(string)
				switch m := known[word]; {
				case m == nil && len(v.Broken) == 0:
					s.Word("tenant.yaml", path, what, word, keys(known))
				case m != nil && short(m, word):
					s.Wrong = append(s.Wrong, fault.FieldError{Field: s.At("tenant.yaml", path), Code: "out_of_range", Params: map[string]string{"value": word, "why": word + " has figures of a longer period than a " + grain}})
				}
			}
		}
		each("sections", "section", sections, func(m *manifest.Manifest, word string) bool {
			return len(declared.Short(m, word[len(m.ID)+1:], grain)) > 0
		})
		each("columns", "measure", measures, func(m *manifest.Manifest, word string) bool { return declared.Shorter(m, word, grain) })
	}
	f.formOf(s, "reports")
}

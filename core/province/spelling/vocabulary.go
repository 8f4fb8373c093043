package spelling

import (
	"maps"
	"slices"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/manifest"
)

// Vocabulary is what the words of a folder may name in an installation.
type Vocabulary struct {
	Manifests map[string]*manifest.Manifest
	Broken    []string // modules that are installed and cannot be used: their words are unknown
	Kinds     []string
	Deadlines []string // settings.deadlines
	Steps     []string // settings.self_approvals
	Duties    []string // settings.duties
	Told      []string // settings.reminders: codes of deadlines, duties and kinds
}

// Of is the vocabulary of the installed manifests.
func Of(installed []*manifest.Manifest, broken []string) Vocabulary {
	v := Vocabulary{Manifests: map[string]*manifest.Manifest{}, Broken: broken}
	for _, m := range installed {
		v.Manifests[m.ID] = m
		v.Steps = append(v.Steps, m.SeparatedSteps()...)
		v.addDuties(m)
		for i := range m.Kinds {
			v.Kinds = append(v.Kinds, m.Kinds[i].FullName())
			v.Told = append(v.Told, m.Kinds[i].FullName())
			for _, d := range m.Kinds[i].Deadlines {
				v.Told = append(v.Told, d.Code)
				if d.Setting != "" {
					v.Deadlines = append(v.Deadlines, d.Setting)
				}
			}
		}
	}
	return v
}

// addDuties takes in what a province may decide of a manifest's duties.
func (v *Vocabulary) addDuties(m *manifest.Manifest) {
	for i := range m.Duties {
		d := &m.Duties[i]
		v.Told = append(v.Told, d.FullName())
		if d.Setting != "" {
			v.Duties = append(v.Duties, d.Setting)
		}
		lengths := []string{d.TimesSetting, d.Due.Setting}
		if d.Before != nil {
			lengths = append(lengths, d.Before.Setting)
		}
		v.Deadlines = append(v.Deadlines, slices.DeleteFunc(lengths, func(key string) bool { return key == "" })...)
	}
}

// Modules are the ids a folder may switch on or play in.
func (v Vocabulary) Modules() []string {
	return append(slices.Sorted(maps.Keys(v.Manifests)), v.Broken...)
}

// Actions are what may be permitted on the kinds a pattern covers.
func (v Vocabulary) Actions(kind string) []string {
	out := []string{access.Read, access.Create, access.Update, "discard", access.Attach, access.Comment, "unseal", "excuse"}
	if kind == "*" {
		out = append(out, access.AdminUnits, access.AdminPeople, access.AdminRoles, access.AdminModules, access.AdminSettings,
			access.AuditRead, access.FigureRead, access.FigureClose, access.ReportWrite, access.ReportFreeze)
	}
	for _, m := range v.Manifests {
		for i := range m.Kinds {
			if k := &m.Kinds[i]; Fits(kind, k.FullName()) {
				for _, s := range k.Slots {
					out = append(out, access.AttachTo(s.Code))
				}
				for _, t := range k.Lifecycle.Transitions {
					out = append(out, access.Do(t.Name))
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

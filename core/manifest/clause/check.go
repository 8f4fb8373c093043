package clause

import (
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/manifest"
)

// idForm is how an id is written: parts of letters and digits with dots between.
var idForm = regexp.MustCompile(`^[A-Za-z0-9]{1,8}(\.[A-Za-z0-9]{1,8}){0,5}$`)

// Valid reports whether a clause can have the id.
func Valid(id string) bool { return idForm.MatchString(id) }

// checker collects what is wrong with the clauses a manifest names.
type checker struct {
	manifest.Findings
}

// Check says what of a manifest's serves: and meets: cannot be, with file, line and mend.
func Check(m *manifest.Manifest) []manifest.Problem {
	l := &checker{Findings: manifest.Findings{M: m}}
	for i := range m.Kinds {
		k := &m.Kinds[i]
		path := manifest.Path("kinds", i)
		l.ids(manifest.Path(path, "serves"), k.Serves)
		l.fields(path, k.Fields, false)
	}
	for i := range m.Measures {
		l.ids(manifest.Path("measures", i, "serves"), m.Measures[i].Serves)
		l.targets(manifest.Path("measures", i, "meets"), m.Measures[i].Meets)
	}
	for i := range m.Duties {
		l.ids(manifest.Path("duties", i, "serves"), m.Duties[i].Serves)
	}
	return l.Problems
}

// fields checks the clauses of values; the fields of a row have none, since a
// record serves a clause as a whole.
func (l *checker) fields(path string, fields []manifest.Field, row bool) {
	for i := range fields {
		f := &fields[i]
		at := manifest.Path(path, "fields", i)
		l.fields(at, f.Fields, true)
		if len(f.Serves) == 0 {
			continue
		}
		at = manifest.Path(at, "serves")
		switch {
		case row:
			l.Say(at, "a row serves no clause by itself: its record does", "write serves: on the kind, or on an enum field of it")
			continue
		case f.Type != manifest.TypeEnum && f.Type != manifest.TypeEnums:
			l.Say(at, "field "+strconv.Quote(f.Name)+" has no values to name clauses by", "write serves: on the kind, or on an enum field")
			continue
		case f.Sealed:
			l.Say(at, "field "+strconv.Quote(f.Name)+" is sealed, so nothing may be told by its value", "write serves: on the kind, or remove sealed:")
			continue
		}
		ids := make([]string, len(f.Values))
		for j, v := range f.Values {
			ids[j] = v.ID
		}
		for _, value := range slices.Sorted(maps.Keys(f.Serves)) {
			if !f.Open && !slices.Contains(ids, value) {
				l.Say(manifest.Path(at, value), "value "+strconv.Quote(value)+" of "+strconv.Quote(f.Name)+" does not exist", manifest.OneOf(value, ids))
			}
			l.ids(manifest.Path(at, value), f.Serves[value])
		}
	}
}

// codeForm is how the code of a target is written.
var codeForm = regexp.MustCompile(`^[A-Za-z0-9]{1,8}([.-][A-Za-z0-9]{1,8}){0,3}$`)

// ValidTarget reports whether a target can have the code.
func ValidTarget(code string) bool { return codeForm.MatchString(code) }

func (l *checker) targets(path string, codes []string) {
	for i, code := range codes {
		if !ValidTarget(code) {
			l.Say(manifest.Path(path, i), strconv.Quote(code)+" is no code of a target", "write letters and digits, for instance CT-1a")
		}
	}
}

func (l *checker) ids(path string, ids []string) {
	for i, id := range ids {
		switch {
		case !Valid(id):
			l.Say(manifest.Path(path, i), strconv.Quote(id)+" is no id of a clause", "write letters and digits with dots between, for instance III.1.a")
		case slices.Contains(ids[:i], id):
			l.Say(manifest.Path(path, i), "clause "+strconv.Quote(id)+" is named twice", "remove one of them")
		}
	}
}

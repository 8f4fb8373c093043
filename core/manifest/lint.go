package manifest

import (
	"cmp"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// linter checks a decoded manifest: names, references, texts.
type linter struct{ Findings }

func lint(m *Manifest) []Problem {
	l := &linter{Findings{M: m}}
	l.head()
	l.texts(reflect.ValueOf(m).Elem(), "")
	l.roles()
	for i := range m.Kinds {
		(&kindLinter{linter: l, k: &m.Kinds[i], path: Path("kinds", i)}).all()
	}
	l.unique("kinds", "kind", len(m.Kinds), func(i int) string { return m.Kinds[i].Name }, "name")
	l.measures()
	l.boards()
	l.schedule()
	slices.SortStableFunc(l.Problems, func(a, b Problem) int { return cmp.Or(cmp.Compare(a.File, b.File), a.Line-b.Line) })
	return l.Problems
}

var (
	idForm      = regexp.MustCompile(`^[a-z][a-z0-9_]{1,39}$`)
	fieldForm   = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	versionForm = regexp.MustCompile(`^\d+\.\d+\.\d+$`)
	numberToken = regexp.MustCompile(`\{[^}]*\}`)
	seqToken    = regexp.MustCompile(`^\{seq(:[1-9])?\}$`)
	cronForm    = regexp.MustCompile(`^[0-9*/,-]+( [0-9*/,-]+){4}$`)
)

func (l *linter) head() {
	m := l.M
	if m.APIVersion != APIVersion {
		l.Say("api_version", "api_version is "+quote(m.APIVersion), "write api_version: "+APIVersion)
	}
	l.name("id", m.ID, idForm)
	if m.ID == CoreID && !m.base {
		l.Say("id", "the id \"core\" belongs to the base manifest", "use the name of the module's folder")
	}
	if !versionForm.MatchString(m.Version) {
		l.Say("version", "version is "+quote(m.Version), "write three numbers, for instance 1.0.0")
	}
	if m.Label.IsZero() {
		l.Say("label", "the module has no label", "write label: {vi: …, en: …}")
	}
	for i, kind := range m.Grants.Create {
		l.foreign(Path("grants", "create", i), kind)
	}
	for i, kind := range m.Grants.Read {
		l.foreign(Path("grants", "read", i), kind)
	}
}

func (l *linter) name(path, name string, form *regexp.Regexp) {
	if !form.MatchString(name) {
		l.Say(path, "the name "+quote(name)+" is not usable", "use lower case letters, digits and _, starting with a letter, at most 40")
	}
}

// unique refuses what stands twice in a list.
func (l *linter) unique(list, noun string, n int, key func(int) string, field string) {
	seen := map[string]bool{}
	for i := range n {
		k := key(i)
		if k != "" && seen[k] {
			l.Say(Path(list, i, field), noun+" "+quote(k)+" is declared twice", "rename or remove one of them")
		}
		seen[k] = true
	}
}

// texts walks everything and refuses a label that lacks a language; a hint
// may be absent, but not half there.
func (l *linter) texts(v reflect.Value, path string) {
	if t, ok := v.Interface().(Text); ok {
		l.text(t, path)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			l.texts(v.Elem(), path)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
			if name != "" && name != "-" {
				l.texts(v.Field(i), Path(path, name))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			l.texts(v.Index(i), Path(path, i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			l.texts(v.MapIndex(key), Path(path, key.String()))
		}
	}
}

func (l *linter) text(t Text, path string) {
	optional := strings.HasSuffix(path, "hint") || strings.HasSuffix(path, "back")
	if optional && t.IsZero() || path == "label" && t.IsZero() {
		return
	}
	for _, lang := range [][2]string{{"vi", t.VI}, {"en", t.EN}} {
		if strings.TrimSpace(lang[1]) == "" {
			l.Say(path, "the text has no "+lang[0], "add "+lang[0]+": to "+path)
		}
	}
}

// foreign checks a kind named in full: of this module, of the core, or, when
// of another module, at least well formed.
func (l *linter) foreign(path, kind string) {
	module, name, dotted := strings.Cut(kind, ".")
	if !dotted || !idForm.MatchString(module) || !idForm.MatchString(name) {
		l.Say(path, quote(kind)+" is not the full name of a kind", "write module.kind")
		return
	}
	if m := l.manifestOf(module); m != nil && m.Kind(kind) == nil {
		l.Say(path, "kind "+quote(kind)+" does not exist", OneOf(kind, m.kindNames()))
	}
}

// manifestOf is the manifest of a module whose kinds can be known here.
func (l *linter) manifestOf(module string) *Manifest {
	switch {
	case module == l.M.ID:
		return l.M
	case module == CoreID:
		return Core()
	}
	return nil
}

// kindOf finds a kind named in full; nil if it is another module's or absent.
func (l *linter) kindOf(full string) *Kind {
	module, _, _ := strings.Cut(full, ".")
	if m := l.manifestOf(module); m != nil {
		return m.Kind(full)
	}
	return nil
}

func (m *Manifest) kindNames() []string {
	out := make([]string, len(m.Kinds))
	for i := range m.Kinds {
		out[i] = m.Kinds[i].FullName()
	}
	return out
}

func (m *Manifest) roleIDs() []string {
	out := make([]string, len(m.Roles))
	for i := range m.Roles {
		out[i] = m.Roles[i].ID
	}
	return out
}

var reaches = []string{ReachOwn, ReachBranch, ReachSubtree, ReachAddressed, ReachAddressedSubtree}

func (l *linter) roles() {
	l.unique("roles", "role", len(l.M.Roles), func(i int) string { return l.M.Roles[i].ID }, "id")
	for i, r := range l.M.Roles {
		l.name(Path("roles", i, "id"), r.ID, idForm)
		l.Known(Path("roles", i, "reach"), "reach", r.Reach, reaches)
	}
}

// role checks "officer" or "officer@own".
func (l *linter) role(path, word string) {
	name, reach, own := strings.Cut(word, "@")
	l.Known(path, "role", name, l.M.roleIDs())
	if own {
		l.Known(path, "reach", reach, reaches)
	}
}

package manifest

import (
	"slices"
	"strings"
)

// kindLinter checks one kind.
type kindLinter struct {
	*linter
	k    *Kind
	path string
}

// maxIdentifier is PostgreSQL's limit for a name, in bytes.
const maxIdentifier = 63

// systemNames are what every record has; CEL and columns know them, so no
// field may take them.
var systemNames = []string{"id", "kind", "module", "extra", "state", "phase", "number", "unit", "unit_id", "unit_path",
	"version", "schema_rev", "today", "created_on", "created_by", "created_at", "updated_by", "updated_at", "transition"}

// listColumns are the system columns a view may show beside the fields.
var listColumns = []string{"number", "state", "unit", "created_by", "created_at", "updated_at", "due_on", "to_unit"}

func (l *kindLinter) at(parts ...any) string { return Path(append([]any{l.path}, parts...)...) }

func (l *kindLinter) all() {
	k := l.k
	l.name(l.at("name"), k.Name, idForm)
	if len(k.Table()) > maxIdentifier {
		l.Say(l.at("name"), "the table "+quote(k.Table())+" is longer than 63 bytes", "shorten the kind's name")
	}
	if k.Number != "" {
		l.number()
	}
	l.Known(l.at("sensitivity"), "sensitivity", k.Sensitivity, []string{"", SensitivityRestricted})
	l.unitKinds(l.at("owner_kinds"), k.OwnerKinds)
	l.fields()
	l.references()
	l.deadlines()
	l.rules()
	l.slots()
	l.lifecycle()
	l.views()
}

func (l *kindLinter) number() {
	seq := false
	for _, token := range numberToken.FindAllString(l.k.Number, -1) {
		if seqToken.MatchString(token) {
			seq = true
			continue
		}
		f := l.k.Field(token[1 : len(token)-1])
		switch {
		case f != nil && f.Type == TypeEnum && f.Required && f.List == "":
			l.books(f)
		case !slices.Contains([]string{"{year}", "{unit.code}", "{tenant.code}"}, token):
			l.Say(l.at("number"), "number knows no "+token, "use {year}, {seq:4}, {unit.code}, {tenant.code} or a required enum with books:")
		}
	}
	if !seq {
		l.Say(l.at("number"), "the number never counts", "add {seq:4}")
	}
}

// books checks that every value of the enum a number names has a book, and each its own.
func (l *kindLinter) books(f *Field) {
	have := map[string]bool{}
	for _, v := range f.Values {
		if mark := l.k.Books[v.ID]; mark == "" || have[mark] {
			l.Say(l.at("books"), "value "+quote(v.ID)+" of "+f.Name+" has no book of its own", "write under books: "+v.ID+" and what stands for it in the number")
		} else {
			have[mark] = true
		}
	}
}

// references checks the fields the kind itself points to.
func (l *kindLinter) references() {
	l.typed("title", l.k.Title, true, TypeText, TypeLongText)
	l.typed("period", l.k.Period, false, TypeDate)
	l.typed("due", l.k.Due, false, TypeDate)
	l.open(l.at("title"), l.k.Title)
	l.open(l.at("period"), l.k.Period)
	l.open(l.at("due"), l.k.Due)
	for i, index := range l.k.Indexes {
		for j, name := range index {
			l.Known(l.at("indexes", i, j), "field", name, l.fieldNames()) // of its own table; the core indexes its own
			l.open(l.at("indexes", i, j), name)
		}
	}
}

func (l *kindLinter) typed(key, name string, required bool, types ...string) {
	if name == "" {
		if required {
			l.Say(l.at(key), "the kind names no "+key+" field", "write "+key+": and the name of a field")
		}
		return
	}
	l.fieldOf(l.at(key), name, types...)
}

// open refuses a sealed field where everyone who reads the record would see it.
func (l *kindLinter) open(path, name string) {
	if f := l.k.Field(strings.TrimPrefix(name, "-")); f != nil && f.Sealed {
		l.Say(path, "field "+quote(f.Name)+" is sealed, but this would show it", "name another field, or remove sealed:")
	}
}

// fieldOf checks that a field exists and is of one of the types.
func (l *kindLinter) fieldOf(path, name string, types ...string) {
	f := l.k.Field(name)
	if f == nil {
		l.Known(path, "field", name, l.fieldNames())
		return
	}
	if len(types) > 0 && !slices.Contains(types, f.Type) {
		l.Say(path, "field "+quote(name)+" is of type "+f.Type, "name a field of type "+strings.Join(types, " or "))
	}
}

func (l *kindLinter) fieldNames() []string {
	out := make([]string, len(l.k.Fields))
	for i := range l.k.Fields {
		out[i] = l.k.Fields[i].Name
	}
	return out
}

func (l *kindLinter) slotCodes() []string {
	out := make([]string, len(l.k.Slots))
	for i := range l.k.Slots {
		out[i] = l.k.Slots[i].Code
	}
	return out
}

func (l *kindLinter) transitionNames() []string {
	out := make([]string, len(l.k.Lifecycle.Transitions))
	for i := range out {
		out[i] = l.k.Lifecycle.Transitions[i].Name
	}
	return out
}

func (l *kindLinter) rules() {
	l.unique(l.at("rules"), "rule", len(l.k.Rules), func(i int) string { return l.k.Rules[i].Code }, "code")
	for i, r := range l.k.Rules {
		l.name(l.at("rules", i, "code"), r.Code, idForm)
		if _, ok := l.M.Problems[r.Code]; !ok {
			l.Say(l.at("rules", i, "code"), "rule "+quote(r.Code)+" has no text", "add "+r.Code+": {vi: …, en: …} under problems: in labels.yaml")
		}
		if r.When == "" {
			l.Say(l.at("rules", i), "rule "+quote(r.Code)+" has no condition", "write when: and a CEL expression that is true when the rule is broken")
		}
		if r.Field != "" {
			l.fieldOf(l.at("rules", i, "field"), r.Field)
		}
		for j, t := range r.On {
			l.Known(l.at("rules", i, "on", j), "transition", t, l.transitionNames())
		}
	}
}

var slotTypes = []string{"pdf", "docx", "doc", "xlsx", "xls", "pptx", "ppt", "jpg", "jpeg", "png", "webp", "heic", "mp3", "m4a", "mp4", "mov", "3gp", "zip", "txt", "csv"}

// SlotTypes are the extensions a slot may name: those the core takes.
func SlotTypes() []string { return slices.Clone(slotTypes) }

func (l *kindLinter) slots() {
	l.unique(l.at("slots"), "slot", len(l.k.Slots), func(i int) string { return l.k.Slots[i].Code }, "code")
	for i, s := range l.k.Slots {
		l.name(l.at("slots", i, "code"), s.Code, fieldForm)
		if len(s.Types) == 0 {
			l.Say(l.at("slots", i), "slot "+quote(s.Code)+" takes no type of file", "write types: [pdf, jpg, png]")
		}
		for j, t := range s.Types {
			l.Known(l.at("slots", i, "types", j), "file type", t, slotTypes)
		}
		if s.Min < 0 || s.Min > s.Max {
			l.Say(l.at("slots", i, "min"), "slot "+quote(s.Code)+" wants more than it takes", "make min at most max")
		}
	}
}

func (l *kindLinter) views() {
	columns := append(l.fieldNames(), listColumns...)
	check := func(path string, names ...string) {
		for i, n := range names {
			if n != "" {
				l.Known(Path(path, i), "column", strings.TrimPrefix(n, "-"), columns)
			}
		}
	}
	v := l.k.Views
	check(l.at("views", "list", "columns"), v.List.Columns...)
	check(l.at("views", "list", "filters"), v.List.Filters...)
	check(l.at("views", "list", "sort"), v.List.Sort)
	for i, name := range v.List.Columns {
		l.open(l.at("views", "list", "columns", i), name)
	}
	for i, name := range v.List.Filters {
		l.open(l.at("views", "list", "filters", i), name)
	}
	l.open(l.at("views", "list", "sort"), v.List.Sort)
}

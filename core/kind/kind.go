package kind

import (
	"regexp"
	"slices"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
)

// Kind is a manifest's kind with everything compiled from it. Fields holds the
// declared fields, then the province's own.
type Kind struct {
	*manifest.Kind
	Manifest *manifest.Manifest
	Rules    *rule.Set

	Full     string   // "module.name"
	Columns  []Column // a column per field, in the order of Fields
	Search   []string // fields that a list's q looks into
	Refs     []string // fields that point at records
	GoInputs []string // inputs of fields the module derives
	Sealed   []*manifest.Field
	Own      []string // fields that only the side that keeps a record reads
	Listed   []Column // what a list shows of a record
	Guarding []Column // what the guards of its steps look at

	SQLTable               string // the table's name, quoted
	InsertText, UpdateText string // of all columns, id first
	SelectText             string // of all columns, id first, for a list of ids
	GuardText              string // of the columns of Guarding, likewise
}

// compile makes a kind ready for use. own are the province's fields, behind the
// declared ones. Faults: Invalid, from the expressions or unknown_type,
// unknown_state.
func compile(m *manifest.Manifest, declared *manifest.Kind, own []manifest.Field, lists map[string][]manifest.EnumValue) (*Kind, error) {
	k := withLists(declared, lists)
	if len(own) > 0 {
		wider := *k
		wider.Fields = slices.Concat(k.Fields, own)
		wider.Views.List = listed(declared.Views.List, own)
		k = &wider
	}
	rules, err := rule.Compile(k)
	if err != nil {
		return nil, err
	}
	out := &Kind{Kind: k, Manifest: m, Rules: rules, Full: k.FullName(), Columns: columnsOf(k), SQLTable: Quote(k.Table())}
	for i := range k.Fields {
		f := &k.Fields[i]
		if _, known := shapes[f.Type]; !known {
			return nil, fault.New(fault.Invalid, "unknown_type", fault.Field(f.Name))
		}
		if f.Search && !f.Sealed {
			out.Search = append(out.Search, f.Name)
		}
		if f.Sealed {
			out.Sealed = append(out.Sealed, f)
		}
		if f.Own() {
			out.Own = append(out.Own, f.Name)
		}
		if f.Refers() {
			out.Refs = append(out.Refs, f.Name)
		}
		if f.Derived == manifest.DecideGo {
			out.GoInputs = append(out.GoInputs, f.From...)
		}
	}
	if k.Lifecycle.State(k.Lifecycle.Initial) == nil {
		return nil, fault.New(fault.Invalid, "unknown_state", fault.Param("state", k.Lifecycle.Initial))
	}
	out.prepareTexts()
	return out, nil
}

// listed is the list view with the own fields that are indexed: lists show them
// and filter by them.
func listed(v manifest.ListView, own []manifest.Field) manifest.ListView {
	v.Columns, v.Filters = slices.Clone(v.Columns), slices.Clone(v.Filters)
	for _, f := range own {
		if f.Index {
			v.Columns, v.Filters = append(v.Columns, f.Name), append(v.Filters, f.Name)
		}
	}
	return v
}

// Column finds the column of a field, nil if there is none.
func (k *Kind) Column(name string) *Column {
	for i := range k.Columns {
		if k.Columns[i].Field.Name == name {
			return &k.Columns[i]
		}
	}
	return nil
}

// Book is the form of the numbers a record with these fields takes; records of one form
// are counted together. Where the kind has books, each value of the enum it names has one.
func (k *Kind) Book(fields map[string]any) string {
	return bookToken.ReplaceAllStringFunc(k.Number, func(token string) string {
		value, _ := fields[token[1:len(token)-1]].(string)
		if mark := k.Books[value]; mark != "" {
			return mark
		}
		return token // {year} and the like are filled by whoever counts
	})
}

var bookToken = regexp.MustCompile(`\{[a-z_]+\}`)

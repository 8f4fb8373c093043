package manifest

import (
	"slices"
	"strings"
)

// FieldTypes are the types a field can have.
func FieldTypes() []string { return slices.Clone(fieldTypes) }

var fieldTypes = []string{TypeText, TypeLongText, TypeInt, TypeDecimal, TypeMoney, TypeBool, TypeDate, TypeDateTime, TypeEnum,
	TypeEnums, TypeRef, TypeRefs, TypeUnit, TypeUnits, TypeUser, TypeList, TypeGeo, TypeJSON}

// profileWords name what the platform never keeps about a person (personal
// data law): a module cannot even declare it. Counts are statistics and pass.
var profileWords = []string{"religion", "religious", "ton_giao", "tongiao", "dan_toc", "dantoc", "ethnicity", "ethnic", "political",
	"chinh_kien", "quan_diem_chinh_tri", "cmnd", "cccd", "identity_card", "id_card", "citizen_id"}

// How fields a province adds to a kind are told from the manifest's own: by
// their names, and ids from here on.
const (
	OwnPrefix  = "x_"
	FirstOwnID = 1001
)

func (l *kindLinter) fields() {
	l.fieldList(l.at("fields"), l.k.Fields, false)
	for i, f := range l.k.Fields {
		path := l.at("fields", i)
		if slices.Contains(l.k.Reserved.IDs, f.ID) {
			l.Say(Path(path, "id"), "field id "+itoa(f.ID)+" is reserved", "take a number never used before")
		}
		if slices.Contains(l.k.Reserved.Names, f.Name) {
			l.Say(Path(path, "name"), "field name "+quote(f.Name)+" is reserved", "take another name")
		}
		if slices.Contains(systemNames, f.Name) {
			l.Say(Path(path, "name"), "every record already has "+quote(f.Name), "take another name")
		}
		if strings.HasPrefix(f.Name, OwnPrefix) {
			l.Say(Path(path, "name"), "names in "+OwnPrefix+" are for fields a province adds", "write "+quote(strings.TrimPrefix(f.Name, OwnPrefix)))
		}
		if f.ID >= FirstOwnID {
			l.Say(Path(path, "id"), "field ids from "+itoa(FirstOwnID)+" are for fields a province adds", "take a smaller number")
		}
	}
}

func (l *kindLinter) fieldList(path string, fields []Field, row bool) {
	l.unique(path, "field", len(fields), func(i int) string { return fields[i].Name }, "name")
	l.unique(path, "field id", len(fields), func(i int) string { return itoa(fields[i].ID) }, "id")
	for i := range fields {
		l.field(Path(path, i), &fields[i], row)
	}
}

func (l *kindLinter) field(path string, f *Field, row bool) {
	l.name(Path(path, "name"), f.Name, fieldForm)
	if f.ID < 1 {
		l.Say(Path(path, "id"), "field "+quote(f.Name)+" has no id", "give it a number from 1 that no field of this kind ever had")
	}
	l.profile(Path(path, "name"), f)
	if !l.Known(Path(path, "type"), "field type", f.Type, fieldTypes) {
		return
	}
	l.shape(path, f, row)
	l.units(path, f)
	l.sealed(path, f, row)
	for j, name := range f.From {
		l.fieldOf(Path(path, "from", j), name)
	}
	if f.Min != nil && f.Max != nil && *f.Min > *f.Max {
		l.Say(Path(path, "min"), "min is greater than max", "swap them")
	}
	if f.Derived == DecideGo && len(f.From) == 0 {
		l.Say(Path(path, "derived"), "field "+quote(f.Name)+" is derived by Go from nothing", "write from: and the fields it depends on")
	}
}

// shape checks what only some types have.
func (l *kindLinter) shape(path string, f *Field, row bool) {
	isEnum := f.Type == TypeEnum || f.Type == TypeEnums
	switch {
	case isEnum && len(f.Values) == 0:
		l.Say(path, "field "+quote(f.Name)+" offers no values", "write values: with id and label each")
	case !isEnum && f.List != "":
		l.Say(Path(path, "list"), "only enum and enums take a list of the province", "make the type enum, or remove list:")
	case !isEnum && len(f.Values) > 0:
		l.Say(Path(path, "values"), "only enum and enums have values", "make the type enum")
	}
	l.unique(Path(path, "values"), "value", len(f.Values), func(i int) string { return f.Values[i].ID }, "id")
	for j, v := range f.Values {
		l.name(Path(path, "values", j, "id"), v.ID, fieldForm)
	}
	if (f.Type == TypeList) != (len(f.Fields) > 0) {
		l.Say(path, "list and fields: belong together"+in(f.Name), "write type: list and fields: with the columns of a row")
	}
	if row && (f.Type == TypeList || f.Derived != "" || f.Default != "") {
		l.Say(path, "a row's field cannot be a list, derived or have a default", "make it a kind of its own, or compute a field of the record")
		return
	}
	l.fieldList(Path(path, "fields"), f.Fields, true)
}

func (l *kindLinter) profile(path string, f *Field) {
	if f.Type == TypeInt {
		return
	}
	if Profiling(f.Name) {
		l.Say(path, "field "+quote(f.Name)+" would keep a personal profile", "leave it out: the platform keeps no religion, ethnicity, political opinion or identity number of a person; counts (type: int) are allowed")
	}
}

// Profiling reports whether a field of this name would keep a personal profile.
func Profiling(name string) bool {
	return slices.ContainsFunc(profileWords, func(word string) bool { return strings.Contains("_"+name+"_", "_"+word+"_") })
}

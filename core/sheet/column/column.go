package column

import (
	"slices"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sheet/grid"
)

// Names of the columns that are of the record itself; names of fields have no dot.
const (
	ID       = "record.id"
	Number   = "record.number"
	State    = "record.state"
	Unit     = "record.unit"
	UnitName = "record.unit_name"
)

// Column is one column of a sheet of records.
type Column struct {
	Name  string
	Label manifest.Text
	Field *manifest.Field // nil: of the record itself
	Fill  bool            // what stands there is taken when the sheet comes back
}

var own = map[string]manifest.Text{
	ID:       {VI: "Mã hồ sơ", EN: "Record id"},
	Number:   {VI: "Số hồ sơ", EN: "Record number"},
	State:    {VI: "Trạng thái", EN: "State"},
	Unit:     {VI: "Mã đơn vị", EN: "Unit code"},
	UnitName: {VI: "Tên đơn vị", EN: "Unit name"},
}

// kept are the types a cell holds.
var kept = []string{manifest.TypeText, manifest.TypeLongText, manifest.TypeInt, manifest.TypeMoney, manifest.TypeDecimal, manifest.TypeBool,
	manifest.TypeDate, manifest.TypeDateTime, manifest.TypeEnum, manifest.TypeEnums, manifest.TypeUnit, manifest.TypeUnits, manifest.TypeRef, manifest.TypeRefs}

// Of are all columns of the kind's records, the record's own first.
func Of(k *kind.Kind) []Column {
	var out []Column
	for _, name := range []string{ID, Number, State, Unit, UnitName} {
		out = append(out, Column{Name: name, Label: own[name], Fill: name == ID || name == Unit})
	}
	for i := range k.Fields {
		f := &k.Fields[i]
		if f.Sealed || f.Internal || !slices.Contains(kept, f.Type) {
			continue
		}
		out = append(out, Column{Name: f.Name, Label: f.Label, Field: f, Fill: !f.ReadOnly && f.Derived == ""})
	}
	return out
}

// ToFill are the columns of a template: those a new record takes.
func ToFill(k *kind.Kind) []Column {
	return slices.DeleteFunc(Of(k), func(c Column) bool { return !c.Fill || c.Name == ID })
}

// Required reports whether a record without the column does not leave its draft, or
// does not come to be.
func (c Column) Required() bool { return c.Name == Unit || c.Field != nil && c.Field.Required }

// Shape is how the column is written.
func (c Column) Shape() grid.Shape {
	if c.Field == nil {
		return grid.Text
	}
	switch c.Field.Type {
	case manifest.TypeInt, manifest.TypeMoney:
		return grid.Whole
	case manifest.TypeDecimal:
		return grid.Decimal
	case manifest.TypeDate:
		return grid.Day
	}
	return grid.Text
}

// Heads are the tops of the columns in a language. Columns that share a label have
// their names beside it, so that each is found again.
func Heads(columns []Column, lang string) []grid.Head {
	seen := map[string]int{}
	for _, c := range columns {
		seen[c.Label.In(lang)]++
	}
	out := make([]grid.Head, len(columns))
	for i, c := range columns {
		label := c.Label.In(lang)
		if seen[label] > 1 {
			label += " (" + c.Name + ")"
		}
		out[i] = grid.Head{Name: c.Name, Label: label, Shape: c.Shape(), Wide: c.Field != nil && c.Field.Type == manifest.TypeLongText}
	}
	return out
}

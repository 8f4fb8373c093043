package section

import (
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

// Columns every record has.
const (
	ColumnNumber = "number"
	ColumnUnit   = "unit"
	ColumnState  = "state"
)

// listed are the types of fields a list of records can show; people, files of
// fields and links are not printed.
var listed = []string{manifest.TypeText, manifest.TypeLongText, manifest.TypeInt, manifest.TypeDecimal, manifest.TypeMoney, manifest.TypeBool,
	manifest.TypeDate, manifest.TypeDateTime, manifest.TypeEnum, manifest.TypeEnums, manifest.TypeUnit, manifest.TypeUnits}

// records checks a list of records: what it shows, every reader of the report may
// be shown.
func (l *checker) records(path string, r *manifest.SectionRecords) {
	if r.Limit < 0 || r.Limit > maxRecords {
		l.Say(manifest.Path(path, "limit"), "a report cannot list "+strconv.Itoa(r.Limit)+" records", "write 1 to "+strconv.Itoa(maxRecords))
	}
	if n := len(r.Columns); n == 0 || n > maxColumns {
		l.Say(manifest.Path(path, "columns"), "the list has "+strconv.Itoa(n)+" columns", "name 1 to "+strconv.Itoa(maxColumns)+": a page holds no more")
	}
	k := l.kind(manifest.Path(path, "kind"), r.Kind)
	if k == nil {
		return
	}
	if k.Sensitivity == manifest.SensitivityRestricted {
		l.Say(manifest.Path(path, "kind"), "records of "+r.Kind+" are restricted, so no report lists them", "count them: show a measure of them")
		return
	}
	if k.Period == "" {
		l.Say(manifest.Path(path, "kind"), "records of "+r.Kind+" lie in no period, so none would be listed", "write period: and the date field on the kind")
	}
	if len(r.States) == 0 {
		l.Say(manifest.Path(path, "states"), "nothing says which records are listed", "write states: and those in which they may be cited")
	}
	l.states(path, r, k)
	for i, name := range r.Columns {
		l.column(manifest.Path(path, "columns", i), k, name)
	}
}

func (l *checker) kind(path, full string) *manifest.Kind {
	of := l.M
	switch module, _, _ := strings.Cut(full, "."); module {
	case l.M.ID:
	case manifest.CoreID:
		of = manifest.Core()
	default:
		l.Say(path, strconv.Quote(full)+" is another module's records", "list kinds of this module or of the core; the other module has sections of its own")
		return nil
	}
	if k := of.Kind(full); k != nil {
		return k
	}
	var names []string
	for i := range of.Kinds {
		names = append(names, of.Kinds[i].FullName())
	}
	l.Say(path, "kind "+strconv.Quote(full)+" does not exist", manifest.OneOf(full, names))
	return nil
}

func (l *checker) states(path string, r *manifest.SectionRecords, k *manifest.Kind) {
	var ids []string
	for _, s := range k.Lifecycle.States {
		ids = append(ids, s.ID)
	}
	for i, id := range r.States {
		at := manifest.Path(path, "states", i)
		if l.Known(at, "state", id, ids) && k.Lifecycle.State(id).Open() {
			l.Say(at, "records in state "+strconv.Quote(id)+" are still being written", "cite states that stand after it")
		}
	}
}

func (l *checker) column(path string, k *manifest.Kind, name string) {
	if name == ColumnNumber || name == ColumnUnit || name == ColumnState {
		return
	}
	f := k.Field(name)
	refuse := func(what, fix string) { l.Say(path, "column "+strconv.Quote(name)+" "+what, fix) }
	switch {
	case f == nil:
		names := []string{ColumnNumber, ColumnUnit, ColumnState}
		for i := range k.Fields {
			names = append(names, k.Fields[i].Name)
		}
		l.Known(path, "column", name, names)
	case f.Sealed:
		refuse("is sealed, so no report shows it", "remove it")
	case f.Internal:
		refuse("is shown on no screen, so neither in a report", "remove it")
	case f.Own():
		refuse("is read by the owner's side alone, and a report by others", "remove it, or take audience: own off the field")
	case !slices.Contains(listed, f.Type):
		refuse("is a "+f.Type+", which a report does not print", "show a text, a number, a date, a choice or a unit")
	}
}

package exam

import (
	"fmt"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk"
)

// listed holds the choices an answer sets against those of the field. What the
// question held already is none of the answer's making: a province or a later
// version may have added it.
func listed(f *manifest.Field, item sdk.Item, value any) error {
	if f.Open || f.List != "" || f.Type != manifest.TypeEnum && f.Type != manifest.TypeEnums {
		return nil
	}
	known := make([]string, len(f.Values))
	for i, v := range f.Values {
		known[i] = v.ID
	}
	set, _ := value.([]any)
	if f.Type == manifest.TypeEnum {
		set = []any{value}
	}
	for _, v := range set {
		id, _ := v.(string)
		if id != "" && !slices.Contains(known, id) && !holds(item.New, id) && !holds(item.Old, id) && !holds(item.Related, id) {
			return fmt.Errorf("sets %q to %q, which is none of its values: %s", f.Name, id, strings.Join(known, ", "))
		}
	}
	return nil
}

// holds reports whether a text stands anywhere in a value.
func holds(v any, wanted string) bool {
	switch v := v.(type) {
	case string:
		return v == wanted
	case []any:
		return slices.ContainsFunc(v, func(e any) bool { return holds(e, wanted) })
	case map[string]any:
		for _, e := range v {
			if holds(e, wanted) {
				return true
			}
		}
	}
	return false
}

// emptied holds an answer that clears a date against what the manifest says must be
// there: what the field or the step requires, the end of a clock that always runs,
// the day that says in which period the record counts. Asked only where everything
// is there that it could be counted from: of half a record nothing can be told.
func emptied(k *manifest.Kind, f *manifest.Field, item sdk.Item, value any) error {
	if f.Type != manifest.TypeDate || !blank(value) || !dated(item.New[f.Name]) || !counted(k, f, item.New) {
		return nil
	}
	why := ""
	t := k.Lifecycle.Transition(item.Transition)
	clock := slices.IndexFunc(k.Deadlines, func(d manifest.Deadline) bool { return d.Field == f.Name && d.When == "" })
	switch {
	case f.Required:
		why = "which the field says is required"
	case t != nil && slices.Contains(t.Require, f.Name):
		why = "which the step requires"
	case clock >= 0:
		why = fmt.Sprintf("the date in which the clock %s ends", k.Deadlines[clock].Code)
	case f.Derived == manifest.DecideGo && k.Period == f.Name:
		why = "the date that says in which period the record counts"
	default:
		return nil
	}
	return fmt.Errorf("sets %q, %s, to nothing, though all it is counted from is there", f.Name, why)
}

// counted reports whether a record holds the inputs of the field and every date a
// clock that fills it counts from.
func counted(k *manifest.Kind, f *manifest.Field, record map[string]any) bool {
	needed := slices.Clone(f.From)
	for _, d := range k.Deadlines {
		if d.Field == f.Name && d.From != "" {
			needed = append(needed, d.From)
		}
	}
	return !slices.ContainsFunc(needed, func(name string) bool {
		root, _, _ := strings.Cut(name, ".")
		return blank(record[root])
	})
}

// dated reports whether a value is a day.
func dated(v any) bool {
	s, _ := v.(string)
	day, err := sdk.ParseDate(s)
	return err == nil && !day.IsZero()
}

func blank(v any) bool {
	list, isList := v.([]any)
	return v == nil || v == "" || isList && len(list) == 0
}

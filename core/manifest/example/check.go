package example

import (
	"maps"
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
)

// Check says what of a manifest's examples no record could hold: a field that is not
// there, is sealed, worked out or leads to people, units or records, and a value of
// another type.
func Check(m *manifest.Manifest) []manifest.Problem {
	var out []manifest.Problem
	for i := range m.Kinds {
		k := &m.Kinds[i]
		if len(k.Example) == 0 {
			continue
		}
		c := &checker{m: m, title: k.Title}
		at := manifest.Path("kinds", i, "example")
		if _, titled := k.Example[k.Title]; !titled {
			c.say(at, "it has no "+strconv.Quote(k.Title)+", which is what a record is called by", "write "+k.Title+":")
		}
		c.row(at, k.Fields, k.Example)
		out = append(out, c.problems...)
	}
	return out
}

type checker struct {
	m        *manifest.Manifest
	title    string // which an example says even where records work it out
	problems []manifest.Problem
}

func (c *checker) say(path, what, fix string) {
	c.problems = append(c.problems, c.m.Locate(path, what, fix))
}

func (c *checker) row(at string, fields []manifest.Field, row map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(row)) {
		path := at + "." + name
		i := slices.IndexFunc(fields, func(f manifest.Field) bool { return f.Name == name })
		switch {
		case i < 0:
			c.say(path, "field "+strconv.Quote(name)+" does not exist", "name a field of the kind")
		case fields[i].Sealed || fields[i].Derived != "" && name != c.title || fields[i].Internal:
			c.say(path, "field "+strconv.Quote(name)+" is sealed, worked out or on no screen", "leave it out")
		default:
			c.value(path, &fields[i], row[name])
		}
	}
}

func (c *checker) value(path string, f *manifest.Field, v any) {
	if rows, is := v.([]any); is && f.Type == manifest.TypeList {
		for i, r := range rows {
			row, is := r.(map[string]any)
			if !is {
				c.say(manifest.Path(path, i), "a row is no map", "write {field: value}")
				continue
			}
			c.row(manifest.Path(path, i), f.Fields, row)
		}
		return
	}
	if !fits(f, v) {
		c.say(path, "the value is none of type "+f.Type, "write one, or leave the field out")
	}
}

// fits reports whether a field could hold the value; of what leads to people, units or
// records none can.
func fits(f *manifest.Field, v any) bool {
	known := func(v any) bool {
		id, is := v.(string)
		return is && f.Value(id) != nil
	}
	switch f.Type {
	case manifest.TypeText, manifest.TypeLongText:
		s, is := v.(string)
		return is && s != ""
	case manifest.TypeDate:
		s, _ := v.(string)
		_, err := calendar.ParseDate(s)
		return err == nil
	case manifest.TypeInt, manifest.TypeMoney:
		return whole(v)
	case manifest.TypeDecimal:
		_, broken := v.(float64)
		return broken || whole(v)
	case manifest.TypeBool:
		_, is := v.(bool)
		return is
	case manifest.TypeEnum:
		return known(v)
	case manifest.TypeEnums:
		list, is := v.([]any)
		return is && !slices.ContainsFunc(list, func(v any) bool { return !known(v) })
	}
	return false
}

// whole reports whether a number is a whole one: as YAML reads it, or JSON.
func whole(v any) bool {
	switch n := v.(type) {
	case int, int64, uint64:
		return true
	case float64:
		return n == float64(int64(n))
	}
	return false
}

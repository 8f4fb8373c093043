package manifest

import (
	"encoding"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// walker goes through a document beside the Go type it will be decoded into:
// unknown and doubled keys are refused with their line, and the line of every
// value is kept for the checks that follow.
type walker struct {
	*reader
	file string
}

var textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()

func typeOf(into any) reflect.Type { return reflect.TypeOf(into).Elem() }

func (w *walker) node(n *yaml.Node, t reflect.Type, path string) {
	if path != "" {
		w.m.lines[path] = place{w.file, w.skip + n.Line}
	}
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		w.fail(w.file, w.skip+n.Line, "anchors and aliases are not allowed", "write the value out")
		return
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case reflect.PointerTo(t).Implements(textUnmarshaler):
		return
	case t.Kind() == reflect.Struct:
		w.object(n, t, path)
	case t.Kind() == reflect.Map:
		w.table(n, t, path)
	case t.Kind() == reflect.Slice:
		w.list(n, t, path)
	}
}

func (w *walker) object(n *yaml.Node, t reflect.Type, path string) {
	if !w.expect(n, yaml.MappingNode, path, "keys and values") {
		return
	}
	fields := yamlFields(t)
	w.keys(n, path, func(key string, value *yaml.Node) {
		ft, ok := fields[key]
		if !ok {
			names := make([]string, 0, len(fields))
			for name := range fields {
				names = append(names, name)
			}
			slices.Sort(names)
			w.problems = append(w.problems, Problem{w.file, w.skip + value.Line, "unknown key " + quote(key) + in(path), OneOf(key, names)})
			return
		}
		w.node(value, ft, Path(path, key))
	})
}

func (w *walker) table(n *yaml.Node, t reflect.Type, path string) {
	if !w.expect(n, yaml.MappingNode, path, "keys and values") {
		return
	}
	w.keys(n, path, func(key string, value *yaml.Node) { w.node(value, t.Elem(), Path(path, key)) })
}

func (w *walker) list(n *yaml.Node, t reflect.Type, path string) {
	if !w.expect(n, yaml.SequenceNode, path, "a list, in [brackets] or with dashes") {
		return
	}
	for i, item := range n.Content {
		w.node(item, t.Elem(), Path(path, i))
	}
}

// expect allows an empty value for anything.
func (w *walker) expect(n *yaml.Node, kind yaml.Kind, path, form string) bool {
	if n.Kind == kind {
		return true
	}
	if n.Kind != yaml.ScalarNode || n.Tag != "!!null" {
		w.fail(w.file, w.skip+n.Line, quote(path)+" has the wrong shape", "write "+form)
	}
	return false
}

func (w *walker) keys(n *yaml.Node, path string, each func(string, *yaml.Node)) {
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if first, twice := seen[key.Value]; twice {
			w.fail(w.file, w.skip+key.Line, "key "+quote(key.Value)+" stands twice"+in(path), "remove one; the first is on line "+itoa(w.skip+first))
			continue
		}
		seen[key.Value] = key.Line
		each(key.Value, n.Content[i+1])
	}
}

// yamlFields maps the keys a struct takes to the types of their values.
func yamlFields(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name != "" && name != "-" {
			out[name] = f.Type
		}
	}
	return out
}

func in(path string) string {
	if path == "" {
		return ""
	}
	return " in " + path
}

func quote(s string) string { return "\"" + s + "\"" }

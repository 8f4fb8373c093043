package exam

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/grant"
	"github.com/doanket/doanket/core/manifest/rule"
)

// declared are the checks of the manifest alone.
func (c *Candidate) declared() []Check {
	m := c.Manifest
	out := []Check{
		{"manifest is sound when read again", func(context.Context) error { return readAgain(m) }},
		{"manifest's expressions compile", func(context.Context) error { return problems(rule.Check(m)) }},
		{"texts: the module", func(context.Context) error {
			return walkTexts(reflect.ValueOf(titled{m.ID, m.Label, m.Hint}), "module")
		}},
		{"texts: every rule's code", func(context.Context) error { return ruleCodes(m) }},
		c.share(),
	}
	for _, part := range []struct {
		name string
		of   any
	}{{"roles", m.Roles}, {"measures", m.Measures}, {"boards", m.Boards}, {"sections", m.Sections}, {"menu", m.Menu}, {"jobs", m.Jobs}, {"problems", m.Problems}} {
		out = append(out, Check{"texts: " + part.name, func(context.Context) error { return walkTexts(reflect.ValueOf(part.of), part.name) }})
	}
	for _, part := range kindParts {
		out = append(out, Check{"texts: " + part.name, func(context.Context) error {
			var all []error
			for i := range m.Kinds {
				all = append(all, walkTexts(reflect.ValueOf(part.of(&m.Kinds[i])), m.Kinds[i].Name))
			}
			return errors.Join(all...)
		}})
	}
	return out
}

// titled is what anything with a label looks like to walkTexts.
type titled struct {
	Name        string
	Label, Hint manifest.Text
}

// kindParts are the texts of kinds, one check each.
var kindParts = []struct {
	name string
	of   func(*manifest.Kind) any
}{
	{"kinds", func(k *manifest.Kind) any { return titled{k.Name, k.Label, k.Hint} }},
	{"fields and their values", func(k *manifest.Kind) any { return k.Fields }},
	{"states", func(k *manifest.Kind) any { return k.Lifecycle.States }},
	{"transitions", func(k *manifest.Kind) any { return k.Lifecycle.Transitions }},
	{"slots", func(k *manifest.Kind) any { return k.Slots }},
	{"deadlines", func(k *manifest.Kind) any { return k.Deadlines }},
}

// readAgain reads the manifest from its own source: what the catalogue and
// the host will see.
func readAgain(m *manifest.Manifest) error {
	again, found := manifest.ParseBytes(m.ID+".yaml", m.Source())
	if err := problems(found); err != nil || again == nil {
		return errors.Join(err, errors.New("the manifest cannot be read from its source"))
	}
	if x, y := plain(m), plain(again); !reflect.DeepEqual(x, y) {
		return errors.New("the manifest's source says something else than the manifest")
	}
	if !bytes.Equal(m.Source(), again.Source()) {
		return errors.New("the source changes by being read")
	}
	return nil
}

func problems(found []manifest.Problem) error {
	if len(found) == 0 {
		return nil
	}
	return manifest.Problems(found)
}

func ruleCodes(m *manifest.Manifest) error {
	for i := range m.Kinds {
		for _, r := range m.Kinds[i].Rules {
			if _, ok := m.Problems[r.Code]; !ok {
				return fmt.Errorf("rule %s of %s has no text", r.Code, m.Kinds[i].Name)
			}
		}
	}
	return nil
}

var textType = reflect.TypeFor[manifest.Text]()

// walkTexts refuses a label that lacks a language or does not read as text.
// A hint may be absent, not half there.
func walkTexts(v reflect.Value, path string) error {
	var all []error
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == textType {
			return texts(path, v.Interface().(manifest.Text))
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				if f.Type == textType && f.Name == "Label" && v.Field(i).IsZero() {
					all = append(all, fmt.Errorf("%s has no label", manifest.Path(path, name(v))))
					continue
				}
				all = append(all, walkTexts(v.Field(i), manifest.Path(path, name(v), strings.ToLower(f.Name))))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			all = append(all, walkTexts(v.Index(i), path))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if v.Type().Elem() == textType && v.MapIndex(key).IsZero() {
				all = append(all, fmt.Errorf("%s has no text", manifest.Path(path, key.String())))
			}
			all = append(all, walkTexts(v.MapIndex(key), manifest.Path(path, key.String())))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return walkTexts(v.Elem(), path)
		}
	}
	return errors.Join(all...)
}

// name is how a part of the manifest calls itself.
func name(v reflect.Value) string {
	for _, key := range []string{"Name", "ID", "Code", "Kind"} {
		if f := v.FieldByName(key); f.IsValid() && f.Kind() == reflect.String {
			return f.String()
		}
	}
	return ""
}

func texts(path string, t manifest.Text) error {
	if t.IsZero() {
		return nil // a hint nobody wrote
	}
	for lang, s := range map[string]string{"vi": t.VI, "en": t.EN} {
		switch {
		case strings.TrimSpace(s) == "":
			return fmt.Errorf("%s has no %s", path, lang)
		case strings.TrimSpace(s) != s || !utf8.ValidString(s):
			return fmt.Errorf("%s, %s: %q does not read as text", path, lang, s)
		}
	}
	return nil
}

// roles are the checks of who may do what: a table of every transition and
// every role, from the grants the province's roles are made of.
func (c *Candidate) roles() []Check {
	var out []Check
	for i := range c.Manifest.Kinds {
		k := &c.Manifest.Kinds[i]
		out = append(out, Check{k.Name + ": every transition × role is allowed as declared", func(context.Context) error { return c.table(k) }})
	}
	return out
}

// Cell is one field of the table of who may do what.
type Cell struct {
	Transition, Role string
	Allowed          bool
}

// Table is every transition of a kind with every role of its manifest, as the
// grants say.
func Table(m *manifest.Manifest, k *manifest.Kind) []Cell {
	var out []Cell
	for _, t := range k.Lifecycle.Transitions {
		for _, r := range m.Roles {
			allowed := slices.ContainsFunc(grant.Of(m, r.ID), func(g grant.Grant) bool { return g.Kind == k.FullName() && g.Action == "do:"+t.Name })
			out = append(out, Cell{t.Name, r.ID, allowed})
		}
	}
	return out
}

func (c *Candidate) table(k *manifest.Kind) error {
	var all []error
	can := func(role, action string) bool {
		return slices.ContainsFunc(grant.Of(c.Manifest, role), func(g grant.Grant) bool { return g.Kind == k.FullName() && g.Action == action })
	}
	for _, cell := range Table(c.Manifest, k) {
		t := k.Lifecycle.Transition(cell.Transition)
		declared := slices.ContainsFunc(t.Roles, func(r string) bool { name, _, _ := strings.Cut(r, "@"); return name == cell.Role }) ||
			slices.ContainsFunc(k.Access[cell.Role], func(a string) bool { a, _, _ = strings.Cut(a, "@"); return a == "do:"+t.Name })
		if declared != cell.Allowed {
			all = append(all, fmt.Errorf("%s by %s: declared %v, granted %v", cell.Transition, cell.Role, declared, cell.Allowed))
		}
		if cell.Allowed && !can(cell.Role, "read") {
			all = append(all, fmt.Errorf("%s may do %s but may not read the record", cell.Role, cell.Transition))
		}
	}
	for _, t := range k.Lifecycle.Transitions {
		for _, r := range t.Notify {
			if r, _, _ = strings.Cut(r, "@"); !can(r, "read") {
				all = append(all, fmt.Errorf("%s tells %s, who may not read the record", t.Name, r))
			}
		}
		if len(t.Slots) > 0 && !slices.ContainsFunc(c.Manifest.Roles, func(r manifest.ModuleRole) bool {
			return can(r.ID, "attach") || slices.ContainsFunc(t.Slots, func(slot string) bool { return can(r.ID, "attach:"+slot) })
		}) {
			all = append(all, fmt.Errorf("%s demands evidence nobody may attach", t.Name))
		}
	}
	return errors.Join(all...)
}

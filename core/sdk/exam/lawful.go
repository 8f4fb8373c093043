package exam

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk"
)

// lawful holds one answer against what the core would accept.
func (c *Candidate) lawful(item sdk.Item, v sdk.Verdict) error {
	if v.ID != item.ID {
		return fmt.Errorf("the answer is about %q, asked was %q", v.ID, item.ID)
	}
	k := c.Manifest.Kind(item.Kind)
	if k == nil {
		return nil
	}
	where := item.Kind + " " + item.Transition
	for _, p := range v.Problems {
		if why := p.Params[sdk.ParamWhy]; p.Code == sdk.CodeMalformed && why != "" {
			return errors.New(why)
		}
		if p.Code == "" || p.Code == sdk.CodeMalformed {
			return fmt.Errorf("the code failed: %+v", p)
		}
		c.Heard(p.Code, where)
		root, _, _ := strings.Cut(p.Field, "[")
		root, _, _ = strings.Cut(root, ".")
		if root != "" && k.Field(root) == nil {
			return fmt.Errorf("problem %q is at %q, which is no field of %s", p.Code, p.Field, item.Kind)
		}
	}
	for _, code := range v.Warnings {
		c.Heard(code, where)
	}
	for name, value := range v.Set {
		if err := settable(k, name, item, decoded(value)); err != nil {
			return err
		}
	}
	seen := map[string]bool{}
	for _, e := range v.Effects {
		if e.IdemKey == "" || seen[e.Kind+e.IdemKey] {
			return fmt.Errorf("effect %s has the key %q, which must be there and be its own", e.Kind, e.IdemKey)
		}
		seen[e.Kind+e.IdemKey] = true
		if e.Kind == sdk.EffectLink && e.Link != nil && k.Link(e.Link.Rel) == nil {
			return fmt.Errorf("ties records by %q, which links: of %s does not declare", e.Link.Rel, item.Kind)
		}
		if err := c.effect(e, where); err != nil {
			return err
		}
	}
	return nil
}

func settable(k *manifest.Kind, name string, item sdk.Item, value any) error {
	f := k.Field(name)
	switch {
	case f == nil:
		return fmt.Errorf("sets %q, which is no field of %s", name, k.FullName())
	case f.Sealed:
		return fmt.Errorf("sets %q, which is sealed: what is sealed is typed by people and never computed", name)
	case f.Derived != "" && f.Derived != manifest.DecideGo:
		return fmt.Errorf("sets %q, which the manifest derives by itself", name)
	case !fits(f, value):
		return fmt.Errorf("sets %q, of type %s, to %v", name, f.Type, value)
	}
	if err := listed(f, item, value); err != nil {
		return err
	}
	return emptied(k, f, item, value)
}

// fits reports whether a value, as JSON reads it, is of the field's type.
func fits(f *manifest.Field, v any) bool {
	if v == nil {
		return true
	}
	switch f.Type {
	case manifest.TypeInt, manifest.TypeMoney:
		n, ok := v.(json.Number)
		_, err := n.Int64()
		return ok && err == nil
	case manifest.TypeDecimal:
		_, ok := v.(json.Number)
		return ok
	case manifest.TypeBool:
		_, ok := v.(bool)
		return ok
	case manifest.TypeEnums, manifest.TypeUnits, manifest.TypeRefs:
		list, ok := v.([]any)
		return ok && !slices.ContainsFunc(list, func(e any) bool { _, text := e.(string); return !text })
	case manifest.TypeList:
		list, ok := v.([]any)
		return ok && !slices.ContainsFunc(list, func(e any) bool { _, row := e.(map[string]any); return !row })
	case manifest.TypeGeo:
		_, ok := v.(map[string]any)
		return ok
	case manifest.TypeJSON:
		return true
	case manifest.TypeDate:
		s, ok := v.(string)
		_, err := sdk.ParseDate(s)
		return ok && err == nil
	}
	_, ok := v.(string)
	return ok
}

func (c *Candidate) effect(e sdk.Effect, where string) error {
	switch {
	case e.Kind == sdk.EffectCreate && e.Create != nil:
		return c.creates(*e.Create)
	case e.Kind == sdk.EffectEmit && e.Emit != nil && e.Emit.Name != "":
		return nil
	case e.Kind == sdk.EffectLink && e.Link != nil && e.Link.Rel != "" && e.Link.To != "":
		return nil
	case e.Kind == sdk.EffectNotify && e.Notify != nil:
		c.Heard(e.Notify.Code, where)
		if e.Notify.PersonID == "" && c.Manifest.Role(e.Notify.Role) == nil {
			return fmt.Errorf("notifies role %q, which the manifest does not have", e.Notify.Role)
		}
		return nil
	}
	return fmt.Errorf("effect %q is none, or lacks its content", e.Kind)
}

// creates checks a wish for a record: granted, of fields and a state its kind
// has.
func (c *Candidate) creates(e sdk.CreateEffect) error {
	own := strings.HasPrefix(e.Kind, c.Manifest.ID+".")
	if !own && !slices.Contains(c.Manifest.Grants.Create, e.Kind) {
		return fmt.Errorf("creates %s without a grant", e.Kind)
	}
	k := kindIn(c.Manifest, e.Kind)
	if k == nil {
		if own {
			return fmt.Errorf("creates %s, which the manifest does not declare", e.Kind)
		}
		return nil // another module's: its manifest is not here
	}
	if e.State != "" && k.Lifecycle.State(e.State) == nil {
		return fmt.Errorf("creates %s in state %q, which it does not have", e.Kind, e.State)
	}
	for name, v := range e.Fields {
		if f := k.Field(name); f == nil || !fits(f, decoded(v)) {
			return fmt.Errorf("creates %s with %s = %v, which does not fit", e.Kind, name, v)
		}
	}
	return nil
}

// plain is a value as JSON carries it.
func plain(v any) any { return decoded(v) }

func decoded(v any) any {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint("not JSON: ", err)
	}
	var out any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		return fmt.Sprint("not JSON: ", err)
	}
	return out
}

// copied is a deep copy of a record's fields.
func copied(m map[string]any) map[string]any {
	if m == nil {
		return nil
	}
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[k] = copiedAny(v)
	}
	return out
}

func copiedAny(v any) any {
	switch v := v.(type) {
	case map[string]any:
		return copied(v)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = copiedAny(v[i])
		}
		return out
	}
	return v
}

// about says what is wrong first and whole, then of which record.
func about(record map[string]any, err error) error {
	if strings.Contains(err.Error(), "\nabout ") {
		return err
	}
	return fmt.Errorf("%w\nabout %s", err, show(record))
}

// maxShown is how much of a value is shown.
const maxShown = 60

// show is every field of a record, long values cut.
func show(record map[string]any) string {
	parts := make([]string, 0, len(record))
	for _, name := range slices.Sorted(maps.Keys(record)) {
		raw, err := json.Marshal(record[name])
		if err != nil {
			raw = []byte(err.Error())
		}
		if len(raw) > maxShown {
			raw = append(raw[:maxShown:maxShown], "…"...)
		}
		parts = append(parts, name+": "+strings.ToValidUTF8(string(raw), "?"))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

package rule

import (
	"encoding/json"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
)

// Input is what an expression sees: every field by its name, and state,
// id, number, unit, addressee, transition, today, created_on.
//
// Absence is never an error to ask about: an absent text, enum, reference or
// date is "", an absent bool false, an absent list []. An absent number is
// null: `n == null` asks for it, num(n) reads it as 0, and a rule that
// compares it (`a > b`) does not hold. Dates are text, so < and > order them;
// beware that "" comes before every date.
type Input struct {
	Fields     map[string]any // as the record stores them
	ID         string         // of the record
	State      string
	Number     string
	Unit       string // id of the record's unit
	ToUnit     string // id of the addressee, "" before delivery
	Transition string // "" for a plain save
	Today      calendar.Date
	CreatedOn  calendar.Date
	Passed     []string       // states it was in since it was last a draft or returned; needed where Gauge.AsksHistory
	Docs       map[string]int // slot → documents in it
	Settings   map[string]int // the province's numbers, for setting()
	Book       *calendar.Book // nil = the national calendar

	Pointed map[string]map[string]any   // reference field → of the record it points at: its fields, id, state, number
	Found   map[string][]map[string]any // find → of each record found: the fields told of it, id, state, number, hidden

	obligation *Obligation // of a prefill
}

// sight resolves names of one Input; it is the activation CEL asks and the
// hidden argument of the functions that need more than their arguments.
type sight struct {
	*Input
	fields map[string]*manifest.Field
	near   *near
	row    ref.Val            // of the list a creation goes over
	lists  map[string]ref.Val // made once
	spent  uint64             // of the budget
}

// sightName cannot be typed by an author: @ is no letter of CEL.
const sightName = "@sight"

var sightType = types.NewOpaqueType("sight")

// ResolveName finds a variable.
func (s *sight) ResolveName(name string) (any, bool) {
	if s.obligation != nil { // before fields of the same name: the record is yet to be written
		if v, ok := s.obligation.name(name); ok {
			return v, true
		}
	}
	if v, ok := s.lists[name]; ok {
		return v, true
	}
	if f, ok := s.fields[name]; ok {
		return s.keep(name, value(f, s.Fields[name]))
	}
	if v, ok := s.near.name(s.Input, name); ok {
		return s.keep(name, v)
	}
	switch name {
	case sightName:
		return s, true
	case rowName:
		return s.row, s.row != nil
	case "id":
		return types.String(s.ID), true
	case "state":
		return types.String(s.State), true
	case "number":
		return types.String(s.Number), true
	case "unit":
		return types.String(s.Unit), true
	case "addressee":
		return types.String(s.ToUnit), true
	case "transition":
		return types.String(s.Transition), true
	case "today":
		return types.String(s.Today.String()), true
	case "created_on":
		return types.String(s.CreatedOn.String()), true
	}
	return nil, false
}

// value turns a stored value into CEL's, absent ones by the conventions above.
func value(f *manifest.Field, v any) ref.Val {
	switch f.Type {
	case manifest.TypeInt, manifest.TypeMoney:
		if n, ok := number(v); ok {
			return types.Int(int64(n))
		}
		return types.NullValue
	case manifest.TypeDecimal:
		if n, ok := number(v); ok {
			return types.Double(n)
		}
		return types.NullValue
	case manifest.TypeBool:
		b, _ := v.(bool)
		return types.Bool(b)
	case manifest.TypeEnums, manifest.TypeUnits, manifest.TypeRefs:
		return types.NewStringList(types.DefaultTypeAdapter, texts(v))
	case manifest.TypeList:
		return rows(f, v)
	case manifest.TypeGeo, manifest.TypeJSON:
		return types.DefaultTypeAdapter.NativeToValue(v)
	}
	return types.String(text(v))
}

func text(v any) string {
	switch t := v.(type) {
	case string:
		return t
	case calendar.Date:
		return t.String()
	}
	return ""
}

// number takes what storage and JSON make of numbers.
func number(v any) (float64, bool) {
	switch n := v.(type) {
	case int64:
		return float64(n), true
	case int:
		return float64(n), true
	case float64:
		return n, true
	case json.Number:
		f, err := n.Float64()
		return f, err == nil
	}
	return 0, false
}

func texts(v any) []string {
	switch list := v.(type) {
	case []string:
		return list
	case []any:
		out := make([]string, 0, len(list))
		for _, e := range list {
			out = append(out, text(e))
		}
		return out
	}
	return nil
}

// rows fills every declared column of every row, so that row.x is never a
// missing key.
func rows(f *manifest.Field, v any) ref.Val {
	var raw []map[string]any
	switch list := v.(type) {
	case []map[string]any:
		raw = list
	case []any:
		for _, e := range list {
			row, _ := e.(map[string]any)
			raw = append(raw, row)
		}
	}
	out := make([]ref.Val, len(raw))
	for i, row := range raw {
		cells := make(map[string]any, len(f.Fields))
		for j := range f.Fields {
			cells[f.Fields[j].Name] = value(&f.Fields[j], row[f.Fields[j].Name])
		}
		out[i] = types.NewStringInterfaceMap(types.DefaultTypeAdapter, cells)
	}
	return types.NewRefValList(types.DefaultTypeAdapter, out)
}

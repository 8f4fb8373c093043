package sdk

import (
	"context"
	"encoding/json"
	"time"

	"github.com/doanket/doanket/core/calendar"
)

// DecideFunc judges one transition. It is pure: it reads the Eval, and its
// whole answer is what it denies, sets and asks for.
type DecideFunc[T any] func(e *Eval[T])

// Eval is one question put to a module: the record before and after, typed,
// and the ways to answer. Changing New changes the record.
type Eval[T any] struct {
	context.Context
	Old        *T // nil on create
	New        *T
	Caller     Caller
	Item       Item
	Transition string
	Now        time.Time
	Today      calendar.Date
	Related    map[string]any // what needs: asked for
	verdict    Verdict
}

// CodeInvalid refuses a field whose value is not of the field's type. It is
// the core's own code: labels need not hold it.
const CodeInvalid = "invalid"

// CodeMalformed says that the code of the module itself is at fault; ParamWhy
// holds the sentence for its author.
const (
	CodeMalformed = "module_malformed"
	ParamWhy      = "why"
)

// Deny refuses with a code of the labels, at a field or, with "", as a whole.
// Params come in pairs.
func (e *Eval[T]) Deny(field, code string, params ...string) {
	e.verdict.Problems = append(e.verdict.Problems, Problem2{Field: field, Code: code, Params: pairs(params)})
}

// Denied reports whether something was refused already.
func (e *Eval[T]) Denied() bool { return len(e.verdict.Problems) > 0 }

// Warn lets the act pass with a remark, a code of the labels.
func (e *Eval[T]) Warn(code string) { e.verdict.Warnings = append(e.verdict.Warnings, code) }

// Create asks for a record of a kind granted in the manifest. The key makes
// it happen once, however often the transition is tried.
func (e *Eval[T]) Create(key string, c CreateEffect) {
	e.effect(Effect{Kind: EffectCreate, IdemKey: key, Create: &c})
}

// Emit publishes an event of this module.
func (e *Eval[T]) Emit(name string, payload map[string]any) {
	e.effect(Effect{Kind: EffectEmit, IdemKey: "emit:" + name, Emit: &EmitEffect{Name: name, Payload: payload}})
}

// Notify puts a line into the box of a role at a unit, or of a person.
func (e *Eval[T]) Notify(key string, n NotifyEffect) {
	e.effect(Effect{Kind: EffectNotify, IdemKey: key, Notify: &n})
}

// Link ties the record to another one.
func (e *Eval[T]) Link(rel, to string) {
	e.effect(Effect{Kind: EffectLink, IdemKey: "link:" + rel + ":" + to, Link: &LinkEffect{Rel: rel, To: to}})
}

func (e *Eval[T]) effect(f Effect) { e.verdict.Effects = append(e.verdict.Effects, f) }

// Need reads something needs: asked for into a typed value; false if it is
// not there or of another shape.
func (e *Eval[T]) Need(key string, into any) bool {
	v, ok := e.Related[key]
	if !ok || v == nil {
		return false
	}
	raw, err := json.Marshal(v)
	return err == nil && json.Unmarshal(raw, into) == nil
}

// Found is what a find of the kind found, as needs: asked for it; R is the type
// `cmd/dev gen` writes for the find.
func Found[R, T any](e *Eval[T], name string) []R {
	var out []R
	if !e.Need(name, &out) {
		return nil
	}
	return out
}

func pairs(kv []string) map[string]string {
	if len(kv) < 2 {
		return nil
	}
	out := make(map[string]string, len(kv)/2)
	for i := 0; i+1 < len(kv); i += 2 {
		out[kv[i]] = kv[i+1]
	}
	return out
}

package sdk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"reflect"
	"runtime/debug"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
)

// Behaviour is the Go of one kind whose fields are the struct T, which
// `cmd/dev gen` writes from the manifest.
type Behaviour[T any] struct {
	kind   string
	derive DecideFunc[T]
	decide map[string]DecideFunc[T]
}

// Type opens the behaviour of a kind; it panics if the manifest has no such
// kind, since that is a mistake of the author, not of a user.
func Type[T any](m *Module, kind string) *Behaviour[T] {
	k := m.manifest.Kind(kind)
	if k == nil {
		panic("manifest declares no kind " + kind)
	}
	b := &Behaviour[T]{kind: k.FullName(), decide: map[string]DecideFunc[T]{}}
	m.behaviours[k.FullName()] = b
	return b
}

// Derive computes the fields declared `derived: go`; it runs before Decide.
func (b *Behaviour[T]) Derive(fn DecideFunc[T]) *Behaviour[T] {
	b.derive = fn
	return b
}

// Decide judges a transition declared `decide: go`.
func (b *Behaviour[T]) Decide(transition string, fn DecideFunc[T]) *Behaviour[T] {
	b.decide[transition] = fn
	return b
}

func (b *Behaviour[T]) decides() []string { return slices.Sorted(maps.Keys(b.decide)) }
func (b *Behaviour[T]) derives() bool     { return b.derive != nil }

// judge answers one item; a panic is contained in its item.
func (b *Behaviour[T]) judge(ctx context.Context, caller Caller, item Item) (v Verdict, err error) {
	defer func() {
		if r := recover(); r != nil {
			slog.ErrorContext(ctx, "module code panicked", "kind", item.Kind, "call", caller.CallID, "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
			v, err = Verdict{}, fault.New(fault.Internal, CodeMalformed, fault.Param("kind", item.Kind))
		}
	}()
	e := b.open(ctx, caller, item)
	if e.Denied() { // what the record holds is not what the manifest says
		return e.verdict, nil
	}
	before, err := toMap(e.New)
	if err != nil {
		return Verdict{}, err
	}
	given := ""
	if item.DryRun {
		given = asGiven(e)
	}
	if b.derive != nil {
		b.derive(e)
	}
	if fn := b.decide[item.Transition]; fn != nil && item.Transition != "" {
		fn(e)
	}
	if item.DryRun {
		if field, why := meddled(given, asGiven(e)); why != "" {
			return Verdict{ID: item.ID, Problems: []Problem2{{Field: field, Code: CodeMalformed, Params: map[string]string{ParamWhy: why}}}}, nil
		}
	}
	return b.close(e, before)
}

// open reads the record into its type. A field of New that is not of its type
// is refused, since it cannot be judged; one of Old reads as absent, since
// nobody can mend what was.
func (b *Behaviour[T]) open(ctx context.Context, caller Caller, item Item) *Eval[T] {
	e := &Eval[T]{Context: ctx, Caller: caller, Item: item, Transition: item.Transition, Now: caller.Now,
		Today: calendar.Today(caller.Now), Related: item.Related, verdict: Verdict{ID: item.ID}}
	var odd []string
	e.New, odd = fromMap[T](item.New)
	for _, name := range odd {
		e.Deny(name, CodeInvalid)
	}
	if item.Old != nil {
		e.Old, _ = fromMap[T](item.Old)
	}
	return e
}

// close turns what the code changed in New into Set.
func (b *Behaviour[T]) close(e *Eval[T], before map[string]any) (Verdict, error) {
	after, err := toMap(e.New)
	if err != nil {
		return Verdict{}, err
	}
	for name, value := range after {
		if reflect.DeepEqual(before[name], value) {
			continue
		}
		if e.verdict.Set == nil {
			e.verdict.Set = map[string]any{}
		}
		e.verdict.Set[name] = value
	}
	return e.verdict, nil
}

// fromMap and toMap go by JSON, whose names are the manifest's field names;
// unknown fields (a province's own) are passed over. odd names the fields
// whose values are of another type; they stay absent.
func fromMap[T any](fields map[string]any) (into *T, odd []string) {
	into = new(T)
	if raw, err := json.Marshal(fields); err == nil && json.Unmarshal(raw, into) == nil {
		return into, nil
	}
	into = new(T)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		raw, err := json.Marshal(map[string]any{name: fields[name]})
		trial := new(T)
		if err != nil || json.Unmarshal(raw, trial) != nil || json.Unmarshal(raw, into) != nil {
			odd = append(odd, name)
		}
	}
	return into, odd
}

func toMap(from any) (map[string]any, error) {
	raw, err := json.Marshal(from)
	if err != nil {
		return nil, fault.New(fault.Internal, CodeMalformed, fault.Cause(err))
	}
	var out map[string]any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		return nil, fault.New(fault.Internal, CodeMalformed, fault.Cause(err))
	}
	return out, nil
}

package exam

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/find"
	"github.com/doanket/doanket/core/sdk"
)

// sampler makes records of a kind from nothing but the manifest. The same
// mark gives the same records; every text and id in them carries it.
type sampler struct {
	m    *manifest.Manifest
	k    *manifest.Kind
	t    *manifest.Transition
	r    *rand.Rand
	mark string
}

func newSampler(m *manifest.Manifest, k *manifest.Kind, t *manifest.Transition, mark string) *sampler {
	return &sampler{m: m, k: k, t: t, r: rand.New(rand.NewPCG(uint64(len(mark)), uint64(k.ID))), mark: mark}
}

// lawful is n questions about records the core could have stored: the first
// one empty, the second filled in whole, the others in between.
func (s *sampler) lawful(n int) []sdk.Item {
	out := make([]sdk.Item, n)
	for i := range out {
		fill := []float64{0, 1}[min(i, 1)]
		if i > 1 {
			fill = 0.3 + 0.7*s.r.Float64()
		}
		out[i] = s.item(i, s.fields(s.k.Fields, fill), s.related())
	}
	return out
}

func (s *sampler) item(i int, fields, related map[string]any) sdk.Item {
	return sdk.Item{ID: fmt.Sprintf("rec_%s%d", s.mark, i), Kind: s.k.FullName(), Rev: 1, Op: sdk.OpTransition, Transition: s.t.Name,
		From: s.t.From[i%len(s.t.From)], Old: copied(fields), New: fields, Related: related}
}

func (s *sampler) fields(list []manifest.Field, fill float64) map[string]any {
	out := map[string]any{}
	for i := range list {
		if s.r.Float64() < fill && !list[i].Sealed { // no decision is told what is sealed
			out[list[i].Name] = s.value(&list[i], fill)
		}
	}
	return out
}

// value is one the core would store for the field.
func (s *sampler) value(f *manifest.Field, fill float64) any {
	switch f.Type {
	case manifest.TypeText, manifest.TypeLongText:
		return s.text(f)
	case manifest.TypeInt, manifest.TypeMoney:
		lo, hi := bounds(f)
		return []int64{int64(lo), int64(lo) + 1, int64(lo+hi) / 2, int64(hi), int64(lo) + s.r.Int64N(10)}[s.r.IntN(5)]
	case manifest.TypeDecimal:
		lo, hi := bounds(f)
		return lo + s.r.Float64()*(hi-lo)
	case manifest.TypeBool:
		return s.r.IntN(2) == 0
	case manifest.TypeDate:
		return noon.AddDate(0, 0, s.r.IntN(121)-60).Format("2006-01-02")
	case manifest.TypeDateTime:
		return noon.AddDate(0, 0, s.r.IntN(121)-60).Format("2006-01-02T15:04:05Z07:00")
	case manifest.TypeEnum:
		return f.Values[s.r.IntN(len(f.Values))].ID
	case manifest.TypeEnums:
		return s.some(func(int) any { return f.Values[s.r.IntN(len(f.Values))].ID })
	case manifest.TypeRef:
		return s.name("rec")
	case manifest.TypeRefs:
		return s.some(func(int) any { return s.name("rec") })
	case manifest.TypeUnit:
		return s.name("unt")
	case manifest.TypeUnits:
		return s.some(func(int) any { return s.name("unt") })
	case manifest.TypeUser:
		return s.name("per")
	case manifest.TypeList:
		return s.some(func(int) any { return s.fields(f.Fields, fill) })
	case manifest.TypeGeo:
		return map[string]any{"lat": 18.34, "lng": 105.9}
	}
	return map[string]any{"mark": s.mark}
}

// some is a list of one to four, now and then with the same entry twice.
func (s *sampler) some(make func(int) any) []any {
	var out []any
	for i := range 1 + s.r.IntN(3) {
		out = append(out, make(i))
	}
	if s.r.IntN(4) == 0 {
		out = append(out, copiedAny(out[0]))
	}
	return out
}

func (s *sampler) name(prefix string) string {
	return fmt.Sprintf("%s_%s%d", prefix, s.mark, s.r.IntN(6))
}

func (s *sampler) text(f *manifest.Field) string {
	words := s.mark + strings.Repeat(" việc cần làm", s.r.IntN(20))
	if s.r.IntN(6) == 0 {
		words += "\n" + s.mark + " dòng hai"
	}
	if limit := 1000; f.Max != nil || len(words) > limit {
		if f.Max != nil {
			limit = int(*f.Max)
		}
		runes := []rune(words)
		words = strings.TrimSpace(string(runes[:min(len(runes), limit)]))
	}
	return words
}

func bounds(f *manifest.Field) (lo, hi float64) {
	hi = 1_000_000
	if f.Min != nil {
		lo = *f.Min
	}
	if f.Max != nil {
		hi = *f.Max
	}
	return lo, max(lo, hi)
}

// related is what the core loads for needs:, each with records of the state
// and the fields its kind can have.
func (s *sampler) related() map[string]any {
	needs := s.k.Needs[s.t.Name]
	if len(needs) == 0 {
		return nil
	}
	out := map[string]any{}
	for _, need := range needs {
		if rest, ok := strings.CutPrefix(need, "children("); ok {
			name, _, _ := strings.Cut(rest, ")")
			rows := []any{}
			for range s.r.IntN(4) {
				rows = append(rows, s.record(name))
			}
			out[name] = rows
			continue
		}
		if f := s.k.Finds[need]; f != nil {
			out[need] = s.found(f)
			continue
		}
		field, wanted, part := strings.Cut(need, ".")
		rec := s.record(firstOf(s.k.Field(field).Targets()))
		if part {
			old, _ := out[field].(map[string]any)
			if old == nil {
				old = map[string]any{"id": rec["id"]}
			}
			old[wanted] = rec[wanted]
			rec = old
		}
		out[field] = rec
	}
	return out
}

// firstOf is the first of the kinds a reference may name, "" if it names none.
func firstOf(kinds []string) string {
	if len(kinds) == 0 {
		return ""
	}
	return kinds[0]
}

// found is what a find may tell: some the person may read, some not.
func (s *sampler) found(f *find.Find) []any {
	rows := []any{}
	theirs := s.k.Found(f)
	for range s.r.IntN(4) {
		row := map[string]any{"hidden": true}
		if s.r.IntN(2) == 0 {
			row = map[string]any{"hidden": false, "id": s.name("rec"), "number": s.mark, "state": theirs.Lifecycle.States[0].ID}
		}
		for _, name := range f.Fields {
			if s.r.IntN(3) > 0 {
				row[name] = s.value(theirs.Field(name), 1)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func (s *sampler) record(kind string) map[string]any {
	out := map[string]any{"state": "draft"}
	if k := kindIn(s.m, kind); k != nil {
		out = s.fields(k.Fields, 0.8)
		out["state"] = k.Lifecycle.States[s.r.IntN(len(k.Lifecycle.States))].ID
	}
	out["id"], out["number"] = s.name("rec"), s.mark+"-1"
	return out
}

// kindIn finds a kind of the module or of the base manifest; nil for others.
func kindIn(m *manifest.Manifest, name string) *manifest.Kind {
	if k := m.Kind(name); k != nil {
		return k
	}
	return manifest.Core().Kind(name)
}

// nasty are values no field should ever hold, and every field may.
func nasty() []any {
	deep := any("bottom")
	for range 100 {
		deep = []any{deep}
	}
	many := make([]any, 600)
	for i := range many {
		many[i] = map[string]any{"line": int64(i)}
	}
	return []any{nil, "", "x", "\xff\xfe broken", "31/02/2026", "0001-01-01", "9999-12-31", int64(-1), int64(math.MaxInt64), 1e300, 0.5, true,
		[]any{}, []any{nil}, []any{"x", int64(1), nil}, map[string]any{}, map[string]any{"a": nil}, many, deep, strings.Repeat("ề", 8_000)}
}

// hostile is one question for every field and every nasty value, and what
// the decision needs made nasty too.
func (s *sampler) hostile() []sdk.Item {
	whole := s.lawful(2)[1]
	var out []sdk.Item
	for i := range s.k.Fields {
		if s.k.Fields[i].Sealed {
			continue
		}
		for _, v := range nasty() {
			it := s.item(len(out), copied(whole.New), whole.Related)
			it.New[s.k.Fields[i].Name] = v
			out = append(out, it)
		}
	}
	for need := range whole.Related {
		for _, v := range nasty() {
			related := copied(whole.Related)
			related[need] = v
			out = append(out, s.item(len(out), copied(whole.New), related))
		}
	}
	bare := s.item(len(out), nil, nil)
	bare.Old, bare.From = nil, ""
	return append(out, bare)
}

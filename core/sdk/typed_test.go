package sdk_test

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk"
)

// visit is what the generator would write for the demo kind.
type visit struct {
	Title  string      `json:"title"`
	HeldOn sdk.Date    `json:"held_on"`
	People int64       `json:"people"`
	Seen   sdk.Instant `json:"seen"`
	Lines  []struct {
		What string `json:"what"`
	} `json:"lines"`
}

var noon = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)

func demo(t *testing.T) *sdk.Module {
	t.Helper()
	source, err := os.ReadFile("../manifest/testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m, problems := manifest.ParseBytes("module.yaml", source)
	if len(problems) > 0 {
		t.Fatal(manifest.Problems(problems))
	}
	return sdk.FromManifest(m)
}

func hold(fields map[string]any) []sdk.Item {
	return []sdk.Item{{ID: "rec_1", Kind: "demo.visit", Op: sdk.OpTransition, Transition: "hold", From: "draft", Old: map[string]any{"title": "Cũ"}, New: fields,
		Related: map[string]any{"source": map[string]any{"id": "rec_9", "title": "Họp"}}}}
}

func TestEvaluate(t *testing.T) {
	t.Parallel()
	m := demo(t)
	sdk.Type[visit](m, "visit").
		Derive(func(e *sdk.Eval[visit]) { e.New.People = int64(len(e.New.Lines)) }).
		Decide("hold", func(e *sdk.Eval[visit]) {
			var source struct{ Title string }
			if !e.Need("source", &source) || source.Title != "Họp" || e.Need("nothing", &source) {
				e.Deny("source", "not_told")
			}
			if e.Old.Title != "Cũ" || e.Today.String() != "2026-11-24" || e.Transition != "hold" {
				e.Deny("", "not_told")
			}
			e.New.HeldOn = e.Today
			e.Warn("late")
			e.Create("meeting", sdk.CreateEffect{Kind: "core.meeting", Fields: map[string]any{"title": e.New.Title}})
			e.Emit("held", map[string]any{"people": e.New.People})
			e.Notify("tell", sdk.NotifyEffect{Role: "officer", Code: "too_many"})
			e.Link("source", "rec_9")
		})
	run := sdk.InProcess(m)
	fields := map[string]any{"title": "Thăm", "lines": []map[string]any{{"what": "a"}, {"what": "b"}}, "x_own": "kept"}
	got, err := run.Evaluate(t.Context(), "demo", sdk.Caller{Now: noon}, hold(fields))
	if err != nil {
		t.Fatal(err)
	}
	v := got[0]
	if len(v.Problems) > 0 || v.ID != "rec_1" || !slices.Equal(v.Warnings, []string{"late"}) {
		t.Errorf("got %+v", v)
	}
	if len(v.Set) != 2 || v.Set["held_on"] != "2026-11-24" {
		t.Errorf("only what changed is set: %v", v.Set)
	}
	var kinds, keys []string
	for _, e := range v.Effects {
		kinds, keys = append(kinds, e.Kind), append(keys, e.IdemKey)
	}
	if !slices.Equal(kinds, []string{"create", "emit", "notify", "link"}) || !slices.Equal(keys, []string{"meeting", "emit:held", "tell", "link:source:rec_9"}) {
		t.Errorf("effects %v %v", kinds, keys)
	}
	again, _ := run.Evaluate(t.Context(), "demo", sdk.Caller{Now: noon}, hold(fields))
	if len(again[0].Effects) != 4 || fields["held_on"] != nil {
		t.Error("the same question gives the same answer and leaves the input alone")
	}
}

func TestEvaluateGoesWrong(t *testing.T) {
	t.Parallel()
	m := demo(t)
	sdk.Type[visit](m, "visit").Decide("hold", func(e *sdk.Eval[visit]) {
		if e.New.Title == "panic" {
			panic("bug")
		}
		e.Deny("title", "too_many", "max", "5", "odd")
	})
	run := sdk.InProcess(m)
	denied, err := run.Evaluate(t.Context(), "demo", sdk.Caller{Now: noon}, hold(map[string]any{"title": "x"}))
	if err != nil || denied[0].Problems[0].Params["max"] != "5" || len(denied[0].Problems[0].Params) != 1 {
		t.Errorf("got %+v, %v", denied, err)
	}
	if _, err := run.Evaluate(t.Context(), "demo", sdk.Caller{}, hold(map[string]any{"title": "panic"})); !fault.HasCode(err, "module_malformed") {
		t.Errorf("a panic: %v", err)
	}
	odd := hold(map[string]any{"title": 5, "people": 2, "x_own": []any{nil}})
	odd[0].Old["held_on"] = "31/02/2026" // nobody can mend what was
	got, err := run.Evaluate(t.Context(), "demo", sdk.Caller{}, odd)
	if err != nil || len(got[0].Problems) != 1 || got[0].Problems[0].Field != "title" || got[0].Problems[0].Code != sdk.CodeInvalid {
		t.Errorf("a title that is a number: %+v, %v", got, err)
	}
	if _, err := run.Evaluate(t.Context(), "away", sdk.Caller{}, hold(nil)); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a module that is not there: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := run.Evaluate(ctx, "demo", sdk.Caller{}, hold(nil)); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a caller who left: %v", err)
	}
	other, err := m.Evaluate(t.Context(), sdk.Caller{}, []sdk.Item{{ID: "rec_2", Kind: "demo.unknown"}})
	if err != nil || other[0].ID != "rec_2" || other[0].Set != nil {
		t.Errorf("a kind without Go passes: %+v, %v", other, err)
	}
}

func TestMissingNamesWhatNobodyWrote(t *testing.T) {
	t.Parallel()
	m := demo(t)
	if got := m.Missing(); !slices.Equal(got, []string{"decide demo.visit hold", "event core.recommendation.answer", "job remind"}) {
		t.Errorf("got %q", got)
	}
	sdk.Type[visit](m, "visit").Decide("hold", func(*sdk.Eval[visit]) {})
	m.OnEvent("core.recommendation.answer", func(context.Context, sdk.Caller, sdk.Happening) ([]sdk.Effect, error) {
		return []sdk.Effect{{Kind: sdk.EffectNotify}}, nil
	})
	m.Job("remind", func(_ context.Context, _ sdk.Caller, run sdk.Run) ([]sdk.Effect, error) { return nil, nil })
	m.Indicator("visits", func(f *sdk.Figure, row map[string]any) { f.Numerator++; f.Denominator += row["n"].(float64) })
	if got := m.Missing(); len(got) > 0 {
		t.Errorf("still missing %q", got)
	}
	if effects, err := m.HandleEvent(t.Context(), sdk.Caller{}, sdk.Happening{Name: "core.recommendation.answer"}); err != nil || len(effects) != 1 {
		t.Errorf("event: %v, %v", effects, err)
	}
	if effects, err := m.HandleEvent(t.Context(), sdk.Caller{}, sdk.Happening{Name: "other"}); err != nil || effects != nil {
		t.Errorf("an event nobody listens to: %v, %v", effects, err)
	}
	if _, err := m.RunJob(t.Context(), sdk.Caller{}, sdk.Run{Job: "other"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("unknown job: %v", err)
	}
	var f sdk.Figure
	if err := m.Fold("visits", &f, []map[string]any{{"n": 2.0}, {"n": 3.0}}); err != nil || f != (sdk.Figure{Numerator: 2, Denominator: 5}) {
		t.Errorf("fold: %+v, %v", f, err)
	}
	if err := m.Fold("other", &f, nil); !fault.Is(err, fault.NotFound) {
		t.Errorf("unknown measure: %v", err)
	}
}

func TestAuthorsMistakesPanicAtOnce(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a kind that is not declared must not wait for the first user")
		}
	}()
	sdk.Type[visit](demo(t), "vist")
}

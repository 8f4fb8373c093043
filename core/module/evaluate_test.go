package module_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/sdk"
)

func TestAModuleDecides(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), nil)
	if s := stateOf(h); s.Status != module.StatusAbsent || s.PID != 0 {
		t.Fatalf("nothing runs before it is needed: %+v", s)
	}
	v, err := askAbout(h, "p1", "rec_1", "", map[string]any{"title": "a", "amount": int64(4503599627370497)})
	if err != nil {
		t.Fatal(err)
	}
	if v.Set["note"] != "p1 a" || v.Set["amount"] != int64(9007199254740994) {
		t.Errorf("set %v", v.Set)
	}
	v, err = ask(h, "p1", "deny")
	if err != nil || len(v.Problems) != 1 || v.Problems[0].Field != "title" || v.Problems[0].Code != "demo_refused" || v.Problems[0].Params["why"] != "asked" {
		t.Errorf("verdict %+v, %v", v, err)
	}
	v, err = ask(h, "p1", "create")
	if err != nil || len(v.Effects) != 1 || v.Effects[0].Create.Fields["amount"] != int64(9007199254740993) {
		t.Errorf("verdict %+v, %v", v, err)
	}
	if s := stateOf(h); s.Status != module.StatusReady || s.Version != "1.2.3" || s.RSS == 0 || s.Calls != 3 || s.Failures != 0 {
		t.Errorf("state %+v", s)
	}
}

func TestAPanicSpoilsOnlyItsItem(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), nil)
	if _, err := ask(h, "p1", ""); err != nil {
		t.Fatal(err)
	}
	pid := stateOf(h).PID
	_, err := ask(h, "p1", "panic")
	wantMalformed(t, err)
	caller := sdk.Caller{Province: "p1", Now: time.Now()}
	var items []sdk.Item
	for i, do := range []string{"", "panic", ""} {
		items = append(items, sdk.Item{ID: fmt.Sprint(i), Kind: "demo.visit", Op: sdk.OpTransition, Transition: "close", New: map[string]any{"title": "t", "do": do}})
	}
	out, err := h.Evaluate(context.Background(), "demo", caller, items)
	if err != nil {
		t.Fatal(err)
	}
	if out[0].Set["note"] != "p1 t" || out[2].Set["note"] != "p1 t" || len(out[1].Problems) != 1 || out[1].Problems[0].Code != "module_malformed" {
		t.Errorf("verdicts %+v", out)
	}
	if s := stateOf(h); s.PID != pid || s.Panics != 2 || s.Crashes != 0 {
		t.Errorf("the process must live on: %+v", s)
	}
}

func TestNonsenseIsRefusedAndCounted(t *testing.T) {
	t.Parallel()
	for _, what := range []string{"count", "none", "id", "json", "shape", "effect", "member", "problem"} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			h := start(t, demo.Install(t, ""), nil)
			_, err := ask(h, "p1", "odd "+what)
			wantMalformed(t, err)
			if s := stateOf(h); s.Malformed != 1 || s.Failures != 1 {
				t.Errorf("state %+v", s)
			}
			if _, err := ask(h, "p1", ""); err != nil {
				t.Errorf("one bad answer must not stop the next: %v", err)
			}
		})
	}
}

func TestAnOversizeReplyIsRefused(t *testing.T) {
	t.Parallel()
	for _, boot := range []string{"", "wide"} {
		h := start(t, demo.Install(t, boot), module.Patient)
		_, err := ask(h, "p1", "odd size")
		wantMalformed(t, err)
	}
}

func TestNonsenseTooOftenLeadsToQuarantineAndBack(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), module.Brisk)
	odd := func(i int) {
		item := sdk.Item{ID: "rec_1", Kind: "demo.visit", Op: sdk.OpTransition, Transition: "close", New: map[string]any{"do": "odd none"}}
		if i%2 == 1 { // another behaviour, so that no breaker steps in before
			item.Op, item.Transition = sdk.OpUpdate, ""
		}
		_, err := h.Evaluate(context.Background(), "demo", sdk.Caller{Province: "p1"}, []sdk.Item{item})
		if err == nil {
			t.Fatal("nonsense was believed")
		}
	}
	for i := range 5 {
		odd(i)
	}
	wait.Until(t, "quarantine", func() bool { return stateOf(h).Status == module.StatusQuarantined })
	_, err := ask(h, "p1", "")
	wantUnavailable(t, err)
	wait.Until(t, "three good probes lead back", func() bool { return stateOf(h).Status == module.StatusReady })
	if _, err := ask(h, "p1", ""); err != nil && !fault.Is(err, fault.Unavailable) {
		t.Error(err)
	}
}

func TestTheBreakerOpensForOneBehaviour(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), nil)
	for range 3 {
		_, err := ask(h, "p1", "panic")
		wantMalformed(t, err)
	}
	_, err := ask(h, "p1", "")
	wantUnavailable(t, err)
	if s := stateOf(h); s.Status != module.StatusOpen {
		t.Errorf("state %+v", s)
	}
	other := sdk.Item{ID: "rec_2", Kind: "demo.visit", Op: sdk.OpUpdate, New: map[string]any{"title": "b"}}
	if _, err := h.Evaluate(context.Background(), "demo", sdk.Caller{Province: "p1"}, []sdk.Item{other}); err != nil {
		t.Errorf("another behaviour must go on: %v", err)
	}
	wait.Until(t, "the breaker closes after a good trial", func() bool {
		_, err := ask(h, "p1", "")
		return err == nil
	})
}

// TestTheFirstToAskWaitsForTheStart: what the start takes is not taken from the time of the
// question, so that a busy machine does not turn the first person away.
func TestTheFirstToAskWaitsForTheStart(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Dir, func(o module.Options) module.Options {
		o = module.Roomy(o)
		times := *o.Times
		times.Evaluate = 20 * time.Millisecond // no process starts within it
		o.Times = &times
		return o
	})
	_, err := ask(h, "p1", "fine")
	if s := stateOf(h); s.Status != module.StatusReady {
		t.Errorf("asked once, the module is %s: %v", s.Status, err)
	}
}

// TestASlowModuleIsUnavailable: refused at the deadline, long before the module
// would have answered.
func TestASlowModuleIsUnavailable(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), module.Standard)
	warm(t, h)
	_, err := ask(h, "p1", "sleep 60s")
	wantUnavailable(t, err)
	_, err = ask(h, "p2", "wait") // the author's context ends 20 ms before the host's
	if err != nil && !fault.Is(err, fault.Unavailable) {
		t.Errorf("got %v", err)
	}
}

func TestInputIsBounded(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), nil)
	if out, err := h.Evaluate(context.Background(), "demo", sdk.Caller{}, nil); out != nil || err != nil {
		t.Errorf("no items: %v, %v", out, err)
	}
	_, err := h.Evaluate(context.Background(), "demo", sdk.Caller{}, make([]sdk.Item, 101))
	if !fault.Is(err, fault.TooLarge) {
		t.Errorf("101 items: %v", err)
	}
	_, err = askAbout(h, "p1", "rec_1", "", map[string]any{"note": strings.Repeat("x", 9<<20)})
	if !fault.Is(err, fault.TooLarge) {
		t.Errorf("9 MiB: %v", err)
	}
	if stateOf(h).PID != 0 {
		t.Error("refused input must not even start the module")
	}
	_, err = h.Evaluate(context.Background(), "nobody", sdk.Caller{}, make([]sdk.Item, 1))
	wantUnavailable(t, err)
}

func TestTwoProvincesNeverMix(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), module.Patient)
	var group sync.WaitGroup
	for i := range 1000 {
		if i%4 == 0 {
			wait.All(t, "every call to be answered", &group) // stay below the queue
		}
		province, id := []string{"ha-tinh", "da-nang"}[i%2], fmt.Sprint("rec_", i)
		group.Go(func() {
			v, err := askAbout(h, province, id, "", map[string]any{"title": id})
			if err != nil || v.ID != id || v.Set["note"] != province+" "+id {
				t.Errorf("%s %s: %+v, %v", province, id, v, err)
			}
		})
	}
	wait.All(t, "every call to be answered", &group)
}

func TestANoisyProvinceQueuesBehindItself(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), module.Patient)
	if _, err := ask(h, "quiet", ""); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	var mu sync.Mutex
	var noisy []error
	for range 30 { // 2 in flight, 16 wait, 12 are turned away
		group.Go(func() {
			_, err := ask(h, "noisy", "sleep 150ms")
			mu.Lock()
			defer mu.Unlock()
			noisy = append(noisy, err)
		})
	}
	wait.Until(t, "the queue is full", func() bool { return stateOf(h).Rejected == 12 })
	for range 20 {
		if _, err := ask(h, "quiet", ""); err != nil {
			t.Errorf("the quiet province must not feel it: %v", err)
		}
	}
	wait.All(t, "every call to be answered", &group)
	refused := 0
	for _, err := range noisy {
		if err != nil {
			wantUnavailable(t, err)
			refused++
		}
	}
	if refused != 12 {
		t.Errorf("%d of 30 were refused, want 12", refused)
	}
}

func TestEventsJobsAndFigures(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), nil)
	ctx, caller := context.Background(), sdk.Caller{Province: "p1", Now: time.Now()}
	acks, err := h.HandleEvents(ctx, "demo", caller, []sdk.Happening{
		{ID: "e1", Name: "demo.visit.close", RecordID: "rec_1"}, {ID: "e2", Name: "demo.visit.close", RecordID: "bad"}, {ID: "e3", Name: "unknown"}})
	if err != nil || len(acks) != 3 {
		t.Fatalf("%+v, %v", acks, err)
	}
	if acks[0].Err != nil || len(acks[0].Effects) != 1 || acks[0].Effects[0].Emit.Name != "heard" || acks[1].Err == nil || acks[2].Err != nil {
		t.Errorf("acks %+v", acks)
	}
	effects, err := h.RunJob(ctx, "demo", caller, sdk.Run{Job: "remind", Slot: time.Unix(0, 0)})
	if err != nil || len(effects) != 1 || effects[0].Notify.Params["province"] != "p1" {
		t.Errorf("job %+v, %v", effects, err)
	}
	pages := slices.Values([][]map[string]any{{{"amount": 1}, {"amount": 2}}, {{"amount": 3}}})
	figure, err := h.Fold(ctx, "demo", caller, "spent", func(yield func([]map[string]any, error) bool) {
		for p := range pages {
			if !yield(p, nil) {
				return
			}
		}
	})
	if err != nil || figure.Numerator != 6 || figure.Denominator != 3 {
		t.Errorf("figure %+v, %v", figure, err)
	}
	_, err = h.Fold(ctx, "demo", caller, "spent", func(yield func([]map[string]any, error) bool) {
		yield(nil, fault.New(fault.Unavailable, "database_unavailable"))
	})
	if !fault.HasCode(err, "database_unavailable") {
		t.Errorf("the reader's own error must come back: %v", err)
	}
}

package module_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/module/moduletest"
	"github.com/doanket/doanket/core/sdk"
)

func TestSizesAreBounded(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), func(o module.Options) module.Options { return module.Bounds(o, 2000, 2000, 2000) })
	ctx, caller, long := context.Background(), sdk.Caller{Province: "p1", Now: time.Now()}, strings.Repeat("x", 3000)
	if _, err := askAbout(h, "p1", "rec_1", "", map[string]any{"note": long}); !fault.Is(err, fault.TooLarge) {
		t.Errorf("a long record somebody waits for: %v", err)
	}
	importing := caller
	importing.Purpose = "import"
	item := sdk.Item{ID: "rec_1", Kind: "demo.visit", Op: sdk.OpUpdate, New: map[string]any{"note": long}}
	if _, err := h.Evaluate(ctx, "demo", importing, []sdk.Item{item}); err != nil {
		t.Errorf("an import may be larger: %v", err)
	}
	event := sdk.Happening{ID: "e", Name: "demo.visit.close", Payload: map[string]any{"x": long}}
	if _, err := h.HandleEvents(ctx, "demo", caller, []sdk.Happening{event}); !fault.Is(err, fault.TooLarge) {
		t.Errorf("a long event: %v", err)
	}
	if _, err := h.HandleEvents(ctx, "demo", caller, make([]sdk.Happening, 201)); !fault.Is(err, fault.TooLarge) {
		t.Errorf("201 events: %v", err)
	}
	_, err := h.Fold(ctx, "demo", caller, "spent", func(yield func([]map[string]any, error) bool) {
		for range 10 {
			if !yield([]map[string]any{{"note": long[:500]}}, nil) {
				return
			}
		}
	})
	if !fault.Is(err, fault.TooLarge) {
		t.Errorf("more rows than a figure may have: %v", err)
	}
	if s := stateOf(h); s.Crashes+s.Malformed != 0 {
		t.Errorf("what is too large is not the module's fault: %+v", s)
	}
}

// A cell that cannot confine must not be got around: the module stays off,
// and says why.
func TestNoSandboxMeansNoModule(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{"82": "cannot be read", "83": "sandbox is not available", "84": "cannot be executed"} {
		h := start(t, demo.Install(t, ""), func(o module.Options) module.Options {
			o.Exec = []string{"/bin/sh", "-c", "exit " + code}
			return module.Brisk(o)
		})
		_, err := ask(h, "p1", "")
		wantUnavailable(t, err)
		wait.Until(t, want, func() bool {
			s := stateOf(h)
			return s.Status == module.StatusQuarantined && strings.Contains(s.LastError, want) && s.PID == 0
		})
	}
}

// Opening the host runs nothing and reads no binary, whatever lies there: a
// bad module cannot keep the core from starting.
func TestABadModuleNeverHoldsUpTheHost(t *testing.T) {
	t.Parallel()
	spoil := map[string]func(dir string){
		"wrong checksum": func(dir string) { moduletest.Put(t, filepath.Join(dir, "demo"), []byte("changed")) },
		"missing":        func(dir string) { _ = os.Remove(filepath.Join(dir, "demo")) },
		"no manifest":    func(dir string) { _ = os.Remove(filepath.Join(dir, "demo.yaml")) },
		"mute":           func(string) {},
	}
	for name, do := range spoil {
		dir := demo.Install(t, map[string]string{"mute": "mute"}[name])
		do(dir)
		h := start(t, dir, module.Hasty)
		if s := stateOf(h); s.PID != 0 || s.Crashes != 0 || s.Status == module.StatusStarting {
			t.Errorf("%s: something was started: %+v", name, s)
		}
		_, err := ask(h, "p1", "")
		wantUnavailable(t, err)
	}
}

package province_test

import (
	"context"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/province"
)

// TestAFolderMayTryAModule at some units: on there and nowhere else, the same when
// applied again, everywhere or off when the folder says so; what was switched by hand
// since is drift and stays.
func TestAFolderMayTryAModule(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		units := good["units.csv"] + "Y,T,commune,Xã Hai,Hai,2025-07-01,\n"
		with := func(modules string) *province.Folder {
			t.Helper()
			return read(t, folder(t, map[string]string{"units.csv": units, "modules.yaml": modules}))
		}
		on := func(code string) bool {
			t.Helper()
			in := enter(t, i, "mau")
			u, err := i.Tree.ByCode(in, code)
			if err != nil {
				t.Fatal(err)
			}
			return i.Kinds.EnabledAt(in, "demo.visit", u.Path)
		}
		tried := with("enabled: [demo]\npilots: {demo: [X]}\n")
		if lines := strings.Join(apply(t, i, tried, true), "\n"); !strings.Contains(lines, "switch module demo: on X") {
			t.Errorf("the dry run says:\n%s", lines)
		}
		apply(t, i, tried, false)
		if !on("X") || on("Y") {
			t.Errorf("tried at X: X %v, Y %v", on("X"), on("Y"))
		}
		for _, dry := range []bool{true, false} {
			if lines := apply(t, i, tried, dry); len(lines) != 0 {
				t.Errorf("applied again: %v", lines)
			}
		}
		apply(t, i, with("enabled: [demo]\npilots: {demo: [Y, X]}\n"), false)
		if lines := apply(t, i, with("enabled: [demo]\npilots: {demo: [X, Y]}\n"), false); !on("X") || !on("Y") || len(lines) != 0 {
			t.Errorf("in another order: %v", lines)
		}
		apply(t, i, with("enabled: [demo]\n"), false)
		if p, err := i.Tenants.Get(context.Background(), "mau"); err != nil || !p.On("demo") || len(p.Pilot("demo")) != 0 {
			t.Errorf("everywhere: %+v %v", p.Settings.Pilots, err)
		}
		apply(t, i, tried, false)
		if err := i.Provinces.SwitchModule(enter(t, i, "mau"), "demo", true); err != nil { // by hand
			t.Fatal(err)
		}
		r := report(t, i, with("enabled: [demo]\npilots: {demo: [Y]}\n"), province.ApplyOptions{})
		if len(r.Changes) != 0 || len(r.Drift) != 1 || !strings.Contains(r.Drift[0], `module demo: switch is "on", the folder says "on Y"`) || !on("X") {
			t.Errorf("%+v", r)
		}
		report(t, i, with("enabled: [demo]\npilots: {demo: [Y]}\n"), province.ApplyOptions{TakeOver: true})
		if on("X") || !on("Y") {
			t.Error("taken over: it is not tried at Y alone")
		}
		apply(t, i, with("enabled: []\n"), false)
		if on("Y") {
			t.Error("off, and yet on")
		}
	})
}

// TestAPilotNamesWhatIsThere: a module that is enabled, and units of the folder.
func TestAPilotNamesWhatIsThere(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		for what, c := range map[string]struct{ modules, line, why string }{
			"a module that is off":    {"enabled: []\npilots:\n  demo: [X]\n", "modules.yaml:3", "demo"},
			"a unit that is not":      {"enabled: [demo]\npilots:\n  demo: [X,\n    Q]\n", "modules.yaml:4", "unknown unit 'Q'"},
			"no unit":                 {"enabled: [demo]\npilots:\n  demo: []\n", "modules.yaml:3", "0 units"},
			"more than there is use":  {"enabled: [demo]\npilots:\n  demo: [" + strings.Repeat("X, ", 101) + "X]\n", "modules.yaml:3", "102 units"},
			"a module that is no one": {"enabled: [demo]\npilots:\n  dmo: [X]\n", "modules.yaml:3", "did you mean 'demo'"},
		} {
			for _, dry := range []bool{true, false} {
				_, err := i.Provinces.Apply(context.Background(), read(t, folder(t, map[string]string{"modules.yaml": c.modules})), province.ApplyOptions{DryRun: dry})
				f := fault.Of(err)
				if !fault.HasCode(err, "folder_unknown") || len(f.Fields) != 1 || f.Fields[0].Field != c.line || !strings.Contains(f.Fields[0].Params["why"], c.why) {
					t.Errorf("%s: %v %+v", what, err, f)
				}
			}
		}
	})
}

package installation_test

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
)

// programs agrees to everything and remembers who was asked for which province.
type programs struct {
	mu    sync.Mutex
	asked map[string]string // province → program
}

func (p *programs) Evaluate(_ context.Context, program string, caller sdk.Caller, items []sdk.Item) ([]sdk.Verdict, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked[caller.Province] = program
	var out []sdk.Verdict
	for _, item := range items {
		out = append(out, sdk.Verdict{ID: item.ID})
	}
	return out, nil
}

// version is the demo at a version, its submit decided by the module; what is
// replaced by what makes it another.
func version(t *testing.T, number string, replace ...string) *manifest.Manifest {
	t.Helper()
	text := strings.NewReplacer(append([]string{"version: 1.0.0", "version: " + number,
		"to: submitted, roles: [officer]}", "to: submitted, roles: [officer], decide: go}"}, replace...)...).Replace(string(coretest.Demo(t).Manifest().Source()))
	m, problems := rule.ParseBytes("demo.yaml", []byte(text))
	for _, p := range problems {
		t.Fatal(p)
	}
	return m
}

// TestTwoProvincesOnTwoVersions of one module (a canary): each writes by its
// own declaration and is decided for by its own program.
func TestTwoProvincesOnTwoVersions(t *testing.T) {
	t.Parallel()
	dialects := map[string]bool{"sqlite": false}
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		dialects["postgres"] = true
	}
	for name, postgres := range dialects {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := &programs{asked: map[string]string{}}
			old := version(t, "1.0.0")
			newer := version(t, "1.1.0", "    deadlines:\n", "      - {id: 11, name: rain, type: bool, label: {vi: \"Trời mưa\", en: \"Rain\"}}\n    deadlines:\n",
				"phase: active, edit: [title,", "phase: active, edit: [rain, title,",
				"        - {name: close,", "        - {name: recall, label: {vi: \"Rút lại\", en: \"Recall\"}, from: [submitted], to: draft, roles: [officer]}\n        - {name: close,")
			strange := version(t, "0.9.0", "owner_kinds: [province, commune, residential_area]", "owner_kinds: [province, commune, residential_area, lighthouse]")
			r := coretest.New(t, coretest.Options{Postgres: postgres, Decider: asked, Shape: func(o *installation.Options) {
				o.Manifests = []*manifest.Manifest{strange, old, newer}
			}})
			if err := r.Provinces.PinVersion(r.In(coretest.An), "demo", "0.9.0"); !fault.HasCode(err, "module_unit_kinds") {
				t.Errorf("a version for units the province has not: %v", err)
			}
			if err := r.Provinces.PinVersion(r.In(coretest.An), "demo", "9.9.9"); !fault.Is(err, fault.NotFound) {
				t.Errorf("a version that is not installed: %v", err)
			}
			if err := r.Provinces.PinVersion(r.In(coretest.An), "demo", "1.0.0"); err != nil {
				t.Fatal(err)
			}
			if _, err := r.Provinces.Prepare(context.Background()); err != nil {
				t.Fatal(err)
			}
			fields := map[string]any{"title": "Thăm", "held_on": "2026-03-10"}
			made := map[string]*record.Record{}
			for _, slug := range []string{coretest.An, coretest.Binh} {
				rec, err := r.Records.Create(r.As(slug, coretest.Officer), "demo.visit", record.Input{UnitID: r.Unit(slug, "X1"), Fields: fields, Submit: "submit"})
				if err != nil {
					t.Fatalf("%s: %v", slug, err)
				}
				made[slug] = rec
			}
			if asked.asked[coretest.An] != "demo@1.0.0" || asked.asked[coretest.Binh] != "demo@1.1.0" {
				t.Errorf("asked %v", asked.asked)
			}
			if _, err := r.Records.Change(r.As(coretest.An, coretest.Officer), made[coretest.An].ID, 0, map[string]any{"rain": true}, ""); !fault.Is(err, fault.Invalid) {
				t.Errorf("the older version takes the newer one's field: %v", err)
			}
			got, err := r.Records.Change(r.As(coretest.Binh, coretest.Officer), made[coretest.Binh].ID, 0, map[string]any{"rain": true}, "")
			if err != nil || got.Fields["rain"] != true {
				t.Errorf("%v %v", got, err)
			}
			if _, err := r.Records.Do(r.As(coretest.An, coretest.Officer), made[coretest.An].ID, "recall", 0, record.Act{}); err == nil {
				t.Error("the older version takes the newer one's step")
			}
			if got, err = r.Records.Do(r.As(coretest.Binh, coretest.Officer), made[coretest.Binh].ID, "recall", 0, record.Act{}); err != nil || got.State != "draft" {
				t.Errorf("%v %v", got, err)
			}
		})
	}
}

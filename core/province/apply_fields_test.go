package province_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/record"
)

// withFields is the good folder with own fields of visits.
func withFields(t testing.TB, fields string) *province.Folder {
	t.Helper()
	return read(t, folder(t, map[string]string{"fields.yaml": "fields:\n  demo.visit:\n" + fields}))
}

const (
	houses = "    - {name: x_houses, type: int, index: true, label: {vi: Số hộ}}\n"
	cows   = "    - {name: x_cows, type: int, label: {vi: Số bò, en: Cows}}\n"
)

// TestAProvincesFieldsApply: once, and twice changes nothing; what a person
// changed or added stays; what the folder no longer names is hidden.
func TestAProvincesFieldsApply(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		f := withFields(t, houses+cows)
		dry := apply(t, i, f, true)
		if done := apply(t, i, f, false); !slices.Equal(dry, done) || !slices.Contains(done, "change own fields of demo.visit: x_houses, x_cows") {
			t.Errorf("dry %q, done %q", dry, done)
		}
		settled(t, i, f)
		visit(t, i, map[string]any{"x_houses": 3, "x_cows": 7})

		own(t, i, func(list []kind.OwnField) []kind.OwnField {
			list[0].Label.VI = "Số nhà"
			return append(list, kind.OwnField{Name: "x_pigs", Type: "int", Label: list[1].Label})
		})
		settled(t, i, f, `field demo.visit.x_houses`)
		if r := report(t, i, f, province.ApplyOptions{TakeOver: true}); len(r.Changes) != 1 || len(r.Drift) != 0 {
			t.Errorf("taken over: %+v", r)
		}
		if names := own(t, i, nil); !slices.Equal(names, []string{"x_houses Số hộ", "x_cows Số bò", "x_pigs Số bò"}) {
			t.Errorf("taken over: %q", names)
		}

		less := withFields(t, houses)
		if done := apply(t, i, less, false); !slices.Equal(done, []string{"change own fields of demo.visit: -x_cows"}) {
			t.Errorf("a field less: %q", done)
		}
		settled(t, i, less)
		if names := own(t, i, nil); !slices.Equal(names, []string{"x_houses Số hộ", "x_pigs Số bò"}) {
			t.Errorf("a field less: %q", names)
		}
		own(t, i, func([]kind.OwnField) []kind.OwnField { return nil })
		settled(t, i, less, `field demo.visit.x_houses`)
	})
}

// own changes the own fields of visits as an administrator does, and tells them.
func own(t testing.TB, i *installation.Installation, change func([]kind.OwnField) []kind.OwnField) []string {
	t.Helper()
	ctx := identity.System(enter(t, i, "mau"), "test")
	list, err := i.Kinds.OwnFields(ctx, "demo.visit")
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		list = change(list)
		set, err := i.Provinces.PlanFields(ctx, "demo.visit", list, -1)
		if err != nil {
			t.Fatal(err)
		}
		if err := set(ctx); err != nil {
			t.Fatal(err)
		}
	}
	var names []string
	for _, f := range list {
		names = append(names, f.Name+" "+f.Label.VI)
	}
	return names
}

// visit writes one with own fields and reads them back.
func visit(t testing.TB, i *installation.Installation, fields map[string]any) {
	t.Helper()
	ctx := identity.System(enter(t, i, "mau"), "test")
	u, err := i.Tree.ByCode(ctx, "X")
	if err != nil {
		t.Fatal(err)
	}
	fields["title"], fields["held_on"] = "Thăm hộ", "2026-03-10"
	made, err := i.Records.Create(ctx, "demo.visit", record.Input{UnitID: u.ID, Fields: fields})
	if err != nil {
		t.Fatal(err)
	}
	if made.Fields["x_cows"] != int64(7) {
		t.Errorf("kept %+v", made.Fields)
	}
}

// TestMistakesInFieldsNameTheirLine, and the word probably meant.
func TestMistakesInFieldsNameTheirLine(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		for what, c := range map[string]struct{ text, at, why string }{
			"a kind that is none":  {"fields:\n  demo.vist:\n" + houses, "fields.yaml:2", "did you mean 'demo.visit'?"},
			"a type that is none":  {"fields:\n  demo.visit:\n    - name: x_houses\n      type: integr\n      label: {vi: Số hộ}\n", "fields.yaml:4", "unknown type 'integr'"},
			"units that are none":  {"fields:\n  demo.visit:\n    - {name: x_at, type: unit, unit_kinds: [comune], label: {vi: Nơi}}\n", "fields.yaml:3", "did you mean 'commune'?"},
			"a name without x_":    {"fields:\n  demo.visit:\n" + houses + "    - name: cows\n      type: int\n      label: {vi: Bò}\n", "fields.yaml:4", "own_field_name"},
			"no label":             {"fields:\n  demo.visit:\n    - name: x_cows\n      type: int\n", "fields.yaml:3", "label: required"},
			"values without a sum": {"fields:\n  demo.visit:\n    - name: x_how\n      type: enum\n      label: {vi: Cách}\n      values:\n        - {id: Xấu, label: {vi: Xấu}}\n", "fields.yaml:7", "own_field_value"},
		} {
			_, err := i.Provinces.Apply(t.Context(), read(t, folder(t, map[string]string{"fields.yaml": c.text})), province.ApplyOptions{})
			e := fault.Of(err)
			if e.Code != "folder_unknown" || len(e.Fields) == 0 || e.Fields[0].Field != c.at || !strings.Contains(e.Fields[0].Params["why"], c.why) {
				t.Errorf("%s: %+v", what, e)
			}
			if _, err := i.Tenants.Get(t.Context(), "mau"); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: the province was made: %v", what, err)
			}
		}
		_, err := province.ReadFolder(folder(t, map[string]string{"fields.yaml": "fields:\n  demo.visit:\n    - {nam: x_a}\n"}))
		if e := fault.Of(err); e.Params["file"] != "fields.yaml" || !strings.Contains(e.Params["why"], "line 3") {
			t.Errorf("a key that is none: %+v", e)
		}
	})
}

// TestTheRepositorysOwnFieldsAreThere once a province's folder is applied.
func TestTheRepositorysOwnFieldsAreThere(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		f := read(t, filepath.Join(provinces, "da-nang"))
		apply(t, i, f, false)
		if len(f.Fields) == 0 {
			t.Error("the folder that is the example names no field")
		}
		for full, fields := range f.Fields {
			k, err := i.Kinds.Of(enter(t, i, "da-nang"), full)
			if err != nil {
				t.Fatal(err)
			}
			for _, own := range fields {
				if k.Column(own.Name) == nil {
					t.Errorf("%s has no %s", full, own.Name)
				}
			}
		}
	})
}

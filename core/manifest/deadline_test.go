package manifest_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/grant"
)

func TestDues(t *testing.T) {
	t.Parallel()
	k := manifest.Core().Kind("recommendation")
	for _, c := range []struct {
		name, from, want string
		settings         map[string]int
	}{
		{"the product's default", "2026-11-09", "2026-11-25", nil}, // 24/11 is a holiday
		{"the province's own, shorter", "2026-11-09", "2026-11-16", map[string]int{"recommendation_days": 7}},
		{"the province's own, longer", "2026-11-09", "2026-11-30", map[string]int{"recommendation_days": 21}},
		{"no start, no due", "", "", nil},
	} {
		got, err := k.Dues(map[string]any{"clock_from": c.from}, calendar.National(), c.settings)
		if err != nil || got["GS-05"].Date.String() != c.want {
			t.Errorf("%s: got %v, %v", c.name, got["GS-05"].Date, err)
		}
	}
	if _, err := k.Dues(map[string]any{"clock_from": "31/02/2026"}, calendar.National(), nil); !fault.HasCode(err, "bad_date") {
		t.Errorf("got %v", err)
	}
}

func TestRulesOfTheirTime(t *testing.T) {
	t.Parallel()
	from, _ := calendar.ParseDate("2026-07-01")
	k := manifest.Kind{Deadlines: []manifest.Deadline{
		{Code: "OLD", From: "on", Length: 10, Unit: "calendar_day", Direction: "after", Law: true, ValidTo: from.AddDays(-1)},
		{Code: "NEW", From: "on", Length: 7, Unit: "working_day", Direction: "after", Law: true, ValidFrom: from},
	}}
	for on, code := range map[string]string{"2026-06-30": "OLD", "2026-07-01": "NEW"} {
		got, err := k.Dues(map[string]any{"on": on}, calendar.National(), nil)
		if _, ok := got[code]; err != nil || len(got) != 1 || !ok {
			t.Errorf("%s: got %v, %v", on, got, err)
		}
	}
}

func TestGrantsOf(t *testing.T) {
	t.Parallel()
	m, _ := manifest.ParseBytes("module.yaml", []byte(good))
	got := grant.Of(m, "officer")
	for _, want := range []grant.Grant{
		{Kind: "demo.visit", Action: "read", Reach: "subtree"}, {Kind: "demo.visit", Action: "create", Reach: "own"}, {Kind: "demo.visit", Action: "do:hold", Reach: "own"},
	} {
		if !slices.Contains(got, want) {
			t.Errorf("%+v is missing from %+v", want, got)
		}
	}
	if grant.Of(m, "stranger") != nil {
		t.Error("an unknown role may do nothing")
	}
}

func TestKindAsJSON(t *testing.T) {
	t.Parallel()
	out, err := json.Marshal(manifest.Core())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"full_name":"core.recommendation"`, `"not_actor_of":["answer"]`, `"max_mb":50`, `"label":{"vi":"Kiến nghị","en":"Recommendation"}`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%s is missing", want)
		}
	}
	var back manifest.Manifest
	if err := json.Unmarshal(out, &back); err != nil || back.Kinds[0].Module != "core" || len(back.Kinds) != len(manifest.Core().Kinds) {
		t.Errorf("it does not read back: %v", err)
	}
}

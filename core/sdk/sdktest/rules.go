package sdktest

import (
	"slices"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/sdk"
)

// On is what rules see of the record "rec_own" of the unit "unt_own" on 24/11/2026,
// when the step is asked for; "" is saving.
func On(transition string, fields map[string]any) rule.Input {
	today, _ := sdk.ParseDate("2026-11-24") // a day there is
	return rule.Input{Fields: fields, Transition: transition, Unit: "unt_own", ID: "rec_own", Today: today}
}

// Breaks expects the input to break exactly the rules of these codes, in order.
func Breaks(t *testing.T, name string, k *manifest.Kind, in rule.Input, want []string) {
	t.Helper()
	set, err := rule.Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	broken, err := set.Violations(in)
	var got []string
	for _, v := range broken {
		got = append(got, v.Code)
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%s: got %v, %v, want %v", name, got, err, want)
	}
}

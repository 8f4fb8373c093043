package lint_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/overlap/lint"
)

func check(t *testing.T, source string) []manifest.Problem {
	t.Helper()
	m, problems := manifest.ParseBytes("module.yaml", []byte(source))
	if m == nil {
		return problems
	}
	return lint.Check(m)
}

// TestOverlapsAreChecked: each mistake is told with what to write instead. The sound
// manifest is the one the room overlap is tested on.
func TestOverlapsAreChecked(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../../overlap/testdata/module.yaml")
	if err != nil {
		t.Fatal(err)
	}
	sound := string(raw)
	if problems := check(t, sound); len(problems) > 0 {
		t.Fatal(manifest.Problems(problems))
	}
	stall, tour, double := "{place: area, from: from_on", `{each: stops, "no": "no", body: bodies, from: on, states: [planned, issued]}`, "{of: [fair.stall, fair.tour], state: found, reasons: reasons"
	for _, c := range []struct{ from, to, what, fix string }{
		{stall, "{place: aera, from: from_on", `"aera" does not exist`, "did you mean area"},
		{stall, "{place: title, from: from_on", "is of type text", "type unit or units"},
		{stall, "{from: from_on", "nothing is named", "type unit or units"},
		{stall, "{place: area, from: visitors", "is of type enum", "type date"},
		{"group: visitors, theme: goods, ", "", "nothing makes two records alike", "group:"},
		{"states: [planned]}", "states: []}", "in no state", "states:"},
		{"states: [planned]}", "states: [planed]}", `state "planed"`, "did you mean planned"},
		{tour, `{each: title, body: bodies, from: on, states: [planned]}`, "is no list", "type list"},
		{tour, `{each: stops, body: bodies, from: on, states: [planned]}`, "nothing is named", "type int"},
		{"{id: 6, name: visitors, type: enum,", "{id: 6, name: visitors, sealed: true, type: enum,", "is sealed", "remove sealed"},
		{double, "{of: [], state: found, reasons: reasons", "compares nothing", "of:"},
		{double, "{of: [fair.stal], state: found, reasons: reasons", `"fair.stal" does not exist`, "did you mean fair.stall"},
		{double, "{of: [fair.programme], state: found, reasons: reasons", "does not say what of it is compared", "overlaps:"},
		{double, "{of: [other.thing], state: found, reasons: reasons", "another module's", "grants: read"},
		{double, "{of: [fair.stall], state: find, reasons: reasons", `state "find"`, "did you mean found"},
		{double, "{of: [fair.stall], state: found, reasons: places", "is of type units", "type enums"},
		{"{id: group, label", "{id: groups, label", `no value "group"`, "place, within"},
		{"units: who, ", "units: from_on, ", "is of type date", "type units"},
		{"    parent: programme\n    fields:", "    fields:", "neither its records nor those below are compared", "write overlaps:"},
		{"    overlaps: {place: area", "    overlap_of: {of: [fair.stall], state: planned, reasons: area}\n    overlaps: {place: area", "two kinds of the module", "one of them"},
	} {
		source := strings.Replace(sound, c.from, c.to, 1)
		if source == sound {
			t.Fatalf("the case %q changes nothing", c.from)
		}
		if all := manifest.Problems(check(t, source)).Error(); !strings.Contains(all, c.what) || !strings.Contains(all, c.fix) {
			t.Errorf("%q: got\n%s\nwant %q and %q", c.to, all, c.what, c.fix)
		}
	}
}

package link_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/link"
)

const (
	source = "name: source, type: ref, to: core.meeting"
	kin    = "    indexes: [[held_on, form]]"
	named  = ", label: {vi: x, en: x}, back: {vi: x, en: x}, to: [core.meeting]}]"
)

var faults = []struct{ from, to, what, fix string }{
	{source, "name: source, type: ref", "does not say of which kind", "write to: module.kind"},
	{source, "name: source, type: text, to: core.meeting", "has to: but names no record", "write type: ref or refs"},
	{source, "name: source, type: text, back: {vi: x, en: x}", "has back: but names no record", "leave back: out"},
	{source, source + ", to_kinds: [demo.visit]", "has to: and to_kinds:", "to_kinds: for several"},
	{source, "name: source, type: ref, to: meeting", "is not the full name", "module.kind"},
	{source, "name: source, type: refs, to_kinds: [core.meting]", "does not exist", "core.meeting"},
	{source, "name: source, type: refs, to: core.meeting, to_states: [hold]", "does not exist in core.meeting", "held"},
	{source, "name: source, type: refs, to: core.meeting, max: 500", "wants 500 records", "1 to 100"},
	{source, "name: source, type: refs, to: core.meeting, min: 0", "asks for nothing", "required: true"},
	{source, "name: source, type: refs, to: core.meeting, index: true", "without an index", "leave index: out"},
	{"name: what, type: text", "name: what, type: refs, to: core.meeting", "one record at most", "write type: ref"},
	{kin, kin + "\n    links: [{name: source" + named, "the name of another tie", "no field and no find"},
	{kin, kin + "\n    links: [{name: similar" + named, "the name of another tie", "no field and no find"},
	{kin, kin + "\n    links: [{name: effect" + named, "the name of another tie", "none of origin, effect"},
	{kin, kin + "\n    links: [{name: Sees" + named, "is not usable", "lower case"},
	{kin, kin + "\n    links: [{name: sees, label: {vi: x, en: x}, to: [core.meeting]}]", "from the other side", "write back:"},
	{kin, kin + "\n    links: [{name: sees, label: {vi: x, en: x}, back: {vi: x, en: x}, to: []}]", "leads nowhere", "write to:"},
	{kin, kin + "\n    links: [{name: sees, label: {vi: x, en: x}, back: {vi: x, en: x}, to: [away.thing]}]", "another module's records", "grants: read"},
}

// TestWhatLeadsNowhereIsRefused with its line and what to write instead.
func TestWhatLeadsNowhereIsRefused(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range faults {
		m, problems := manifest.ParseBytes("module.yaml", []byte(strings.Replace(string(raw), c.from, c.to, 1)))
		if m == nil {
			t.Fatal(manifest.Problems(problems))
		}
		found := link.Check(m)
		if len(found) == 0 || !strings.Contains(manifest.Problems(found).Error(), c.what) || !strings.Contains(found[0].Fix, c.fix) || found[0].Line < 2 {
			t.Errorf("%s: %v, want %q and %q", c.to, found, c.what, c.fix)
		}
	}
	for _, fits := range []string{
		"name: source, type: refs, to_kinds: [core.meeting, demo.visit, other.thing], to_states: [held], min: 2, max: 9, back: {vi: x, en: x}",
		"name: source, type: ref, to_kinds: [core.meeting, demo.visit]",
	} {
		m, problems := manifest.ParseBytes("module.yaml", []byte(strings.NewReplacer(source, fits, kin, kin+"\n    links: [{name: sees"+named).Replace(string(raw))))
		if found := append(problems, link.Check(m)...); len(found) > 0 {
			t.Errorf("%s: %v", fits, manifest.Problems(found))
		}
	}
}

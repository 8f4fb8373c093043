package rule_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
)

// FuzzInput asks expressions about whatever a record may hold: an expression
// that compiles answers, the same each time, and leaves the record alone; the
// one thing it may be refused for is its cost. What it computes can be stored.
func FuzzInput(f *testing.F) {
	for _, when := range []string{"came > invited", "num(came) + 9223372036854775807 > 1", "lines.exists(l, l.sum > 3)", "workdays(held_on, came) == ''",
		"months(held_on, invited) < due_on", "days_between(held_on, due_on) > 5", "'unt_1' in units", "double(came) / double(invited) > 0.9",
		"lines.map(l, l.what).exists(w, w.matches('(a+)+$'))", "title.size() > 3 && share < 0.5", "(", "lines.exists(a, lines.exists(b, lines.exists(c, a == b)))"} {
		f.Add(when, "num(came) * num(invited)", `{"title":"Thăm","held_on":"2026-08-20","due_on":"","invited":30,"came":-9223372036854775808,"share":1e308,"urgent":true,"units":["unt_1"],"lines":[{"what":"a","sum":3},{"what":null}]}`)
	}
	f.Add("title == ''", "came", `{"title":[1],"held_on":{"a":null},"invited":"x","came":1.5,"urgent":"no","units":[1,{}],"lines":[null,[],1]}`)
	f.Fuzz(func(t *testing.T, when, derived, fields string) {
		var held, before map[string]any
		if json.Unmarshal([]byte(fields), &held) != nil || json.Unmarshal([]byte(fields), &before) != nil {
			return
		}
		k := visit(manifest.Rule{Code: "x", When: when})
		for i := range k.Fields {
			if k.Fields[i].Name == "came" {
				k.Fields[i].Derived = derived
			}
		}
		set, err := rule.Compile(k)
		if err != nil {
			if !fault.HasCode(err, "manifest_rule") || fault.Of(err).Params["at"] == "" {
				t.Errorf("refused without saying where: %v", err)
			}
			return
		}
		in := rule.Input{Fields: held, State: "draft", Today: date(t, "2026-08-25"), CreatedOn: date(t, "2026-08-01")}
		first, err := set.Violations(in)
		second, errAgain := set.Violations(in)
		if len(first) != len(second) || fault.HasCode(err, "rule_too_costly") != fault.HasCode(errAgain, "rule_too_costly") {
			t.Errorf("%q says %v %v, then %v %v", when, first, err, second, errAgain)
		}
		made, errMade := set.Derive(in)
		for _, err := range []error{err, errMade} {
			if err != nil && !fault.HasCode(err, "rule_too_costly") {
				t.Errorf("%q and %q: %v", when, derived, err)
			}
		}
		if _, err := json.Marshal(made); err != nil {
			t.Errorf("%q computes what cannot be stored: %v", derived, err)
		}
		if !reflect.DeepEqual(held, before) {
			t.Errorf("%q changed the record: %v, was %v", when, held, before)
		}
	})
}

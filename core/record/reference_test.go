package record_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
)

// referring adds to the trial's papers a field that names many records, one that
// names one of several kinds, one for the owner's side alone, and rules of them.
var referring = []string{
	"      - {id: 24, name: receiver,", `      - {id: 25, name: about, type: refs, to_kinds: [demo.point, demo.tally], to_states: [draft, open], min: 2, max: 3, label: {vi: "Về", en: "About"}, back: {vi: "Được nhắc trong", en: "Told of in"}}
      - {id: 26, name: one_of, type: ref, to_kinds: [demo.point, demo.tally], label: {vi: "Một", en: "One"}}
      - {id: 24, name: receiver,`,
	"      - {code: dear, when:", `      - {code: over, when: "size(about) > 0 && about.states.exists(s, s == 'open')", field: about, on: [submit]}
      - {code: no_tally, when: "one_of.kind == 'demo.tally' || about.exists(a, a == one_of)", field: one_of, on: [submit]}
      - {code: dear, when:`,
	"problems:\n", "problems:\n  over: {vi: \"Đang mở.\", en: \"Open.\"}\n  no_tally: {vi: \"Không phải sổ.\", en: \"No tally.\"}\n",
}

// TestManyRecordsAreNamed and each is checked: there, readable, of a kind and in a
// state that may be named, so many and no more; then they are kept, found by, told in
// history and drawn from both sides.
func TestManyRecordsAreNamed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		point := func(title string) string { return r.create(t, me, "demo.point", fields{"title": title}, "").ID }
		a, b, c, d := point("A"), point("B"), point("C"), point("D")
		noted := r.do(t, me, point("đã ghi"), "note", nil).ID
		paper := r.create(t, me, "demo.paper", whole(), "").ID
		hidden, err := r.Records.Create(r.as(coretest.Officer2), "demo.point", record.Input{UnitID: r.Unit(coretest.An, "X2"), Fields: fields{"title": "của xã khác"}})
		if err != nil {
			t.Fatal(err)
		}
		for what, x := range map[string]struct {
			in   any
			says string
		}{
			"one text":             {a, "about=invalid"},
			"a number among them":  {[]any{a, 3}, "about=invalid"},
			"a unit":               {[]any{r.Unit(coretest.An, "X1")}, "about=unknown_value"},
			"one that is none":     {[]any{a, id.New("rec")}, "about=unknown_value"},
			"one of another unit":  {[]any{a, hidden.ID}, "about=unknown_value"},
			"one of another kind":  {[]any{a, paper}, "about=record_kind"},
			"one in another state": {[]any{a, noted}, "about=record_state"},
			"too many":             {[]any{a, b, c, d}, "about=too_many_records"},
		} {
			_, err := r.Records.Create(me, "demo.paper", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: whole(fields{"about": x.in})})
			if !fault.Is(err, fault.Invalid) || fault.Of(err).Fields[0].Field+"="+fault.Of(err).Fields[0].Code != x.says {
				t.Errorf("%s: %v, want %s", what, err, x.says)
			}
		}
		_, err = r.Records.Create(me, "demo.paper", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: whole(fields{"about": []any{a}}), Submit: "submit"})
		refuses(t, err, fault.Invalid, "invalid", "about=too_few_records")

		rec := r.create(t, me, "demo.paper", whole(fields{"about": []any{a, b, a}}), "")
		if got := strings.Join(rec.Fields["about"].([]string), " "); got != a+" "+b {
			t.Fatalf("kept %q", got)
		}
		// one that moved on since it was named stays; another may be added beside it
		r.do(t, me, a, "note", nil)
		if _, err := r.Records.Change(me, rec.ID, 0, fields{"about": []any{a, c}}, ""); err != nil {
			t.Fatal(err)
		}
		for recordID, want := range map[string]int{a: 1, b: 0, c: 1} {
			page, err := r.Records.List(me, record.Query{Kind: "demo.paper", Filter: fields{"about": recordID}})
			if err != nil || len(page.Items) != want {
				t.Errorf("%d papers name it, want %d: %v", len(page.Items), want, err)
			}
			links, err := r.Records.Links(me, r.get(t, me, recordID))
			if err != nil || len(links) != want || want == 1 && (links[0].Rel != "about" || !links[0].Inbound || links[0].ID != rec.ID) {
				t.Errorf("from the other side: %+v %v", links, err)
			}
		}
		h, err := r.Records.History(me, rec.ID)
		if err != nil || len(h) != 2 || !strings.Contains(text(h), b) {
			t.Errorf("history %s %v", text(h), err)
		}
		if _, err := r.Records.Change(me, rec.ID, 0, fields{"about": nil}, ""); err != nil {
			t.Fatal(err)
		}
		if n := r.count(t, "SELECT COUNT(*) FROM record_link WHERE from_id = ?", rec.ID); n != 0 {
			t.Errorf("%d ties left of none", n)
		}
	}, referring...)
}

// TestRulesKnowWhatIsNamed: the ids, and of records of several kinds their kind and
// their state.
func TestRulesKnowWhatIsNamed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		point := r.create(t, me, "demo.point", fields{"title": "A"}, "").ID
		open, tally := r.opened(t, nil).ID, r.create(t, me, "demo.tally", fields{"title": "sổ"}, "").ID
		for what, c := range map[string]struct {
			about, one any
			says       string
		}{
			"an open tally among them": {[]any{point, open}, nil, "about=demo.over"},
			"a tally for the one":      {nil, tally, "one_of=demo.no_tally"},
			"the one among the others": {[]any{point, tally}, point, "one_of=demo.no_tally"},
		} {
			_, err := r.Records.Create(me, "demo.paper", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: whole(fields{"about": c.about, "one_of": c.one}), Submit: "submit"})
			if err == nil {
				t.Errorf("%s passes", what)
				continue
			}
			refuses(t, err, fault.Invalid, "invalid", c.says)
		}
		r.create(t, me, "demo.paper", whole(fields{"about": []any{point, tally}}), "submit")
		r.create(t, me, "demo.paper", whole(fields{"one_of": point}), "submit")
	}, referring...)
}

// TestATieOfTheOwnersSideIsTheirsAlone, seen from either of the two records.
func TestATieOfTheOwnersSideIsTheirsAlone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		noted := r.create(t, r.as(coretest.Officer), "core.recommendation", fields{"title": "Sửa đường", "content": "x", "source": "other", "to_unit": r.Unit(coretest.An, "X1-UB")}, "submit")
		plan := r.planned(t, 1, "X1")
		if _, err := r.Records.Change(r.as(coretest.Leader), plan.ID, 0, fields{"aside": []any{noted.ID}}, ""); err != nil {
			t.Fatal(err)
		}
		for who, want := range map[string]int{coretest.Leader: 1, coretest.Officer: 0} {
			for _, recordID := range []string{plan.ID, noted.ID} {
				links, err := r.Records.Links(r.as(who), r.get(t, r.as(who), recordID))
				if err != nil || strings.Count(text(links), `"aside"`) != want {
					t.Errorf("%s: %+v %v", who, links, err)
				}
			}
		}
	}, trial, family)
}

// TestALinkOfADecisionIsCheckedLikeInput: a way the kind declares, to a record that
// is there, of a kind it may lead to, that the actor or the module may read.
func TestALinkOfADecisionIsCheckedLikeInput(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		point := r.create(t, me, "demo.point", fields{"title": "A"}, "").ID
		paper := r.create(t, me, "demo.paper", whole(), "submit").ID
		rec := r.opened(t, nil)
		for what, c := range map[string]struct {
			link sdk.LinkEffect
			kind fault.Kind
			code string
		}{
			"under no declared name":     {sdk.LinkEffect{Rel: "sees", To: paper}, fault.Internal, "module_malformed"},
			"under a field's name":       {sdk.LinkEffect{Rel: "of", To: paper}, fault.Internal, "module_malformed"},
			"under a name of the core's": {sdk.LinkEffect{Rel: "origin", To: paper}, fault.Internal, "module_malformed"},
			"to nothing":                 {sdk.LinkEffect{Rel: "see", To: id.New("rec")}, fault.Invalid, "link_missing"},
			"to another kind":            {sdk.LinkEffect{Rel: "see", To: point}, fault.Invalid, "link_kind"},
		} {
			r.decider.verdict(sdk.Verdict{Effects: []sdk.Effect{{Kind: sdk.EffectLink, IdemKey: "k", Link: &c.link}}})
			r.unchanged(t, what, func() {
				_, err := r.Records.Do(me, rec.ID, "check", 0, record.Act{})
				refuses(t, err, c.kind, c.code)
			})
		}
		r.decider.verdict(sdk.Verdict{Effects: []sdk.Effect{{Kind: sdk.EffectLink, IdemKey: "k", Link: &sdk.LinkEffect{Rel: "see", To: paper}}}})
		r.do(t, me, rec.ID, "check", nil)
		if links, err := r.Records.Links(me, r.get(t, me, paper)); err != nil || len(links) != 1 || links[0].Rel != "see" || !links[0].Inbound {
			t.Errorf("%+v %v", links, err)
		}
	})
}

// TestALinkNeedsARightToRead of whoever acts, unless the module was granted the kind:
// what nobody may read here is not there.
func TestALinkNeedsARightToRead(t *testing.T) {
	t.Parallel()
	for _, granted := range []bool{false, true} {
		grants := "read: []"
		if granted {
			grants = "read: [core.recommendation]"
		}
		each(t, func(t *testing.T, r *rig) {
			other, err := r.Records.Create(r.as(coretest.Officer2), "core.recommendation", record.Input{UnitID: r.Unit(coretest.An, "X2"), Fields: fields{"title": "của xã khác"}})
			if err != nil {
				t.Fatal(err)
			}
			rec := r.opened(t, nil)
			r.decider.verdict(sdk.Verdict{Effects: []sdk.Effect{{Kind: sdk.EffectLink, IdemKey: "k", Link: &sdk.LinkEffect{Rel: "see", To: other.ID}}}})
			_, err = r.Records.Do(r.as(coretest.Officer), rec.ID, "check", 0, record.Act{})
			if granted && err != nil || !granted && !fault.HasCode(err, "link_missing") {
				t.Errorf("granted %v: %v", granted, err)
			}
			links, err := r.Records.Links(r.as(coretest.Officer), r.get(t, r.as(coretest.Officer), rec.ID))
			if err != nil || len(links) != 0 {
				t.Errorf("shown to who may not read it: %+v %v", links, err)
			}
		}, "read: [core.recommendation]", grants, "to: [demo.paper]}", "to: [core.recommendation]}")
	}
}

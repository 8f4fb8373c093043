package record_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
)

// finding is the tests' module with finds: papers of the same sort and area within
// 90 days, tallies of the same amount.
var finding = []string{
	"      - {code: dear, when:", `      - {code: twin, when: "similar.exists(s, s.body == 'trùng')", field: body, on: [submit]}
      - {code: crowded, when: "count(similar) > 2", field: day, on: [submit]}
      - {code: seen_apart, when: "similar.exists(s, s.hidden)", on: [submit], advisory: true}
      - {code: busy, when: "count(same_days) > 0", field: day, on: [approve]}
      - {code: dear, when:`,
	"    views: {list: {columns: [number, title, day, state]", `    finds:
      similar: {where: {e: e, u: u}, within: {days: 90, theirs: day}, fields: [day, body, u], limit: 3, link: [submit]}
      same_days: {where: {u: u}, overlap: {theirs: [day, due_on]}, states: [approved]}
    views: {list: {columns: [number, title, day, state]`,
	"    needs:\n      check: [of.title, \"children(point)<=5\"]", `    finds:
      alike: {where: {amount: amount}, fields: [title, amount], link: [check]}
    needs:
      check: [alike]`,
	"  too_much: {vi:", `  twin: {vi: "Đã có.", en: "There is one."}
  crowded: {vi: "Quá nhiều.", en: "Too many."}
  seen_apart: {vi: "Nơi khác đã có.", en: "Elsewhere there is one."}
  busy: {vi: "Trùng ngày.", en: "Same days."}
  too_much: {vi:`,
}

// paperAt is a paper about area X1-K1, made at a unit and submitted.
func (r *rig) paperAt(t testing.TB, login, unit string, f fields) (*record.Record, error) {
	t.Helper()
	return r.Records.Create(r.as(login), "demo.paper", record.Input{UnitID: r.Unit(coretest.An, unit), Submit: "submit",
		Fields: whole(fields{"e": "a", "u": r.Unit(coretest.An, "X1-K1")}, f)})
}

// TestRulesAreToldOfSimilarRecords: of the same sort and place within 90 days, not
// of itself, not of drafts, at most so many.
func TestRulesAreToldOfSimilarRecords(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		submitted := func(f fields) *record.Record {
			t.Helper()
			rec, err := r.paperAt(t, coretest.Officer, "X1", f)
			if err != nil {
				t.Fatal(err)
			}
			return rec
		}
		first := submitted(fields{"body": "trùng"})
		_, err := r.paperAt(t, coretest.Officer, "X1", fields{"day": "2026-06-08"}) // the 90th day
		refuses(t, err, fault.Invalid, "invalid", "body=demo.twin")
		_, err = r.paperAt(t, coretest.Officer, "X1", fields{"day": "2025-12-10"}) // as far before it
		refuses(t, err, fault.Invalid, "invalid", "body=demo.twin")
		submitted(fields{"day": "2026-06-09"})               // the 91st
		submitted(fields{"e": "b"})                          // another sort
		submitted(fields{"e": nil})                          // none
		submitted(fields{"u": r.Unit(coretest.An, "X1-K2")}) // another place
		r.do(t, r.as(coretest.Approver), first.ID, "return", nil)
		r.do(t, r.as(coretest.Officer), first.ID, "submit", nil) // itself is not among them
		r.do(t, r.as(coretest.Officer), first.ID, "drop", nil)
		submitted(nil) // what was given up is not found
		r.create(t, r.as(coretest.Officer), "demo.paper", whole(fields{"e": "a", "u": r.Unit(coretest.An, "X1-K1"), "body": "trùng"}), "")
		submitted(nil) // nor is a draft
		_, err = r.paperAt(t, coretest.Officer, "X1", nil)
		if err == nil {
			_, err = r.paperAt(t, coretest.Officer, "X1", nil)
		}
		refuses(t, err, fault.Invalid, "invalid", "day=demo.crowded")
	}, finding...)
}

// TestDaysInCommonAreFound in the states named.
func TestDaysInCommonAreFound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.approved(t, fields{"day": "2026-03-10"}) // until its due date, five working days later
		for day, free := range map[string]bool{"2026-03-17": false, "2026-03-18": true} {
			rec, err := r.paperAt(t, coretest.Officer, "X1", fields{"day": day})
			if err != nil {
				t.Fatal(err)
			}
			_, err = r.Records.Do(r.as(coretest.Approver), rec.ID, "approve", 0, record.Act{})
			if free && err != nil {
				t.Errorf("%s: %v", day, err)
			}
			if !free {
				refuses(t, err, fault.Invalid, "invalid", "day=demo.busy")
			}
		}
	}, finding...)
}

// sharing finds papers of the same sort in places of which one is the same, those
// about the area among many, and those near in time that look at this unit.
var sharing = []string{
	"      - {code: dear, when:", `      - {code: twin, when: "count(alike) > 0", field: us, on: [submit]}
      - {code: busy, when: "count(looked_at) > 0", field: day, on: [submit]}
      - {code: crowded, when: "count(about) > 0", field: u, on: [submit]}
      - {code: dear, when:`,
	"    views: {list: {columns: [number, title, day, state]", `    finds:
      alike: {where: {e: e}, shares: {us: us}}
      about: {where: {eo: eo}, shares: {u: us}}
      looked_at: {shares: {us: unit}, within: {days: 3, theirs: day}}
    views: {list: {columns: [number, title, day, state]`,
	"  too_much: {vi:", `  twin: {vi: "Đã có.", en: "There is one."}
  busy: {vi: "Trùng ngày.", en: "Same days."}
  crowded: {vi: "Quá nhiều.", en: "Too many."}
  too_much: {vi:`,
}

// TestUnitsInCommonAreFound: of many on both sides, of one among many, and of the unit
// that keeps the record; nothing is asked where no unit is named.
func TestUnitsInCommonAreFound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		x1, one, two := r.Unit(coretest.An, "X1"), r.Unit(coretest.An, "X1-K1"), r.Unit(coretest.An, "X1-K2")
		if _, err := r.paperAt(t, coretest.Officer, "X1", fields{"us": []any{x1, one}, "e": "a", "eo": "a"}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct { // in this order: what is let in is found by those after it
			name  string
			f     fields
			wrong []string
		}{
			{"one in common", fields{"us": []any{two, one}, "day": "2026-05-10", "u": nil}, []string{"us=demo.twin"}},
			{"the one among", fields{"us": []any{one}, "e": "b", "eo": "a", "day": "2026-05-10", "u": nil}, []string{"u=demo.crowded"}},
			{"this unit, in time", fields{"day": "2026-03-13", "u": nil}, []string{"day=demo.busy"}},
			{"none in common", fields{"us": []any{two}, "day": "2026-05-10", "u": nil}, nil},
			{"another sort", fields{"us": []any{one}, "e": "b", "day": "2026-05-10", "u": nil}, nil},
			{"no unit", fields{"day": "2026-05-10", "u": nil}, nil},
		} {
			_, err := r.paperAt(t, coretest.Officer, "X1", c.f)
			if len(c.wrong) > 0 {
				refuses(t, err, fault.Invalid, "invalid", c.wrong...)
			} else if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	}, sharing...)
}

// TestABatchIsToldEachItsOwn and the index that answers is there.
func TestABatchIsToldEachItsOwn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		if _, err := r.paperAt(t, coretest.Officer, "X1", fields{"body": "trùng"}); err != nil {
			t.Fatal(err)
		}
		var commands []record.Command
		for _, sort := range []any{"b", "a", nil, "a", "b"} {
			commands = append(commands, record.Command{Kind: "demo.paper", UnitID: r.Unit(coretest.An, "X1"), Submit: "submit",
				Fields: whole(fields{"e": sort, "u": r.Unit(coretest.An, "X1-K1")})})
		}
		out, err := r.Records.Batch(r.as(coretest.Officer), commands)
		if err != nil {
			t.Fatal(err)
		}
		for i, o := range out {
			if twin := commands[i].Fields["e"] == "a"; twin != (o.Err != nil) {
				t.Errorf("command %d: %v", i, o.Err)
			} else if twin {
				refuses(t, o.Err, fault.Invalid, "invalid", "body=demo.twin")
			}
		}
		catalog := "SELECT COUNT(*) FROM sqlite_master WHERE type = 'index' AND name = 'm_demo__paper_e_u_day'"
		if strings.HasSuffix(t.Name(), "postgres") {
			catalog = "SELECT COUNT(*) FROM pg_indexes WHERE schemaname = current_schema() AND indexname = 'm_demo__paper_e_u_day'"
		}
		if r.count(t, catalog) != 1 {
			t.Error("no index answers the find")
		}
	}, finding...)
}

// TestWhatMayNotBeReadIsFoundAndNotShown: the decision knows of it, the core ties
// it, and no word of it reaches a rule, the module, an answer, a notice or a line
// of the log.
func TestWhatMayNotBeReadIsFoundAndNotShown(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		const title, body = "Chuyện kín của xã Hai", "trùng"
		there, err := r.paperAt(t, coretest.Officer2, "X2", fields{"title": title, "body": body})
		if err != nil {
			t.Fatal(err)
		}
		var told []any
		r.decider.say(func(_ context.Context, item sdk.Item) ([]sdk.Verdict, error) {
			told = append(told, item.Related)
			return []sdk.Verdict{{ID: item.ID}}, nil
		})
		ctx := r.as(coretest.Officer)
		here, err := r.paperAt(t, coretest.Officer, "X1", nil) // its rule does not see the words "trùng"
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(here.Warnings, "demo.seen_apart") {
			t.Errorf("the rule does not know that there is one: %v", here.Warnings)
		}
		links, err := r.Records.Links(ctx, r.get(t, ctx, here.ID))
		if err != nil || len(links) != 1 || links[0] != (record.Related{Rel: "similar", Hidden: true}) {
			t.Errorf("linked as %+v, %v", links, err)
		}
		other := r.as(coretest.Officer2)
		links, err = r.Records.Links(other, r.get(t, other, there.ID))
		if err != nil || len(links) != 1 || links[0] != (record.Related{Rel: "similar", Inbound: true, Hidden: true}) {
			t.Errorf("the other side sees %+v, %v", links, err)
		}
		all := r.as(coretest.Leader)
		links, err = r.Records.Links(all, r.get(t, all, here.ID))
		if err != nil || len(links) != 1 || links[0].Title != title {
			t.Errorf("who reads both sees %+v, %v", links, err)
		}
		twin, err := r.Records.Create(other, "demo.tally", record.Input{UnitID: r.Unit(coretest.An, "X2"), Fields: fields{"title": title, "amount": 7}, Submit: "begin"})
		if err != nil {
			t.Fatal(err)
		}
		mine := r.opened(t, fields{"amount": 7})
		r.do(t, ctx, mine.ID, "check", nil)
		want := `{"alike":[{"amount":7,"hidden":true}]}`
		if got := text(told[len(told)-1]); got != want {
			t.Errorf("the module is told %s, want %s", got, want)
		}
		history, err := r.Records.History(ctx, mine.ID)
		if err != nil {
			t.Fatal(err)
		}
		r.Settle(coretest.An)
		today, err := r.Records.Today(ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		seen := text([]any{told[len(told)-1], history, today, here, r.get(t, ctx, mine.ID)})
		for _, planted := range []string{title, there.ID, twin.ID, r.Unit(coretest.An, "X2")} {
			if strings.Contains(seen, planted) {
				t.Errorf("%q of a record one may not read shows", planted)
			}
		}
		if r.log.has(title) {
			t.Error("the log holds the title")
		}
	}, finding...)
}

// TestRulesSeeTheRecordAReferencePointsAt: its fields, state and number, as they
// are now; a step may copy one.
func TestRulesSeeTheRecordAReferencePointsAt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		paper := r.create(t, me, "demo.paper", whole(fields{"n": 60, "u": r.Unit(coretest.An, "X1-K1")}), "")
		tally := r.opened(t, fields{"amount": 5, "of": paper.ID})
		_, err := r.Records.Do(me, tally.ID, "check", 0, record.Act{})
		refuses(t, err, fault.Invalid, "invalid", "of=demo.not_ready", "amount=demo.beyond")
		r.do(t, me, paper.ID, "submit", fields{"n": 3})
		done := r.do(t, me, tally.ID, "check", nil)
		if done.Fields["title"] != "Thăm hộ nghèo" {
			t.Errorf("the step copied %v", done.Fields["title"])
		}
	}, "      - {code: too_much, when:", `      - {code: not_ready, when: "of.state == 'draft'", field: of, on: [check]}
      - {code: beyond, when: "of.n > 50 && of.day <= today", field: amount, on: [check]}
      - {code: too_much, when:`,
		"to: checked, roles: [officer], decide: go", `to: checked, roles: [officer], decide: go, set: {title: "of == '' ? title : of.title"}`,
		"  too_much: {vi:", `  not_ready: {vi: "Chưa trình.", en: "Not ready."}
  beyond: {vi: "Vượt quá.", en: "Beyond."}
  too_much: {vi:`)
}

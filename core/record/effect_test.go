package record_test

import (
	"context"
	"errors"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
)

// unchanged fails if fn leaves a trace in any table of the room, the log or the
// queue.
func (r *rig) unchanged(t testing.TB, what string, fn func()) {
	t.Helper()
	tables := []string{"record", "m_demo__tally", "m_core__recommendation", "record_revision", "record_link", "record_pending", "audit", "job", "number_book", "idempotency"}
	before := map[string]int{}
	for _, table := range tables {
		before[table] = r.count(t, "SELECT COUNT(*) FROM "+table)
	}
	versions := r.count(t, "SELECT COALESCE(SUM(version), 0) FROM record")
	fn()
	for _, table := range tables {
		if n := r.count(t, "SELECT COUNT(*) FROM "+table); n != before[table] {
			t.Errorf("%s left %d rows in %s", what, n-before[table], table)
		}
	}
	if n := r.count(t, "SELECT COALESCE(SUM(version), 0) FROM record"); n != versions {
		t.Errorf("%s moved a version", what)
	}
}

func (r *rig) recommendation() *sdk.CreateEffect {
	return &sdk.CreateEffect{Kind: "core.recommendation", Fields: fields{"title": "Sửa đường", "content": "Đường hỏng."}}
}

// TestAMalformedVerdictWritesNothing whatever is wrong with it.
func TestAMalformedVerdictWritesNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		rec := r.opened(t, nil)
		effect := func(e sdk.Effect) sdk.Verdict { return sdk.Verdict{Effects: []sdk.Effect{e}} }
		create := func(c sdk.CreateEffect) sdk.Verdict {
			return effect(sdk.Effect{Kind: sdk.EffectCreate, IdemKey: "k", Create: &c})
		}
		for what, v := range map[string]sdk.Verdict{
			"an unknown field":        {Set: fields{"nope": 1}},
			"a value of a wrong type": {Set: fields{"amount": "nhiều"}},
			"broken text":             {Set: fields{"title": "a\xff"}},
			"an effect without a key": effect(sdk.Effect{Kind: sdk.EffectCreate, Create: r.recommendation()}),
			"an effect of no kind":    effect(sdk.Effect{Kind: "explode", IdemKey: "k"}),
			"an effect that is empty": effect(sdk.Effect{Kind: sdk.EffectCreate, IdemKey: "k"}),
			"a kind it may not make":  create(sdk.CreateEffect{Kind: "core.meeting", Fields: fields{"title": "x"}}),
			"a kind that is none":     create(sdk.CreateEffect{Kind: "demo.none"}),
			"a state that is none":    create(sdk.CreateEffect{Kind: "core.recommendation", State: "gone"}),
			"a field of the new one":  create(sdk.CreateEffect{Kind: "core.recommendation", Fields: fields{"nope": 1}}),
			"a unit that is none":     create(sdk.CreateEffect{Kind: "core.recommendation", UnitID: id.New("unt"), Fields: fields{"title": "x"}}),
			"a unit elsewhere":        create(sdk.CreateEffect{Kind: "core.recommendation", UnitID: r.Unit(coretest.Binh, "X1"), Fields: fields{"title": "x"}}),
		} {
			r.decider.verdict(v)
			r.unchanged(t, what, func() {
				_, err := r.Records.Do(me, rec.ID, "check", 0, record.Act{IdemKey: "k"})
				if !fault.Is(err, fault.Internal) && !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: %v", what, err)
				}
			})
		}
		for what, answer := range map[string][]sdk.Verdict{"no verdict": nil, "another's verdict": {{ID: id.New("rec")}}, "two verdicts": {{ID: rec.ID}, {ID: rec.ID}}} {
			r.decider.say(func(context.Context, sdk.Item) ([]sdk.Verdict, error) { return answer, nil })
			r.unchanged(t, what, func() {
				_, err := r.Records.Do(me, rec.ID, "check", 0, record.Act{})
				refuses(t, err, fault.Internal, "module_malformed")
			})
		}
	})
}

// TestWhatTheModuleSetsIsCheckedLikeAStrangers by the rules of the manifest.
func TestWhatTheModuleSetsIsCheckedLikeAStrangers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		rec := r.opened(t, fields{"amount": 5})
		r.decider.verdict(sdk.Verdict{Set: fields{"amount": 5000}})
		r.unchanged(t, "a broken rule", func() {
			_, err := r.Records.Do(me, rec.ID, "check", 0, record.Act{})
			refuses(t, err, fault.Invalid, "invalid", "amount=demo.too_much")
		})
		r.decider.verdict(sdk.Verdict{Set: fields{"title": nil}})
		r.unchanged(t, "a required field taken away", func() {
			_, err := r.Records.Do(me, rec.ID, "check", 0, record.Act{})
			refuses(t, err, fault.Invalid, "required", "title=required")
		})
		// Derived fields are the module's to set; a person may not.
		r.decider.verdict(sdk.Verdict{Set: fields{"words": "năm"}, Warnings: []string{"nhỏ"}})
		got := r.do(t, me, rec.ID, "check", nil)
		if got.Fields["words"] != "năm" || len(got.Warnings) != 1 || r.get(t, me, rec.ID).Fields["words"] != "năm" {
			t.Errorf("%+v", got)
		}
		_, err := r.Records.Create(me, "demo.tally", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: fields{"title": "x", "words": "sáu"}})
		refuses(t, err, fault.Invalid, "invalid", "words=read_only")
	})
}

// TestProblemsDiscardEverything the verdict wanted besides.
func TestProblemsDiscardEverything(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		rec := r.opened(t, nil)
		effects := []sdk.Effect{{Kind: sdk.EffectCreate, IdemKey: "k", Create: r.recommendation()}}
		for _, c := range []struct {
			problem sdk.Problem2
			code    string
		}{{sdk.Problem2{Field: "amount", Code: "not_even", Params: map[string]string{"by": "2"}}, "invalid"}, {sdk.Problem2{Code: "not_today"}, "not_today"}} {
			r.decider.verdict(sdk.Verdict{Problems: []sdk.Problem2{c.problem}, Set: fields{"amount": 8}, Effects: effects})
			r.unchanged(t, c.code, func() {
				_, err := r.Records.Do(r.as(coretest.Officer), rec.ID, "check", 0, record.Act{})
				refuses(t, err, fault.Invalid, c.code, c.problem.Field+"="+c.problem.Code)
				if f := fault.Of(err).Fields[0]; f.Params["by"] != c.problem.Params["by"] {
					t.Errorf("%+v", f)
				}
			})
		}
	})
}

// TestEffectsComeWithTheRecord in one transaction: what is created is linked,
// numbered in history, and told of.
func TestEffectsComeWithTheRecord(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		paper := r.create(t, me, "demo.paper", whole(), "submit")
		rec := r.opened(t, nil)
		r.decider.verdict(sdk.Verdict{Effects: []sdk.Effect{
			{Kind: sdk.EffectCreate, IdemKey: "ask", Create: r.recommendation()},
			{Kind: sdk.EffectCreate, IdemKey: "ask", Create: r.recommendation()}, // the same key takes effect once
			{Kind: sdk.EffectLink, IdemKey: "see", Link: &sdk.LinkEffect{Rel: "see", To: paper.ID}},
			{Kind: sdk.EffectEmit, IdemKey: "ev", Emit: &sdk.EmitEffect{Name: "unheard"}},
			{Kind: sdk.EffectNotify, IdemKey: "tell", Notify: &sdk.NotifyEffect{PersonID: r.person(t, coretest.Leader), Code: "dear"}},
		}})
		r.do(t, me, rec.ID, "check", nil)
		page, err := r.Records.List(me, record.Query{Kind: "core.recommendation"})
		if err != nil || len(page.Items) != 1 {
			t.Fatalf("%+v %v", page, err)
		}
		child := page.Items[0]
		if child.UnitID != rec.UnitID || child.Fields["origin"] != rec.ID || child.Fields["origin_kind"] != "demo.tally" ||
			child.Fields["source"] != "other" || child.CreatedBy != r.person(t, coretest.Officer) || !child.Draft {
			t.Errorf("%+v", child)
		}
		if h, err := r.Records.History(me, child.ID); err != nil || len(h) != 1 || h[0].Action != "create" {
			t.Errorf("%+v %v", h, err)
		}
		links, err := r.Records.Links(me, rec)
		if err != nil {
			t.Fatal(err)
		}
		rels := map[string]string{}
		for _, l := range links {
			rels[l.Rel] = l.ID
		}
		if rels["see"] != paper.ID || rels["origin"] != child.ID || len(links) != 2 {
			t.Errorf("%+v", links)
		}
		if n := r.count(t, "SELECT COUNT(*) FROM job WHERE kind = ?", record.NotifyJob); n != 1 {
			t.Errorf("%d lines to tell", n)
		}
	})
}

// TestAWatcherThatFailsUndoesAll, the child of an effect included.
func TestAWatcherThatFailsUndoesAll(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		rec := r.opened(t, nil)
		r.decider.verdict(sdk.Verdict{Effects: []sdk.Effect{{Kind: sdk.EffectCreate, IdemKey: "k", Create: r.recommendation()}}})
		var heard []string
		r.Records.Use(nil, nil, watcher(func(ctx context.Context, c record.Change) error {
			heard = append(heard, c.Action+" "+c.After.Kind)
			if c.Action == "do:check" {
				if err := db.InTx(ctx, func(context.Context) error { return nil }); err != nil {
					return err
				}
				return errors.New("cannot")
			}
			return nil
		}))
		r.unchanged(t, "a failing watcher", func() {
			if _, err := r.Records.Do(me, rec.ID, "check", 0, record.Act{IdemKey: "k"}); err == nil {
				t.Error("nothing was said")
			}
		})
		if len(heard) != 2 || heard[0] != "create core.recommendation" {
			t.Errorf("heard %v", heard)
		}
	})
}

package record_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
)

func (r *rig) batch(t testing.TB, ctx context.Context, commands ...record.Command) []record.Outcome {
	t.Helper()
	out, err := r.Records.Batch(ctx, commands)
	if err != nil || len(out) != len(commands) {
		t.Fatalf("%d outcomes for %d commands: %v", len(out), len(commands), err)
	}
	return out
}

// TestABatchAnswersEachByItself: what is wrong with one stops no other.
func TestABatchAnswersEachByItself(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me, x1 := r.as(coretest.Officer), r.Unit(coretest.An, "X1")
		draft := r.create(t, me, "demo.paper", whole(), "")
		other := r.create(t, me, "demo.paper", whole(), "")
		sent := r.create(t, me, "demo.paper", whole(), "submit")
		out := r.batch(t, me,
			record.Command{Kind: "demo.paper", UnitID: x1, Fields: whole(fields{"n": 1})},
			record.Command{Kind: "demo.paper", UnitID: x1, Fields: whole(fields{"n": 1000})},
			record.Command{Kind: "demo.paper", UnitID: "unt_nowhere", Fields: whole()},
			record.Command{Kind: "demo.paper", UnitID: x1, Fields: whole(), Submit: "submit"},
			record.Command{RecordID: draft.ID, Transition: "submit"},
			record.Command{RecordID: draft.ID, Transition: "drop"},
			record.Command{RecordID: sent.ID, Transition: "submit"},
			record.Command{RecordID: other.ID, Version: 7, Fields: fields{"n": 3}},
			record.Command{RecordID: id.New("rec"), Transition: "submit"},
		)
		for i, want := range []string{"", "invalid", "unknown_value", "", "", "twice_in_batch", "wrong_state", "stale_version", "not_found"} {
			switch got := out[i]; {
			case want == "" && (got.Err != nil || got.Record == nil):
				t.Errorf("command %d: %v", i, got.Err)
			case want != "" && !fault.HasCode(got.Err, want):
				t.Errorf("command %d: %v, want %s", i, got.Err, want)
			}
		}
		if got := r.get(t, me, draft.ID); got.State != "submitted" || got.Version != 2 {
			t.Errorf("the step of the batch: %+v", got)
		}
		if got := r.get(t, me, out[0].Record.ID); got.Fields["n"] != int64(1) || got.Fields["twice"] != int64(2) || !got.Draft {
			t.Errorf("the record of the batch: %+v", got)
		}
		if history, err := r.Records.History(me, out[3].Record.ID); err != nil || len(history) != 1 || history[0].Action != "do:submit" {
			t.Errorf("%+v %v", history, err)
		}
		if n := r.count(t, "SELECT COUNT(*) FROM record"); n != 5 {
			t.Errorf("%d records, want 5", n)
		}
	})
}

// TestABatchTakesNumbersInOrder from one book, without gaps or twins.
func TestABatchTakesNumbersInOrder(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		var commands []record.Command
		for range 12 {
			rec := r.create(t, r.as(coretest.Officer), "demo.paper", whole(fields{"u": r.Unit(coretest.An, "X1-K1")}), "submit")
			commands = append(commands, record.Command{RecordID: rec.ID, Version: rec.Version, Transition: "approve"})
		}
		first := r.approved(t, nil)
		out := r.batch(t, on(r.as(coretest.Approver), first.UpdatedAt.Format("2006-01-02")), commands...)
		var numbers []string
		for _, o := range out {
			if o.Err != nil {
				t.Fatal(o.Err)
			}
			numbers = append(numbers, o.Record.Number)
		}
		for i, n := range numbers {
			if want := fmt.Sprintf("%s%04d", first.Number[:len(first.Number)-4], i+2); n != want {
				t.Errorf("numbers %v: want %s in place %d", numbers, want, i)
			}
		}
	})
}

// TestAModuleIsAskedOnceForABatch and what it refuses stops no other.
func TestAModuleIsAskedOnceForABatch(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.decider.say(func(_ context.Context, item sdk.Item) ([]sdk.Verdict, error) {
			v := sdk.Verdict{ID: item.ID}
			if item.New["amount"] == int64(13) {
				v.Problems = []sdk.Problem2{{Field: "amount", Code: "unlucky"}}
			}
			return []sdk.Verdict{v}, nil
		})
		me, x1 := r.as(coretest.Officer), r.Unit(coretest.An, "X1")
		var commands []record.Command
		for i := range record.MaxBatch {
			commands = append(commands, record.Command{Kind: "demo.tally", UnitID: x1, Submit: "begin", Fields: fields{"title": "Sổ", "amount": i}})
		}
		before := r.decider.calls.Load()
		for i, o := range r.batch(t, me, commands...) {
			if refused := i == 13; refused != (o.Err != nil) {
				t.Errorf("command %d: %v", i, o.Err)
			}
		}
		if n := r.decider.calls.Load() - before; n != 1 {
			t.Errorf("the module was asked %d times", n)
		}
		_, err := r.Records.Batch(me, append(commands, commands[0]))
		refuses(t, err, fault.TooLarge, "too_long")
	})
}

// TestABatchSentAgainIsDoneOnce, in another order and with something new among it.
func TestABatchSentAgainIsDoneOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me, x1 := r.as(coretest.Officer), r.Unit(coretest.An, "X1")
		draft := r.create(t, me, "demo.paper", whole(), "")
		commands := []record.Command{
			{Kind: "demo.paper", UnitID: x1, Fields: whole(), IdemKey: "a"},
			{RecordID: draft.ID, Transition: "submit", IdemKey: "b"},
			{Kind: "demo.paper", UnitID: x1, Fields: whole(), Submit: "submit", IdemKey: "c"},
		}
		first := r.batch(t, me, commands...)
		slices.Reverse(commands)
		again := r.batch(t, me, append(commands, record.Command{Kind: "demo.paper", UnitID: x1, Fields: whole(), IdemKey: "d"})...)
		for i := range first {
			a, b := first[i], again[len(first)-1-i]
			if a.Err != nil || b.Err != nil || a.Record.ID != b.Record.ID || a.Record.Version != b.Record.Version {
				t.Errorf("%d: %+v %v, again %+v %v", i, a.Record, a.Err, b.Record, b.Err)
			}
		}
		if again[3].Err != nil || r.count(t, "SELECT COUNT(*) FROM record") != 4 {
			t.Errorf("%v, %d records", again[3].Err, r.count(t, "SELECT COUNT(*) FROM record"))
		}
		if err := r.Records.Discard(me, first[0].Record.ID, 0); err != nil {
			t.Fatal(err)
		}
		gone := r.batch(t, me, record.Command{Kind: "demo.paper", UnitID: x1, Fields: whole(), IdemKey: "a"})
		refuses(t, gone[0].Err, fault.Conflict, "record_discarded")
	})
}

// TestAwayModuleKeepsEveryItemOfABatch as drafts, and the same batch goes on
// from them.
func TestAwayModuleKeepsEveryItemOfABatch(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me, x1 := r.as(coretest.Officer), r.Unit(coretest.An, "X1")
		commands := []record.Command{
			{Kind: "demo.tally", UnitID: x1, Submit: "begin", Fields: fields{"title": "Một"}, IdemKey: "1"},
			{Kind: "demo.paper", UnitID: x1, Submit: "submit", Fields: whole(), IdemKey: "2"},
			{Kind: "demo.tally", UnitID: x1, Submit: "begin", Fields: fields{"title": "Hai"}, IdemKey: "3"},
		}
		r.decider.away()
		out := r.batch(t, me, commands...)
		if out[1].Err != nil {
			t.Errorf("what needs no module waits for it: %v", out[1].Err)
		}
		drafts := map[int]string{}
		for _, i := range []int{0, 2} {
			refuses(t, out[i].Err, fault.Unavailable, "module_unavailable")
			drafts[i] = fault.Of(out[i].Err).Params["draft"]
			if got := r.get(t, me, drafts[i]); !got.Draft || got.Fields["title"] != commands[i].Fields["title"] {
				t.Errorf("kept %+v", got)
			}
		}
		r.decider.verdict(sdk.Verdict{})
		for i, o := range r.batch(t, me, commands...) {
			if o.Err != nil || drafts[i] != "" && (o.Record.ID != drafts[i] || o.Record.State != "open") {
				t.Errorf("%d came to %+v %v", i, o.Record, o.Err)
			}
		}
	})
}

// TestThousandsOfRecordsAreMadeByAJob that tells how far it is and can be undone:
// what somebody has touched since stays.
func TestThousandsOfRecordsAreMadeByAJob(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		const many = 250
		me := r.as(coretest.Officer)
		rec := r.opened(t, nil)
		var effects []sdk.Effect
		for i := range many {
			effects = append(effects, sdk.Effect{Kind: sdk.EffectCreate, IdemKey: fmt.Sprint("ask-", i), Create: r.recommendation()})
		}
		r.decider.verdict(sdk.Verdict{Effects: effects})
		r.do(t, me, rec.ID, "check", nil)
		list, err := r.Records.Cascades(me, rec.ID)
		if err != nil || len(list) != 1 || list[0].State != record.CascadeRunning || list[0].Total != many || list[0].Done != 0 {
			t.Fatalf("%+v %v", list, err)
		}
		made := func() int {
			return r.count(t, "SELECT COUNT(*) FROM record WHERE kind = 'core.recommendation' AND phase <> 'discarded'")
		}
		r.Settle(coretest.An)
		list, err = r.Records.Cascades(me, rec.ID)
		if err != nil || list[0].State != record.CascadeDone || list[0].Done != many || made() != many {
			t.Fatalf("%+v %v, %d made", list, err, made())
		}
		page, err := r.Records.List(me, record.Query{Kind: "core.recommendation"})
		if err != nil || page.Items[0].CreatedBy != rec.CreatedBy {
			t.Fatalf("%+v %v", page, err)
		}
		if _, err := r.Records.Change(me, page.Items[0].ID, 0, fields{"title": "Đã sửa"}, ""); err != nil {
			t.Fatal(err)
		}
		refuses(t, r.Records.UndoCascade(r.as(coretest.Approver), rec.ID, list[0].ID, ""), fault.Forbidden, "forbidden")
		if err := r.Records.UndoCascade(me, rec.ID, list[0].ID, ""); err != nil {
			t.Fatal(err)
		}
		r.Settle(coretest.An)
		list, err = r.Records.Cascades(me, rec.ID)
		if err != nil || list[0].State != record.CascadeUndone || list[0].Undone != many-1 || made() != 1 {
			t.Errorf("%+v %v, %d left", list, err, made())
		}
		refuses(t, r.Records.UndoCascade(me, rec.ID, list[0].ID, ""), fault.Conflict, "wrong_state")
	})
}

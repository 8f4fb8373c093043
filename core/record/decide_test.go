package record_test

import (
	"context"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
)

// opened is a tally the module has let begin.
func (r *rig) opened(t testing.TB, f fields) *record.Record {
	t.Helper()
	all := fields{"title": "Sổ quỹ"}
	for k, v := range f {
		all[k] = v
	}
	return r.create(t, r.as(coretest.Officer), "demo.tally", all, "begin")
}

// TestTheModuleIsAskedOncePerWriteThatNeedsIt and never by a read.
func TestTheModuleIsAskedOncePerWriteThatNeedsIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		asked := func(what string, want int64, act func() error) {
			t.Helper()
			before := r.decider.calls.Load()
			if err := act(); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			if n := r.decider.calls.Load() - before; n != want {
				t.Errorf("%s asked the module %d times, want %d", what, n, want)
			}
		}
		var rec *record.Record
		asked("a draft", 0, func() error { rec = r.create(t, me, "demo.tally", fields{"title": "x", "amount": 1}, ""); return nil })
		asked("a change of a draft", 0, func() (err error) { _, err = r.Records.Change(me, rec.ID, 0, fields{"amount": 2}, ""); return err })
		asked("a step", 1, func() (err error) { _, err = r.Records.Do(me, rec.ID, "begin", 0, record.Act{}); return err })
		asked("a change that touches no input", 0, func() (err error) { _, err = r.Records.Change(me, rec.ID, 0, fields{"title": "y"}, ""); return err })
		asked("a change of an input", 1, func() (err error) { _, err = r.Records.Change(me, rec.ID, 0, fields{"amount": 3}, ""); return err })
		asked("a write by rules only", 0, func() error { r.approved(t, nil); return nil })
		asked("reading", 0, func() error {
			r.get(t, me, rec.ID)
			r.offer(t, coretest.Officer, rec.ID, "check")
			_, err := r.Records.List(me, record.Query{Kind: "demo.tally", Q: "y"})
			if err == nil {
				_, err = r.Records.History(me, rec.ID)
			}
			if err == nil {
				_, err = r.Records.Today(me, "")
			}
			return err
		})
	})
}

// TestNothingIsOpenWhileTheModuleThinks: the call carries no transaction, and
// another connection may write, even this very record's rows.
func TestNothingIsOpenWhileTheModuleThinks(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		other := r.In(coretest.An)
		r.decider.say(func(ctx context.Context, item sdk.Item) ([]sdk.Verdict, error) {
			idb, err := db.Of(ctx)
			if err != nil {
				t.Error(err)
			}
			if _, open := idb.(bun.Tx); open {
				t.Error("the module is asked inside a transaction")
			}
			limited, cancel := context.WithTimeout(other, 5*time.Second)
			defer cancel()
			err = db.InTx(limited, func(ctx context.Context) error {
				if err := db.Lock(ctx, "record:"+item.ID); err != nil {
					return err
				}
				tx, err := db.Of(ctx)
				if err != nil {
					return err
				}
				for _, text := range []string{"UPDATE record SET title = title", "UPDATE number_book SET last = last", "UPDATE idempotency SET at = at"} {
					if _, err := tx.ExecContext(ctx, text); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Errorf("another writer has to wait for the module: %v", err)
			}
			return []sdk.Verdict{{ID: item.ID}}, nil
		})
		rec := r.opened(t, nil)
		me := r.as(coretest.Officer)
		if _, err := r.Records.Change(me, rec.ID, 1, fields{"amount": 4}, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Records.Do(me, rec.ID, "check", 0, record.Act{IdemKey: "k"}); err != nil {
			t.Fatal(err)
		}
		if n := r.decider.calls.Load(); n != 3 {
			t.Errorf("asked %d times", n)
		}
	})
}

// TestAChangeMeanwhileIsThoughtOverAgain at most twice; whoever named a version
// is told at once.
func TestAChangeMeanwhileIsThoughtOverAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		var disturb int
		var saw []any
		r.decider.say(func(_ context.Context, item sdk.Item) ([]sdk.Verdict, error) {
			saw = append(saw, item.New["title"])
			if item.Transition == "check" && disturb > 0 {
				disturb--
				if _, err := r.Records.Change(me, item.ID, 0, fields{"title": item.New["title"].(string) + "+"}, ""); err != nil {
					t.Error(err)
				}
			}
			return []sdk.Verdict{{ID: item.ID}}, nil
		})
		check := func(rec *record.Record, version, disturbed int) (*record.Record, error) {
			disturb, saw = disturbed, nil
			return r.Records.Do(me, rec.ID, "check", version, record.Act{})
		}
		rec := r.opened(t, nil)
		got, err := check(rec, 0, 2)
		if err != nil || got.State != "checked" || got.Version != 4 || got.Fields["title"] != "Sổ quỹ++" || len(saw) != 3 || saw[2] != "Sổ quỹ++" {
			t.Errorf("%+v %v; the module saw %v", got, err, saw)
		}
		rec = r.opened(t, nil)
		_, err = check(rec, 0, 99)
		refuses(t, err, fault.Stale, "stale_version")
		if len(saw) != 3 {
			t.Errorf("asked %d times", len(saw))
		}
		if got := r.get(t, me, rec.ID); got.State != "open" || got.Fields["title"] != "Sổ quỹ+++" {
			t.Errorf("%+v", got)
		}
		rec = r.opened(t, nil)
		_, err = check(rec, 1, 1)
		refuses(t, err, fault.Stale, "stale_version")
		if len(saw) != 1 {
			t.Errorf("asked %d times for a pinned version", len(saw))
		}
	})
}

// TestAnAbsentModuleLosesNoInput: the answer says when to come back and where
// the input is; reads and drafts go on.
func TestAnAbsentModuleLosesNoInput(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		open := r.opened(t, fields{"amount": 1})
		r.decider.away()
		in := record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: fields{"title": "Sổ mới", "amount": 7}, Submit: "begin", IdemKey: "k"}
		var draft string
		for range 3 { // the phone tries again with the same key
			_, err := r.Records.Create(me, "demo.tally", in)
			refuses(t, err, fault.Unavailable, "module_unavailable")
			f := fault.Of(err)
			if f.RetryAfter != 7*time.Second || f.Params["draft"] == "" || draft != "" && draft != f.Params["draft"] {
				t.Fatalf("%+v, kept before as %s", f, draft)
			}
			draft = f.Params["draft"]
		}
		if got := r.get(t, me, draft); !got.Draft || got.Version != 1 || got.Fields["amount"] != int64(7) || got.Title != "Sổ mới" {
			t.Errorf("kept as %+v", got)
		}
		// A step of a draft keeps what was typed on the draft.
		mine := r.create(t, me, "demo.tally", fields{"title": "Sổ nháp"}, "")
		act := record.Act{Fields: fields{"amount": 9}, IdemKey: "k-2"}
		_, err := r.Records.Do(me, mine.ID, "begin", 1, act)
		refuses(t, err, fault.Unavailable, "module_unavailable")
		if got := r.get(t, me, mine.ID); !got.Draft || got.Fields["amount"] != int64(9) {
			t.Errorf("%+v", got)
		}
		// A step or a change of anything else keeps it beside the record.
		_, err = r.Records.Do(me, open.ID, "check", 0, record.Act{Fields: fields{"title": "Đã kiểm"}, Reason: "đủ"})
		refuses(t, err, fault.Unavailable, "module_unavailable")
		p, err := r.Records.Pending(me, open)
		if err != nil || p == nil || p.Action != "do:check" || p.Fields["title"] != "Đã kiểm" || p.Reason != "đủ" {
			t.Fatalf("%+v %v", p, err)
		}
		if p, err := r.Records.Pending(r.as(coretest.Approver), open); p != nil || err != nil {
			t.Errorf("another sees it: %+v %v", p, err)
		}
		_, err = r.Records.Change(me, open.ID, 0, fields{"amount": 12}, "")
		refuses(t, err, fault.Unavailable, "module_unavailable")
		if p, err := r.Records.Pending(me, open); err != nil || p == nil || p.Action != "update" || p.Fields["amount"] != 12.0 {
			t.Errorf("%+v %v", p, err)
		}
		if got := r.get(t, me, open.ID); got.Version != 1 || got.State != "open" {
			t.Errorf("%+v", got)
		}
		// Back again, the same keys do what was asked, on what was kept.
		r.decider.verdict(sdk.Verdict{})
		rec, err := r.Records.Create(me, "demo.tally", in)
		if err != nil || rec.ID != draft || rec.State != "open" {
			t.Errorf("%+v %v, want %s to go on", rec, err, draft)
		}
		if again, err := r.Records.Create(me, "demo.tally", in); err != nil || again.ID != draft {
			t.Errorf("%+v %v", again, err)
		}
		if rec, err = r.Records.Do(me, mine.ID, "begin", 1, act); err != nil || rec.State != "open" {
			t.Errorf("%+v %v", rec, err)
		}
		r.do(t, me, open.ID, "check", nil)
		if p, err := r.Records.Pending(me, open); p != nil || err != nil {
			t.Errorf("what was done is still pending: %+v %v", p, err)
		}
		if n := r.count(t, "SELECT COUNT(*) FROM record"); n != 3 {
			t.Errorf("%d records of 3", n)
		}
	})
}

// TestTwinsKeptWhileTheModuleIsAwayAreOneDraft however many come at once.
func TestTwinsKeptWhileTheModuleIsAwayAreOneDraft(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.decider.away()
		me := r.as(coretest.Officer)
		in := record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: fields{"title": "Sổ"}, Submit: "begin", IdemKey: "k"}
		var all sync.WaitGroup
		drafts := make([]string, 6)
		for i := range drafts {
			all.Go(func() {
				_, err := r.Records.Create(me, "demo.tally", in)
				drafts[i] = fault.Of(err).Params["draft"]
			})
		}
		wait.All(t, "the twins", &all)
		for _, d := range drafts {
			if d == "" || d != drafts[0] {
				t.Errorf("kept as %v", drafts)
				break
			}
		}
		if n := r.count(t, "SELECT COUNT(*) FROM record"); n != 1 {
			t.Errorf("%d drafts", n)
		}
	})
}

// TestWhatADecisionNeedsIsLoadedFirst as the manifest lists it.
func TestWhatADecisionNeedsIsLoadedFirst(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		paper := r.create(t, me, "demo.paper", whole(), "submit")
		rec := r.opened(t, fields{"of": paper.ID, "amount": 3})
		var got sdk.Item
		r.decider.say(func(_ context.Context, item sdk.Item) ([]sdk.Verdict, error) {
			got = item
			return []sdk.Verdict{{ID: item.ID}}, nil
		})
		if _, err := r.Records.Do(me, rec.ID, "check", 0, record.Act{Fields: fields{"amount": 4}}); err != nil {
			t.Fatal(err)
		}
		if got.Op != sdk.OpTransition || got.Transition != "check" || got.From != "open" || got.Kind != "demo.tally" ||
			got.Old["amount"] != int64(3) || got.New["amount"] != int64(4) || !reflect.DeepEqual(got.Changed, []string{"amount"}) {
			t.Errorf("%+v", got)
		}
		want := map[string]any{"of": map[string]any{"id": paper.ID, "title": "Thăm hộ nghèo"}, "demo.point": nil}
		if !reflect.DeepEqual(got.Related["of"], want["of"]) {
			t.Errorf("%+v", got.Related)
		}
	})
}

package record_test

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
)

//go:embed testdata/family.yaml
var family string

// planned is a plan of the province that its leader has issued, with a session for
// each of the units in turn, n in all.
func (r *rig) planned(t testing.TB, n int, units ...string) *record.Record {
	t.Helper()
	r.decider.say(func(_ context.Context, item sdk.Item) ([]sdk.Verdict, error) {
		v := sdk.Verdict{ID: item.ID}
		for i := range n {
			v.Effects = append(v.Effects, sdk.Effect{Kind: sdk.EffectCreate, IdemKey: fmt.Sprint(i), Create: &sdk.CreateEffect{Kind: "demo.session",
				UnitID: r.Unit(coretest.An, units[i%len(units)]), State: "assigned", Fields: fields{"title": "Buổi học", "plan": item.ID, "until": "2026-09-01"}}})
		}
		return []sdk.Verdict{v}, nil
	})
	leader := r.as(coretest.Leader)
	plan, err := r.Records.Create(leader, "demo.plan", record.Input{UnitID: r.Unit(coretest.An, "T"), Fields: fields{"title": "Học nghị quyết", "until": "2026-09-01"}})
	if err != nil {
		t.Fatal(err)
	}
	return r.do(t, leader, plan.ID, "issue", nil)
}

func (r *rig) sessions(t testing.TB, login string) []*record.Record {
	t.Helper()
	page, err := r.Records.List(r.as(login), record.Query{Kind: "demo.session", Limit: 200, Sort: "created_at"})
	if err != nil {
		t.Fatal(err)
	}
	return page.Items
}

// counted is how many sessions stand in the denominator of the measure.
func (r *rig) counted(t testing.TB) int {
	t.Helper()
	return r.count(t, "SELECT COUNT(*) FROM contribution WHERE measure LIKE 'demo.held%' AND den <> 0")
}

// TestAPlanTakesItsSessionsAlong: its cancelling cancels what is still open, with
// the reason and outside the denominator; a later date moves the clocks of those
// not held yet; a grandchild of nothing stays.
func TestAPlanTakesItsSessionsAlong(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		plan := r.planned(t, 4, "X1", "X2")
		other := r.planned(t, 1, "X1")
		leader := r.as(coretest.Leader)
		held := r.sessions(t, coretest.Officer)[0]
		r.do(t, r.as(coretest.Officer), held.ID, "hold", nil)
		if n := r.counted(t); n != 5 {
			t.Fatalf("%d counted", n)
		}
		r.do(t, leader, plan.ID, "extend", fields{"until": "2026-12-01"})
		for _, s := range append(r.sessions(t, coretest.Officer), r.sessions(t, coretest.Officer2)...) {
			want := "2026-12-01"
			if s.ID == held.ID || s.Fields["plan"] == other.ID {
				want = "2026-09-01"
			}
			if s.Fields["until"] != want || s.Deadlines[0].Date.String() != want || s.State == "assigned" && s.DueOn.String() != want {
				t.Errorf("%s is due %v, its clock %v, want %s", s.State, s.Fields["until"], s.Deadlines, want)
			}
		}
		_, err := r.Records.Do(leader, plan.ID, "cancel", 0, record.Act{Reason: "Chuyển sang năm sau"})
		if err != nil {
			t.Fatal(err)
		}
		states := map[string]int{}
		for _, s := range append(r.sessions(t, coretest.Officer), r.sessions(t, coretest.Officer2)...) {
			states[s.State]++
			if s.State != "cancelled" {
				continue
			}
			h, err := r.Records.History(r.as(coretest.Officer), s.ID)
			if fault.Is(err, fault.NotFound) {
				continue // the other commune's
			}
			if last := h[0]; err != nil || last.Action != "do:cancel" || last.Reason != plan.Number+": Chuyển sang năm sau" || last.By != r.person(t, coretest.Leader) {
				t.Errorf("history says %+v %v", last, err)
			}
			if h[1].Action != "follow" || h[1].Reason != plan.Number+": vì thế" || len(h[1].Changes) != 1 {
				t.Errorf("the moved date is told as %+v", h[1])
			}
		}
		if states["cancelled"] != 3 || states["held"] != 1 || states["assigned"] != 1 {
			t.Errorf("sessions are %v", states)
		}
		if n := r.counted(t); n != 2 {
			t.Errorf("%d still counted", n)
		}
		refuses(t, r.Records.Discard(leader, plan.ID, 0), fault.Conflict, "not_a_draft")
	}, trial, family)
}

// TestAChildThatCannotFollowHoldsItsParent where they go together; the rest of a
// long row goes on without it, and the count says so.
func TestAChildThatCannotFollowHoldsItsParent(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, n := range []int{3, 130} {
			plan := r.planned(t, n, "X1")
			r.Settle(coretest.An)
			var all []*record.Record
			for _, s := range r.sessions(t, coretest.Officer) {
				if s.Fields["plan"] == plan.ID {
					all = append(all, s)
				}
			}
			for _, s := range all {
				r.do(t, r.as(coretest.Officer), s.ID, "hold", fields{})
			}
			r.spoil(t, all[1].ID)
			before := r.get(t, r.as(coretest.Leader), plan.ID)
			_, err := r.Records.Do(r.as(coretest.Leader), plan.ID, "close", 0, record.Act{})
			if n <= 100 {
				refuses(t, err, fault.Invalid, "invalid", "people=demo.nobody_there")
				if after := r.get(t, r.as(coretest.Leader), plan.ID); after.Version != before.Version || after.State != "issued" {
					t.Errorf("the plan moved to %s", after.State)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			r.Settle(coretest.An)
			list, err := r.Records.Cascades(r.as(coretest.Leader), plan.ID)
			if err != nil || len(list) != 2 || list[0].Step != "close" || list[0].State != record.CascadeDone || list[0].Total != n || list[0].Done != n-1 {
				t.Errorf("%+v %v", list, err)
			}
			refuses(t, r.Records.UndoCascade(r.as(coretest.Leader), plan.ID, list[0].ID, ""), fault.Conflict, "wrong_state")
			if left := r.count(t, "SELECT COUNT(*) FROM record WHERE kind = 'demo.session' AND state = 'held' AND id IN (SELECT from_id FROM record_link WHERE to_id = ?)", plan.ID); left != 1 {
				t.Errorf("%d left behind", left)
			}
		}
	}, trial, family)
}

// spoil makes a session one that its rule lets nobody close.
func (r *rig) spoil(t testing.TB, sessionID string) {
	t.Helper()
	err := db.InTx(r.In(coretest.An), func(ctx context.Context) error {
		_, err := db.Exec(ctx, "UPDATE m_demo__session SET people = 13 WHERE id = ?", sessionID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestManySessionsFollowByAJob: also those still being made when their plan is
// moved on; a plan given up meanwhile makes no more.
func TestManySessionsFollowByAJob(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		leader := r.as(coretest.Leader)
		plan := r.planned(t, 230, "X1", "X2")
		r.do(t, leader, plan.ID, "extend", fields{"until": "2026-12-01"})
		r.Settle(coretest.An)
		late := func(until string) int {
			return r.count(t, "SELECT COUNT(*) FROM record WHERE kind = 'demo.session' AND state = 'assigned' AND due_on = ?", until)
		}
		if moved, left := late("2026-12-01"), late("2026-09-01"); moved != 230 || left != 0 {
			t.Errorf("%d moved, %d left", moved, left)
		}
		r.do(t, leader, plan.ID, "cancel", nil)
		if n := r.counted(t); n != 230 {
			t.Errorf("%d counted before the job", n)
		}
		r.Settle(coretest.An)
		if n := r.counted(t); n != 0 {
			t.Errorf("%d counted still", n)
		}
		list, err := r.Records.Cascades(leader, plan.ID)
		if err != nil || len(list) != 3 || list[0].Step != "cancel" || list[0].Done != 230 || list[1].Step != "extend" || list[1].Done != 230 {
			t.Errorf("%+v %v", list, err)
		}
		given := r.planned(t, 230, "X1")
		r.do(t, leader, given.ID, "cancel", nil)
		r.Settle(coretest.An)
		if n := r.count(t, "SELECT COUNT(*) FROM record_link WHERE to_id = ? AND rel = 'plan'", given.ID); n != 0 {
			t.Errorf("%d were made for a plan given up", n)
		}
	}, trial, family)
}

// TestWhatIsTakenBackSaysSo: undone, sessions that somebody may have seen are
// cancelled with the reason, touched or not; one that was held stays.
func TestWhatIsTakenBackSaysSo(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		plan := r.planned(t, 101, "X1")
		r.Settle(coretest.An)
		me, leader := r.as(coretest.Officer), r.as(coretest.Leader)
		all := r.sessions(t, coretest.Officer)
		r.do(t, me, all[0].ID, "hold", nil)
		if _, err := r.Records.Change(me, all[1].ID, 0, fields{"people": 5}, ""); err != nil {
			t.Fatal(err)
		}
		list, err := r.Records.Cascades(leader, plan.ID)
		if err != nil || len(list) != 1 {
			t.Fatalf("%+v %v", list, err)
		}
		refuses(t, r.Records.UndoCascade(leader, plan.ID, list[0].ID, strings.Repeat("a\x00", 3)), fault.Invalid, "invalid")
		for _, may := range []bool{false, true} { // who took the step may undo it while they could still take it
			steps := []access.Permission{{Kind: "demo.plan", Action: "read", Reach: access.Subtree}}
			if may {
				steps = append(steps, access.Permission{Kind: "demo.plan", Action: "do:issue", Reach: access.Subtree})
			}
			r.play(t, "approver", steps...)
			if err := r.Records.UndoCascade(r.as(coretest.Leader), plan.ID, list[0].ID, "Ban hành nhầm"); may != (err == nil) {
				t.Fatalf("may %v: %v", may, err)
			}
		}
		r.Settle(coretest.An)
		if list, err = r.Records.Cascades(leader, plan.ID); err != nil || list[0].State != record.CascadeUndone || list[0].Undone != 100 {
			t.Errorf("%+v %v", list, err)
		}
		for _, i := range []int{1, 2} {
			h, err := r.Records.History(me, all[i].ID)
			if s := r.get(t, me, all[i].ID); err != nil || s.State != "cancelled" || h[0].Reason != plan.Number+": Ban hành nhầm" {
				t.Errorf("%s %+v %v", s.State, h[0], err)
			}
		}
		if s := r.get(t, me, all[0].ID); s.State != "held" {
			t.Errorf("a session that was held is %s", s.State)
		}
	}, trial, family)
}

// TestWhoReadsAChildReadsItsParent once that is issued: by itself, in lists and in
// fields that name it; with its history from then on, and nothing of it to write.
func TestWhoReadsAChildReadsItsParent(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		listed := func(ctx context.Context) int {
			page, err := r.Records.List(ctx, record.Query{Kind: "demo.plan"})
			if err != nil {
				t.Fatal(err)
			}
			return len(page.Items)
		}
		plan := r.planned(t, 1, "X1")
		r.planned(t, 1, "X2")
		h, err := r.Records.History(me, plan.ID)
		if got := r.get(t, me, plan.ID); err != nil || got.Title != plan.Title || listed(me) != 1 || len(h) != 1 || h[0].Action != "do:issue" {
			t.Errorf("lists %d, history %+v %v", listed(me), h, err)
		}
		links, err := r.Records.Links(me, r.sessions(t, coretest.Officer)[0])
		if err != nil || len(links) == 0 || links[0].ID != plan.ID {
			t.Errorf("the session leads to %+v %v", links, err)
		}
		if _, err := r.Records.Create(me, "demo.session", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: fields{"title": "Học bù", "plan": plan.ID}, Submit: "assign"}); err != nil {
			t.Errorf("a plan that is read can be named: %v", err)
		}
		r.remark(t, r.as(coretest.Leader), plan.ID, "nội bộ", record.Own)
		if got := r.remarks(t, me, plan.ID); got != "" {
			t.Errorf("reads %q", got)
		}
		_, err = r.Records.Do(me, plan.ID, "cancel", 0, record.Act{Reason: "x"})
		refuses(t, err, fault.Forbidden, "forbidden")
		_, err = r.Records.Change(me, plan.ID, 0, fields{"title": "x"}, "")
		refuses(t, err, fault.Forbidden, "forbidden")
		for _, stranger := range []string{coretest.Watcher, coretest.Responder} {
			if _, err := r.Records.Get(r.as(stranger), plan.ID); !fault.Is(err, fault.NotFound) || listed(r.as(stranger)) != 0 {
				t.Errorf("%s reads it: %v", stranger, err)
			}
		}
		why, err := r.Why(r.In(coretest.An), r.person(t, coretest.Officer), "read", plan.ID)
		if err != nil || !why.Allowed || why.Because[0].Permission.Kind != "demo.session" {
			t.Errorf("%+v %v", why, err)
		}
		draft, err := r.Records.Create(r.as(coretest.Leader), "demo.plan", record.Input{UnitID: r.Unit(coretest.An, "T"), Fields: fields{"title": "Nháp"}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = r.Records.Create(me, "demo.session", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: fields{"title": "x", "plan": draft.ID}})
		refuses(t, err, fault.Invalid, "invalid", "plan=unknown_value")
	}, trial, family)
}

// TestATurnIsTakenOnce however often its job comes.
func TestATurnIsTakenOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		plan := r.planned(t, 101, "X1")
		r.Settle(coretest.An)
		list, err := r.Records.Cascades(r.as(coretest.Leader), plan.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := job.Enqueue(r.In(coretest.An), record.CascadeJob, list[0].ID); err != nil {
			t.Fatal(err)
		}
		r.Settle(coretest.An)
		if n := len(r.sessions(t, coretest.Officer)); n != 101 {
			t.Errorf("%d sessions", n)
		}
	}, trial, family)
}

// TestOnlyUnitsWithinReachAreNamed: a unit elsewhere is refused at its field, and
// in rows, by its name; the record's own unit says what is near.
func TestOnlyUnitsWithinReachAreNamed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me, x1 := r.as(coretest.Officer), r.Unit(coretest.An, "X1")
		paper := func(code string) fields {
			id := r.Unit(coretest.An, code)
			return fields{"us": []string{id}, "rows": []any{fields{"what": "việc", "at_unit": id}}}
		}
		for _, near := range []string{"X1", "X1-UB", "X1-K1"} {
			if _, err := r.Records.Create(me, "demo.paper", record.Input{UnitID: x1, Fields: whole(paper(near))}); err != nil {
				t.Errorf("%s is within: %v", near, err)
			}
		}
		for far, code := range map[string]string{"X2": "Xã Hai", "T": "An", "X2-UB": "Ủy ban nhân dân xã Hai"} {
			_, err := r.Records.Create(me, "demo.paper", record.Input{UnitID: x1, Fields: whole(paper(far))})
			refuses(t, err, fault.Invalid, "invalid", "us=unit_not_in_subtree", "rows[0].at_unit=unit_not_in_subtree")
			if got := fault.Of(err).Fields[0].Params["unit"]; !strings.Contains(got, code) {
				t.Errorf("%s is called %q", far, got)
			}
		}
	}, "name: us, type: units,", "name: us, type: units, within: subtree,", "name: at_unit, type: unit,", "name: at_unit, type: unit, within: subtree,")
}

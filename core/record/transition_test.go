package record_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/record"
)

// alone is why a unit lets people decide on own work.
const alone = "Xã chỉ có một cán bộ"

// allow makes one exception the province's only one.
func (r *rig) allow(t testing.TB, e map[string]any) {
	t.Helper()
	e["reason"] = alone
	r.set(t, map[string]any{"self_approvals": []any{e}})
}

func (r *rig) unitCode(t testing.TB, unitID string) string {
	t.Helper()
	u, err := r.Tree.Get(r.In(coretest.An), unitID)
	if err != nil {
		t.Fatal(err)
	}
	return u.Code
}

// TestNobodyApprovesTheirOwnWork goes by the person, whatever posts they hold.
func TestNobodyApprovesTheirOwnWork(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		both := r.both(t)
		x1, area := r.Unit(coretest.An, "X1"), r.Unit(coretest.An, "X1-K1")
		mine, err := r.Records.Create(r.as(both), "demo.paper", record.Input{UnitID: x1, Fields: whole(fields{"u": area}), Submit: "submit"})
		if err != nil {
			t.Fatal(err)
		}
		approve := func(recordID string) error {
			_, err := r.Records.Do(r.as(both), recordID, "approve", 0, record.Act{})
			return err
		}
		refuses(t, approve(mine.ID), fault.Forbidden, "own_work")
		if o := r.offer(t, both, mine.ID, "approve"); o.Allowed || o.Why != "own_work" {
			t.Errorf("offered %+v", o)
		}
		// Made by another, but submitted by oneself.
		taken := r.create(t, r.as(coretest.Officer), "demo.paper", whole(fields{"u": area}), "")
		r.do(t, r.as(both), taken.ID, "submit", nil)
		refuses(t, approve(taken.ID), fault.Forbidden, "own_work")
		// Submitted by another, but made by oneself.
		given, err := r.Records.Create(r.as(both), "demo.paper", record.Input{UnitID: x1, Fields: whole(fields{"u": area})})
		if err != nil {
			t.Fatal(err)
		}
		r.do(t, r.as(coretest.Officer), given.ID, "submit", nil)
		refuses(t, approve(given.ID), fault.Forbidden, "own_work")
		// Somebody else's is fine.
		theirs := r.create(t, r.as(coretest.Officer), "demo.paper", whole(fields{"u": area}), "submit")
		if err := approve(theirs.ID); err != nil {
			t.Error(err)
		}
		// A unit too small for two people may allow one step; the step, the log and
		// the history say so. Neither another unit's exception nor another step's
		// helps.
		code := r.unitCode(t, x1)
		for _, e := range []map[string]any{{"unit": "other", "step": "demo.paper.approve"}, {"unit": code, "step": "demo.paper.return"}} {
			r.allow(t, e)
			refuses(t, approve(mine.ID), fault.Forbidden, "own_work")
		}
		r.allow(t, map[string]any{"unit": code, "step": "demo.paper.approve"})
		if o := r.offer(t, both, mine.ID, "approve"); !o.Allowed || o.SelfApproval != alone {
			t.Errorf("offered %+v", o)
		}
		if err := approve(mine.ID); err != nil {
			t.Fatal(err)
		}
		if list, err := r.Records.History(r.as(both), mine.ID); err != nil || list[0].SelfApproval != alone || list[1].SelfApproval != "" {
			t.Errorf("history %+v %v", list, err)
		}
		if n := r.count(t, "SELECT COUNT(*) FROM audit WHERE object = ? AND action = 'record.do:approve' AND detail LIKE '%self_approval%'", mine.ID); n != 1 {
			t.Error("the log does not say that it was own work")
		}
	})
}

// TestRolesDecideWhoMoves tries every step as everybody.
func TestRolesDecideWhoMoves(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		rec := r.create(t, r.as(coretest.Officer), "demo.paper", whole(fields{"u": r.Unit(coretest.An, "X1-K1")}), "submit")
		_, err := r.Records.Do(r.as(coretest.Officer), rec.ID, "approve", 0, record.Act{})
		refuses(t, err, fault.Forbidden, "forbidden")
		_, err = r.Records.Do(r.as(coretest.Watcher), rec.ID, "approve", 0, record.Act{})
		refuses(t, err, fault.Forbidden, "forbidden")
		for _, login := range []string{coretest.Officer2, coretest.Admin, coretest.Responder} {
			_, err = r.Records.Do(r.as(login), rec.ID, "approve", 0, record.Act{})
			refuses(t, err, fault.NotFound, "not_found")
			_, err = r.Records.Change(r.as(login), rec.ID, 0, fields{"n": 1}, "")
			refuses(t, err, fault.NotFound, "not_found")
			_, err = r.Records.Get(r.as(login), rec.ID)
			refuses(t, err, fault.NotFound, "not_found")
			_, err = r.Records.History(r.as(login), rec.ID)
			refuses(t, err, fault.NotFound, "not_found")
		}
		_, err = r.Records.Do(r.as(coretest.Approver), rec.ID, "nothing", 0, record.Act{})
		refuses(t, err, fault.NotFound, "step_unknown")
		_, err = r.Records.Do(r.as(coretest.Officer), rec.ID, "close", 0, record.Act{})
		refuses(t, err, fault.Conflict, "wrong_state", "state=wrong_state")
		_, err = r.Records.Get(r.As(coretest.Binh, coretest.Watcher), rec.ID)
		refuses(t, err, fault.NotFound, "not_found")
		if got := r.get(t, r.as(coretest.Officer), rec.ID); got.Version != 1 {
			t.Errorf("a refused step left version %d", got.Version)
		}
		if rec = r.do(t, r.as(coretest.Leader), rec.ID, "approve", nil); rec.State != "approved" || rec.Fields["approved_on"] == nil {
			t.Errorf("%+v", rec)
		}
	})
}

// TestNonsenseIdsAreNotFound whatever bytes they hold.
func TestNonsenseIdsAreNotFound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		for _, recordID := range []string{"", "x", "rec_", id.New("rec"), id.New("unt"), "rec_\x00", "\xff\xfe", strings.Repeat("r", 10_000), "' OR '1'='1"} {
			_, err := r.Records.Get(me, recordID)
			refuses(t, err, fault.NotFound, "not_found")
			_, err = r.Records.Change(me, recordID, 0, fields{"n": 1}, "")
			refuses(t, err, fault.NotFound, "not_found")
			_, err = r.Records.Do(me, recordID, "submit", 0, record.Act{})
			refuses(t, err, fault.NotFound, "not_found")
			refuses(t, r.Records.Discard(me, recordID, 0), fault.NotFound, "not_found")
			_, err = r.Records.Comment(me, recordID, record.Remark{Text: "x"})
			refuses(t, err, fault.NotFound, "not_found")
			_, err = r.attachErr(me, recordID)
			refuses(t, err, fault.NotFound, "not_found")
		}
	})
}

// TestReturnedWithAReason goes back to its author, who mends and submits again.
func TestReturnedWithAReason(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me, boss := r.as(coretest.Officer), r.as(coretest.Approver)
		rec := r.create(t, me, "demo.paper", whole(fields{"u": r.Unit(coretest.An, "X1-K1")}), "submit")
		for _, reason := range []string{"", "  \n", "a\x00b", "a\xffb", strings.Repeat("a", 20_000)} {
			_, err := r.Records.Do(boss, rec.ID, "return", 0, record.Act{Reason: reason})
			if !fault.Is(err, fault.Invalid) || fault.Of(err).Fields[0].Field != "reason" {
				t.Fatalf("reason %.20q: %v", reason, err)
			}
		}
		rec, err := r.Records.Do(boss, rec.ID, "return", 0, record.Act{Reason: " Thiếu danh sách "})
		if err != nil || rec.Phase != record.Returned {
			t.Fatalf("%+v %v", rec, err)
		}
		h, err := r.Records.History(me, rec.ID)
		if err != nil || h[0].Action != "do:return" || h[0].Reason != "Thiếu danh sách" {
			t.Fatalf("%+v %v", h, err)
		}
		// While it is back it may be incomplete again, but not when it leaves.
		if _, err := r.Records.Change(me, rec.ID, 0, fields{"title": nil}, ""); err != nil {
			t.Fatal(err)
		}
		_, err = r.Records.Do(me, rec.ID, "submit", 0, record.Act{})
		refuses(t, err, fault.Invalid, "required", "title=required")
		r.do(t, me, rec.ID, "submit", fields{"title": "Đã sửa"})
		if rec = r.do(t, boss, rec.ID, "approve", nil); rec.Number == "" || rec.Title != "Đã sửa" {
			t.Errorf("%+v", rec)
		}
	})
}

// TestOffersSayWhatIsMissing so that the page can say it before the click.
func TestOffersSayWhatIsMissing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		rec := r.create(t, r.as(coretest.Officer), "demo.paper", fields{"title": "x", "n": 60}, "")
		o := r.offer(t, coretest.Officer, rec.ID, "submit")
		if !o.Allowed || !slices.Equal(o.Missing, []record.Missing{{Field: "day", Code: "required"}}) {
			t.Errorf("%+v", o)
		}
		if o := r.offer(t, coretest.Officer, rec.ID, "drop"); o.Allowed || o.Why != "condition" {
			t.Errorf("%+v", o)
		}
		_, err := r.Records.Do(r.as(coretest.Officer), rec.ID, "drop", 0, record.Act{})
		refuses(t, err, fault.Conflict, "condition")
		rec = r.approved(t, nil)
		o = r.offer(t, coretest.Officer, rec.ID, "close")
		if !slices.Equal(o.Missing, []record.Missing{{Field: "body", Code: "required"}, {Slot: "report", Code: "evidence_missing"}}) {
			t.Errorf("%+v", o)
		}
		if o := r.offer(t, coretest.Watcher, rec.ID, "close"); o.Allowed || o.Why != "forbidden" || o.Missing != nil {
			t.Errorf("%+v", o)
		}
	})
}

func (r *rig) offer(t testing.TB, login, recordID, transition string) record.Offer {
	t.Helper()
	ctx := r.as(login)
	offers, err := r.Records.Transitions(ctx, r.get(t, ctx, recordID), nil)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(offers, func(o record.Offer) bool { return o.Name == transition })
	if i < 0 {
		t.Fatalf("%s is not offered: %+v", transition, offers)
	}
	return offers[i]
}

// both is a person of commune X1 who is officer and approver.
func (r *rig) both(t testing.TB) string {
	t.Helper()
	if _, _, err := r.CreateUser(r.In(coretest.An), newUser("both", "officer@X1", "approver@X1")); err != nil {
		t.Fatal(err)
	}
	return "both"
}

// TestSealedFieldsStayHidden from everybody, whoever may ask for them to be opened
// too, everywhere.
func TestSealedFieldsStayHidden(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		const word = "BIMAT"
		me := r.as(coretest.Officer)
		rec := r.create(t, me, "demo.paper", whole(fields{"secret": word}), "submit")
		rec, err := r.Records.Change(me, rec.ID, 0, fields{"n": 3}, "")
		if err != nil {
			t.Fatal(err)
		}
		page, err := r.Records.List(me, record.Query{Kind: "demo.paper"})
		if err != nil {
			t.Fatal(err)
		}
		h, err := r.Records.History(me, rec.ID)
		if err != nil {
			t.Fatal(err)
		}
		today, err := r.Records.Today(r.as(coretest.Approver), "")
		if err != nil || len(today.Due)+len(today.Overdue)+len(today.Waiting) != 1 {
			t.Fatalf("%+v %v", today, err)
		}
		for name, v := range map[string]any{"write": rec, "read": r.get(t, me, rec.ID), "list": page, "history": h, "today": today} {
			if strings.Contains(text(v), word) {
				t.Errorf("%s shows what is sealed", name)
			}
		}
		if n := len(h[1].Changes); n == 0 || !slices.ContainsFunc(h[1].Changes, func(c record.FieldChange) bool { return c.Field == "secret" && c.New == nil }) {
			t.Errorf("history does not say that it was set: %+v", h[1].Changes)
		}
		for _, q := range []record.Query{{Filter: fields{"secret": word}}, {Sort: "secret"}} {
			q.Kind = "demo.paper"
			_, err := r.Records.List(me, q)
			refuses(t, err, fault.Invalid, "unknown_field")
		}
		if p, err := r.Records.List(me, record.Query{Kind: "demo.paper", Q: word}); err != nil || len(p.Items) != 0 {
			t.Errorf("search finds it: %v %v", p, err)
		}
		r.permit(t, "approver", access.Permission{Kind: "demo.paper", Action: "unseal", Reach: access.Subtree})
		got := r.get(t, r.as(coretest.Approver), rec.ID)
		if got.Fields["secret"] != nil || !slices.Equal(got.Sealed, []string{"secret"}) {
			t.Errorf("whoever may unseal sees %v, sealed: %v", got.Fields["secret"], got.Sealed)
		}
		_, stored, err := r.Records.Held(r.as(coretest.Approver), rec.ID)
		if err != nil || stored["secret"] == "" || strings.Contains(stored["secret"], word) {
			t.Errorf("what others wrote may not have lost it, and it is closed: %v %v", stored, err)
		}
	})
}

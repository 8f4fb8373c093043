package record_test

import (
	"context"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// staying is the tests' module with a step that leaves a paper where it is, and with
// officers who may only put in the report.
var staying = []string{
	"        - {name: close,", `        - {name: note, label: {vi: "Ghi chú", en: "Note"}, from: [submitted, approved], to: same, roles: [officer], fields: [body], number: false}
        - {name: close,`,
	"      officer: [\"read@subtree\", create, update, attach, comment]\n      approver: [read, comment]",
	"      officer: [\"read@subtree\", create, update, \"attach:other\", comment]\n      approver: [read, \"attach:report\", comment]",
	"    slots:\n", "    slots:\n      - {code: other, label: {vi: \"Khác\", en: \"Other\"}, types: [pdf], min: 0, max: 3, max_mb: 20}\n",
	"attach: [report]", "attach: [report, other]",
}

// TestAStepThatStays leaves the record in whichever state it was taken in, changes what
// it names, and says so where it is offered and in the history.
func TestAStepThatStays(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		rec := r.create(t, r.as(coretest.Officer), "demo.paper", whole(fields{"u": r.Unit(coretest.An, "X1-K1")}), "submit")
		for _, state := range []string{"submitted", "approved"} {
			if state == "approved" {
				r.do(t, r.as(coretest.Approver), rec.ID, "approve", nil)
			}
			if o := r.offer(t, coretest.Officer, rec.ID, "note"); !o.Allowed || o.To != state {
				t.Errorf("in %s offered %+v", state, o)
			}
			got := r.do(t, r.as(coretest.Officer), rec.ID, "note", fields{"body": "ghi ở " + state})
			if got.State != state || got.Phase != "active" || got.Draft || got.Fields["body"] != "ghi ở "+state {
				t.Errorf("after it in %s: %+v", state, got)
			}
			h, err := r.Records.History(r.as(coretest.Officer), rec.ID)
			if err != nil || h[0].Action != "do:note" || slices.ContainsFunc(h[0].Changes, func(c record.FieldChange) bool { return c.Field == "state" }) {
				t.Errorf("history %+v %v", h[0], err)
			}
		}
		r.do(t, r.as(coretest.Officer), r.create(t, r.as(coretest.Officer), "demo.paper", whole(), "submit").ID, "drop", nil)
		draft := r.create(t, r.as(coretest.Officer), "demo.paper", whole(), "")
		_, err := r.Records.Do(r.as(coretest.Officer), draft.ID, "note", 0, record.Act{})
		refuses(t, err, fault.Conflict, "wrong_state", "state=wrong_state")
	}, staying...)
}

// TestARightToOneSlot lets evidence into that slot and into no other.
func TestARightToOneSlot(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		rec := r.create(t, r.as(coretest.Officer), "demo.paper", whole(fields{"u": r.Unit(coretest.An, "X1-K1")}), "submit")
		touch := func(login, slot string) error {
			return r.Records.Within(r.as(login), rec.ID, record.Touch{Action: record.Attach, Slots: []string{slot}, Notes: []record.FieldChange{{Field: slot, New: "bản quét"}}},
				func(context.Context) error { return nil })
		}
		for _, c := range []struct {
			login, slot string
			may         bool
		}{
			{coretest.Officer, "other", true}, {coretest.Officer, "report", false},
			{coretest.Approver, "report", true}, {coretest.Approver, "other", false},
		} {
			err := touch(c.login, c.slot)
			if c.may && err != nil {
				t.Errorf("%s, %s: %v", c.login, c.slot, err)
			}
			if !c.may {
				refuses(t, err, fault.Forbidden, "forbidden", "action=forbidden")
			}
		}
		for login, want := range map[string][]string{coretest.Officer: {"other"}, coretest.Approver: {"report"}} {
			open, err := r.Records.Open(r.as(login), r.get(t, r.as(login), rec.ID))
			if err != nil || !slices.Equal(open.Slots, want) {
				t.Errorf("open to %s: %v %v, want %v", login, open.Slots, err, want)
			}
		}
	}, staying...)
}

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.Of(err).Code
}

// TestWhoIsAskedToMayAndNobodyElse: whether somebody may touch a slot is answered beforehand
// as the act itself is, by right, by a step alone, and to who may not.
func TestWhoIsAskedToMayAndNobodyElse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		rec := r.create(t, r.as(coretest.Officer), "demo.paper", whole(fields{"u": r.Unit(coretest.An, "X1-K1")}), "submit")
		may := map[string]bool{}
		for _, login := range []string{coretest.Officer, coretest.Approver, coretest.Officer2, coretest.Watcher, coretest.Admin} {
			for _, action := range []string{record.Attach, record.Describe} {
				touch := record.Touch{Action: action, Slots: []string{"report"}, Notes: []record.FieldChange{{Field: "report", New: "bản quét"}}}
				asked := r.Records.Touchable(r.as(login), rec.ID, touch)
				done := r.Records.Within(r.as(login), rec.ID, touch, func(context.Context) error { return nil })
				if code(asked) != code(done) {
					t.Errorf("%s, %s: asked %v, done %v", login, action, asked, done)
				}
				may[login+" "+action] = asked == nil
			}
		}
		for who, want := range map[string]bool{"officer attach": true, "officer describe": true, "approver attach": true, "approver describe": true,
			"officer2 describe": false, "watcher describe": false, "admin describe": false} {
			if may[who] != want {
				t.Errorf("%s may: %v, want %v", who, may[who], want)
			}
		}
	}, "name: approve,", "name: approve, attach: [report],")
}

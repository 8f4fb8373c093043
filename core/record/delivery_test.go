package record_test

import (
	"context"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// toMany makes the tests' module send a paper to all units of a field.
var toMany = []string{"deliver: receiver, fields: [receiver]", "deliver: us, fields: [us]"}

// TestASentRecordIsReadByEveryUnitItWentTo: from then on, in lists and by itself;
// not before, not by a neighbour it did not go to, and no longer by a unit it was
// taken back from. Each addressee has its history from the version sent to it.
func TestASentRecordIsReadByEveryUnitItWentTo(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.permit(t, "responder", access.Permission{Kind: "demo.paper", Action: "read", Reach: access.Addressed})
		for login, unit := range map[string]string{"uyban2": "X2-UB", "danguy": "X1-DU"} {
			if _, _, err := r.CreateUser(r.In(coretest.An), newUser(login, "responder@"+unit)); err != nil {
				t.Fatal(err)
			}
		}
		me := r.as(coretest.Officer)
		paper := r.approved(t, nil)
		reads := func(login string) string {
			ctx := r.as(login)
			page, err := r.Records.List(ctx, record.Query{Kind: "demo.paper"})
			if err != nil {
				t.Fatal(err)
			}
			_, err = r.Records.Get(ctx, paper.ID)
			if _, page := r.Records.GetForPage(ctx, paper.ID); (page == nil) != (err == nil) {
				t.Errorf("%s reads it with %v, but its page with %v", login, err, page)
			}
			if listed := len(page.Items) == 1; listed != (err == nil) || err != nil && !fault.Is(err, fault.NotFound) {
				t.Errorf("%s lists %d and reads it with %v", login, len(page.Items), err)
			}
			if err != nil {
				return ""
			}
			h, err := r.Records.History(ctx, paper.ID)
			if err != nil {
				t.Fatal(err)
			}
			var acts []string
			for _, v := range h {
				acts = append(acts, v.Action)
			}
			return strings.Join(acts, " ")
		}
		send := func(ctx context.Context, codes ...string) {
			t.Helper()
			var units []string
			for _, code := range codes {
				units = append(units, r.Unit(coretest.An, code))
			}
			r.do(t, ctx, paper.ID, "send", fields{"us": units})
		}
		expect := func(when string, want map[string]string) {
			t.Helper()
			for login, acts := range want {
				if got := reads(login); got != acts {
					t.Errorf("%s: %s has %q, want %q", when, login, got, acts)
				}
			}
		}
		expect("before", map[string]string{coretest.Responder: "", "uyban2": "", "danguy": ""})
		send(me, "X1-UB", "X2-UB")
		expect("sent to two", map[string]string{coretest.Responder: "do:send", "uyban2": "do:send", "danguy": ""})
		send(me, "X1-UB", "X1-DU")
		expect("sent again", map[string]string{coretest.Responder: "do:send do:send", "uyban2": "", "danguy": "do:send"})
		r.remark(t, me, paper.ID, "chung", record.Both)
		r.remark(t, me, paper.ID, "riêng", record.Own)
		if got := r.remarks(t, r.as("danguy"), paper.ID); got != "chung" {
			t.Errorf("an addressee reads %q", got)
		}
		under, err := r.Records.List(r.as(coretest.Watcher), record.Query{Kind: "demo.paper", Under: r.Unit(coretest.An, "X1-DU")})
		if err != nil || len(under.Items) != 1 {
			t.Errorf("under an addressee are %d: %v", len(under.Items), err)
		}
		_, err = r.Records.Do(me, paper.ID, "send", 0, record.Act{Fields: fields{"us": []string{}}})
		refuses(t, err, fault.Invalid, "required", "us=required")
	}, toMany...)
}

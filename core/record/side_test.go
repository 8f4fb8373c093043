package record_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
)

// petition is a recommendation of commune X1 to its People's Committee that was
// returned once with a reason, remarked upon, mended and sent.
func (r *rig) petition(t testing.TB) *record.Record {
	t.Helper()
	me, boss := r.as(coretest.Officer), r.as(coretest.Approver)
	rec := r.create(t, me, "core.recommendation", fields{"title": "BẢN NHÁP ĐẦU", "content": "Sửa đường", "source": "other", "to_unit": r.Unit(coretest.An, "X1-UB")}, "submit")
	r.remark(t, boss, rec.ID, "CÂN NHẮC KỸ", record.Own)
	_, err := r.Records.Do(boss, rec.ID, "return", 0, record.Act{Reason: "SAI SỐ LIỆU"})
	if err == nil {
		_, err = r.Records.Change(me, rec.ID, 0, fields{"title": "Sửa đường thôn Đông"}, "LỠ TAY")
	}
	if err != nil {
		t.Fatal(err)
	}
	r.do(t, me, rec.ID, "submit", nil)
	r.prove(t, r.as(coretest.Officer), rec.ID, "letter")
	return r.do(t, boss, rec.ID, "send", nil)
}

func (r *rig) remark(t testing.TB, ctx context.Context, recordID, text, audience string) {
	t.Helper()
	if _, err := r.Records.Comment(ctx, recordID, record.Remark{Text: text, Audience: audience}); err != nil {
		t.Fatal(err)
	}
}

// remarks are the texts somebody reads under a record, in order.
func (r *rig) remarks(t testing.TB, ctx context.Context, recordID string) string {
	t.Helper()
	list, err := r.Records.Comments(ctx, recordID)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range list {
		out = append(out, c.Text)
	}
	return strings.Join(out, ", ")
}

// TestWhatWasSaidBeforeSendingStaysWithTheOwner: whom a record was sent to reads it
// and what happens to it from then on, and nothing of how it came about.
func TestWhatWasSaidBeforeSendingStaysWithTheOwner(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		rec := r.petition(t)
		them := r.as(coretest.Responder)
		r.do(t, them, rec.ID, "receive", nil)
		if _, err := r.Records.Do(them, rec.ID, "progress", 0, record.Act{Fields: fields{"progress_note": "Đang khảo sát", "expected_on": "2099-01-01"}, Reason: "NỘI BỘ ỦY BAN"}); err != nil {
			t.Fatal(err)
		}
		secrets := []string{"BẢN NHÁP ĐẦU", "SAI SỐ LIỆU", "LỠ TAY", "CÂN NHẮC KỸ"}
		for _, login := range []string{coretest.Officer, coretest.Approver, coretest.Watcher} { // the owner's side and those above it
			h, err := r.Records.History(r.as(login), rec.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range secrets[:3] {
				if !strings.Contains(text(h), secret) {
					t.Errorf("%s no longer sees %s", login, secret)
				}
			}
		}
		h, err := r.Records.History(them, rec.ID)
		if err != nil {
			t.Fatal(err)
		}
		var acts []string
		for _, v := range slices.Backward(h) {
			acts = append(acts, v.Action)
		}
		if got := strings.Join(acts, " "); got != "do:send do:receive do:progress" {
			t.Errorf("the addressee's history is %s", got)
		}
		all := text(h) + r.remarks(t, them, rec.ID) + text(r.get(t, them, rec.ID))
		for _, secret := range secrets {
			if strings.Contains(all, secret) {
				t.Errorf("the addressee sees %s: %s", secret, all)
			}
		}
		for _, v := range h {
			for _, c := range v.Changes {
				if v.Action == "do:send" && c.Old != nil {
					t.Errorf("what was sent tells what it was before: %+v", c)
				}
			}
		}
		if h[0].Reason != "NỘI BỘ ỦY BAN" {
			t.Errorf("their own reason is %q", h[0].Reason)
		}
		if _, _, err := r.CreateUser(r.In(coretest.An), newUser(coretest.Nobody)); err != nil {
			t.Fatal(err)
		}
		for _, login := range []string{coretest.Officer2, coretest.Admin, coretest.Nobody} {
			_, err := r.Records.History(r.as(login), rec.ID)
			refuses(t, err, fault.NotFound, "not_found")
			_, err = r.Records.Comments(r.as(login), rec.ID)
			refuses(t, err, fault.NotFound, "not_found")
		}
	})
}

// TestReasonsTheOtherSideIsToldAreSaidToBoth: what sends a record back to the other
// side, or ends it, comes with its reason; what the owner's side tells itself does not.
func TestReasonsTheOtherSideIsToldAreSaidToBoth(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		them, me := r.as(coretest.Responder), r.as(coretest.Officer)
		rec := r.petition(t)
		if _, err := r.Records.Do(me, rec.ID, "remind_sent", 0, record.Act{Reason: "ĐÃ QUÁ LÂU"}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Records.Do(r.as(coretest.Approver), rec.ID, "withdraw", 0, record.Act{Reason: "TRÙNG NỘI DUNG"}); err != nil {
			t.Fatal(err)
		}
		h, err := r.Records.History(them, rec.ID)
		if err != nil || len(h) != 3 || h[0].Reason != "TRÙNG NỘI DUNG" || h[1].Reason != "ĐÃ QUÁ LÂU" {
			t.Errorf("%+v %v", h, err)
		}
		paper := r.approved(t, nil)
		r.permit(t, "responder", access.Permission{Kind: "demo.paper", Action: "read", Reach: access.Addressed})
		r.do(t, me, paper.ID, "send", fields{"receiver": r.Unit(coretest.An, "X1-UB")})
		if _, err := r.Records.Do(me, paper.ID, "send", 0, record.Act{Reason: "GỬI LẠI VÌ LỖI"}); err != nil {
			t.Fatal(err)
		}
		h, err = r.Records.History(them, paper.ID)
		if err != nil || len(h) != 2 || strings.Contains(text(h), "GỬI LẠI VÌ LỖI") {
			t.Errorf("%+v %v", h, err)
		}
	})
}

// TestARemarkReachesWhomItsWriterChose: the own side, or both; each addressee for
// itself. The writer is told beforehand who that is.
func TestARemarkReachesWhomItsWriterChose(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me, them := r.as(coretest.Officer), r.as(coretest.Responder)
		draft := r.create(t, me, "core.recommendation", fields{"title": "x"}, "")
		_, err := r.Records.Comment(me, draft.ID, record.Remark{Text: "x", Audience: record.Both})
		refuses(t, err, fault.Invalid, "not_delivered", "audience=not_delivered")
		_, err = r.Records.Comment(me, draft.ID, record.Remark{Text: "x", Audience: "all"})
		refuses(t, err, fault.Invalid, "unknown_value", "audience=unknown_value")

		rec := r.petition(t)
		r.remark(t, me, rec.ID, "ta", "")
		r.remark(t, me, rec.ID, "ta nói", record.Both)
		r.remark(t, them, rec.ID, "họ", record.Own)
		r.remark(t, them, rec.ID, "họ nói", record.Both)
		for login, want := range map[string]string{coretest.Officer: "CÂN NHẮC KỸ, ta, ta nói, họ nói", coretest.Watcher: "CÂN NHẮC KỸ, ta, ta nói, họ nói",
			coretest.Responder: "ta nói, họ, họ nói"} {
			if got := r.remarks(t, r.as(login), rec.ID); got != want {
				t.Errorf("%s reads %q, want %q", login, got, want)
			}
		}
		owner, committee := r.Unit(coretest.An, "X1"), r.Unit(coretest.An, "X1-UB")
		for login, want := range map[string][]record.Audience{
			coretest.Officer:   {{Name: record.Own, Units: []string{owner}}, {Name: record.Both, Units: []string{owner, committee}}},
			coretest.Responder: {{Name: record.Own, Units: []string{committee}}, {Name: record.Both, Units: []string{owner, committee}}},
		} {
			got, err := r.Records.Audiences(r.as(login), r.get(t, r.as(login), rec.ID))
			if err != nil || text(got) != text(want) {
				t.Errorf("%s may speak to %+v, want %+v: %v", login, got, want, err)
			}
		}
	})
}

// TestADraftMadeBelowIsItsUnits: a draft that a decision makes at another unit is
// seen there, and by nobody above, not even by whoever decided; they had a hand in
// it all the same. One made at the decider's own unit is theirs.
func TestADraftMadeBelowIsItsUnits(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		r.permit(t, "officer", access.Permission{Kind: "demo.point", Action: "read", Reach: access.Subtree})
		if _, _, err := r.CreateUser(r.In(coretest.An), newUser("thon", "officer@X1-K1")); err != nil {
			t.Fatal(err)
		}
		rec := r.opened(t, nil)
		r.decider.verdict(sdk.Verdict{Effects: []sdk.Effect{
			{Kind: sdk.EffectCreate, IdemKey: "below", Create: &sdk.CreateEffect{Kind: "demo.point", UnitID: r.Unit(coretest.An, "X1-K1"), Fields: fields{"title": "nháp dưới"}}},
			{Kind: sdk.EffectCreate, IdemKey: "sent", Create: &sdk.CreateEffect{Kind: "demo.point", UnitID: r.Unit(coretest.An, "X1-K1"), State: "noted", Fields: fields{"title": "giao xuống"}}},
			{Kind: sdk.EffectCreate, IdemKey: "here", Create: &sdk.CreateEffect{Kind: "demo.point", Fields: fields{"title": "nháp đây"}}},
		}})
		r.do(t, me, rec.ID, "check", nil)
		seen := func(ctx context.Context) string {
			page, err := r.Records.List(ctx, record.Query{Kind: "demo.point", Sort: "title"})
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, p := range page.Items {
				out = append(out, p.Title)
			}
			return strings.Join(out, ", ")
		}
		if got := seen(me); got != "giao xuống, nháp đây" {
			t.Errorf("who decided sees %s", got)
		}
		if got := seen(r.as("thon")); got != "giao xuống, nháp dưới" {
			t.Errorf("the unit sees %s", got)
		}
		if n := r.count(t, "SELECT COUNT(*) FROM record WHERE title = 'nháp dưới' AND created_by = 'system:effect' AND actors LIKE ?", "%"+r.person(t, coretest.Officer)+"%"); n != 1 {
			t.Error("who decided had no hand in what came of it")
		}
	})
}

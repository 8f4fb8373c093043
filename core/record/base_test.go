package record_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/ledger"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
)

// prove puts a paper into a slot.
func (r *rig) prove(t testing.TB, ctx context.Context, recordID, slot string) {
	t.Helper()
	if _, err := r.attachTo(ctx, recordID, slot); err != nil {
		t.Fatal(err)
	}
}

// photograph puts a photo into a slot.
func (r *rig) photograph(t testing.TB, ctx context.Context, recordID, slot string) {
	t.Helper()
	var body bytes.Buffer
	if err := jpeg.Encode(&body, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Documents.Attach(ctx, recordID, slot, document.Source{Body: &body, Size: int64(body.Len()), Name: "ảnh.jpg"}, document.Meta{}); err != nil {
		t.Fatal(err)
	}
}

// parts makes a role of province An play more parts of the base kinds.
func (r *rig) parts(t testing.TB, role string, parts ...string) {
	t.Helper()
	ctx := r.In(coretest.An)
	roles, err := r.Guard.List(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i := range roles {
		if roles[i].ID == role {
			roles[i].Plays = map[string][]string{"core": append(roles[i].Plays["core"], parts...)}
		}
	}
	if _, err := r.Guard.Apply(ctx, roles); err != nil {
		t.Fatal(err)
	}
}

// newest is the latest record of a kind that province An has.
func (r *rig) newest(t testing.TB, kind string) *record.Record {
	t.Helper()
	page, err := r.Records.List(r.In(coretest.An), record.Query{Kind: kind, Sort: "-created_at"})
	if err != nil || len(page.Items) == 0 {
		t.Fatalf("%d records of %s, %v", len(page.Items), kind, err)
	}
	return r.get(t, r.In(coretest.An), page.Items[0].ID)
}

// refusedTo fails if any of the people may take the step.
func (r *rig) refusedTo(t testing.TB, day, recordID, transition string, logins ...string) {
	t.Helper()
	for _, login := range logins {
		_, err := r.Records.Do(on(r.as(login), day), recordID, transition, 0, record.Act{Reason: "thử"})
		if !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s took %s: %v", login, transition, err)
		}
	}
}

// sent is a recommendation of commune X1 that its People's Committee has, sent on
// 10/03/2026.
func (r *rig) sent(t testing.TB, more fields) *record.Record {
	t.Helper()
	const day = "2026-03-10"
	f := fields{"title": "Sửa đường thôn Đông", "content": "Đường hỏng.", "to_unit": r.Unit(coretest.An, "X1-UB"), "sent_on": day}
	for k, v := range more {
		f[k] = v
	}
	rec := r.create(t, on(r.as(coretest.Officer), day), "core.recommendation", f, "submit")
	boss := on(r.as(coretest.Approver), day)
	_, err := r.Records.Do(boss, rec.ID, "send", 0, record.Act{})
	refuses(t, err, fault.Invalid, "evidence_missing", "letter=evidence_missing")
	r.prove(t, on(r.as(coretest.Officer), day), rec.ID, "letter")
	r.refusedTo(t, day, rec.ID, "send", coretest.Officer, coretest.Officer2, coretest.Responder, coretest.Watcher)
	return r.do(t, boss, rec.ID, "send", nil)
}

// TestARecommendationFromItsLetterToTheSpot: the walk as each side takes it, and
// what each may not.
func TestARecommendationFromItsLetterToTheSpot(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		officer, boss, to := r.as(coretest.Officer), r.as(coretest.Approver), r.as(coretest.Responder)
		rec := r.sent(t, fields{"source": "people_board"})
		r.refusedTo(t, "2026-03-11", rec.ID, "receive", coretest.Officer, coretest.Approver, coretest.Watcher)
		_, err := r.Records.Do(on(to, "2026-03-20"), rec.ID, "receive", 0, record.Act{Fields: fields{"received_on": "2026-03-19"}})
		refuses(t, err, fault.Invalid, "invalid", "received_on=core.received_too_late")
		rec = r.do(t, on(to, "2026-03-20"), rec.ID, "receive", nil)
		if rec.Fields["received_on"] != "2026-03-13" || rec.Fields["due_on"] != "2026-03-30" { // 28/03 is a Saturday
			t.Errorf("received on %v, due on %v", rec.Fields["received_on"], rec.Fields["due_on"])
		}
		if d := rec.Deadlines; len(d) != 1 || d[0].Code != "TT-01" || !d[0].Law {
			t.Errorf("%+v", d)
		}
		rec = r.do(t, on(officer, "2026-03-20"), rec.ID, "confirm_stamp", fields{"received_on": "2026-03-19"})
		if rec.Fields["due_on"] != "2026-04-03" || rec.Fields["stamp_confirmed"] != true {
			t.Errorf("%+v", rec.Fields)
		}
		r.prove(t, on(to, "2026-04-10"), rec.ID, "answer_letter")
		r.refusedTo(t, "2026-04-10", rec.ID, "answer", coretest.Officer, coretest.Approver, coretest.Watcher)
		rec = r.do(t, on(to, "2026-04-10"), rec.ID, "answer", fields{"result": "accepted", "answer": "Sẽ sửa.", "answered_on": "2026-04-01", "commitment_on": "2026-06-01"})
		if rec.Fields["counted_on"] != "2026-04-10" || rec.Fields["filed_on"] != "2026-04-10" || rec.Deadlines[0].MetOn.String() != "2026-04-10" {
			t.Errorf("a letter dated back counts on %v", rec.Fields["counted_on"])
		}
		promise := r.newest(t, "core.commitment")
		if promise.State != "assigned" || promise.Number == "" || promise.ToUnitID != r.Unit(coretest.An, "X1-UB") || promise.UnitID != rec.UnitID || promise.DueOn.String() != "2026-06-01" || promise.Fields["origin"] != rec.ID {
			t.Errorf("the promise became %+v", promise)
		}
		r.do(t, on(boss, "2026-04-11"), rec.ID, "assess", fields{"assessment": "met"})
		r.refusedTo(t, "2026-06-02", rec.ID, "verify", coretest.Responder, coretest.Watcher, coretest.Approver)
		_, err = r.Records.Do(on(officer, "2026-06-02"), rec.ID, "verify", 0, record.Act{Fields: fields{"verification": "not_seen"}})
		refuses(t, err, fault.Invalid, "evidence_missing", "site_photos=evidence_missing")
		r.photograph(t, on(officer, "2026-06-02"), rec.ID, "site_photos")
		r.do(t, on(officer, "2026-06-02"), rec.ID, "verify", fields{"verification": "not_seen"})
		_, err = r.Records.Do(on(boss, "2026-06-02"), rec.ID, "close", 0, record.Act{})
		refuses(t, err, fault.Invalid, "invalid", "verification=core.not_seen_open")
		rec = r.do(t, on(officer, "2026-06-20"), rec.ID, "verify", fields{"verification": "carried_out", "verified_on": "2026-06-19"})
		if rec = r.do(t, on(boss, "2026-06-21"), rec.ID, "close", nil); rec.State != "closed" || rec.Fields["verified_on"] != "2026-06-19" {
			t.Errorf("%+v", rec)
		}
	})
}

// TestAnAnswerReopenedIsKept, and the limit runs on.
func TestAnAnswerReopenedIsKept(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		boss, to := r.as(coretest.Approver), r.as(coretest.Responder)
		rec := r.sent(t, nil)
		r.prove(t, on(to, "2026-03-12"), rec.ID, "answer_letter")
		r.do(t, on(to, "2026-03-12"), rec.ID, "answer", fields{"result": "refused", "answer": "Không làm.", "answered_on": "2026-03-12"})
		rec = r.do(t, on(boss, "2026-03-13"), rec.ID, "reopen", nil)
		if rec.State != "in_progress" || rec.Fields["answered_on"] != nil || rec.Fields["result"] != nil || rec.Fields["counted_on"] != nil {
			t.Errorf("%+v", rec.Fields)
		}
		if d := rec.Deadlines; len(d) != 1 || !d[0].MetOn.IsZero() || d[0].Stopped {
			t.Errorf("the limit does not run: %+v", d)
		}
		rec = r.do(t, on(to, "2026-03-20"), rec.ID, "answer", fields{"result": "accepted", "answer": "Làm ngay.", "answered_on": "2026-03-20"})
		given, _ := rec.Fields["answers"].([]map[string]any)
		if len(given) != 2 || given[0]["text"] != "Không làm." || given[0]["filed_on"] != "2026-03-12" || given[1]["result"] != "accepted" || given[0]["id"] == given[1]["id"] {
			t.Errorf("%+v", given)
		}
	})
}

// TestWhatIsNotTheirsGoesToTheBodyItIs: said with a reason, insisted on or
// forwarded as a record of its own.
func TestWhatIsNotTheirsGoesToTheBodyItIs(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		officer, boss, to := on(r.as(coretest.Officer), "2026-03-12"), on(r.as(coretest.Approver), "2026-03-12"), on(r.as(coretest.Responder), "2026-03-12")
		rec := r.sent(t, fields{"theme": "land"})
		_, err := r.Records.Do(to, rec.ID, "not_competent", 0, record.Act{})
		refuses(t, err, fault.Invalid, "required", "reason=required")
		rec = r.do(t, to, rec.ID, "not_competent", fields{"suggested_unit": r.Unit(coretest.An, "X2-UB")})
		if d := rec.Deadlines; rec.State != "not_competent" || len(d) != 1 || !d[0].Stopped {
			t.Errorf("%+v", rec)
		}
		rec = r.do(t, boss, rec.ID, "insist", nil)
		if rec.State != "received" || rec.Deadlines[0].Stopped {
			t.Errorf("%+v", rec)
		}
		r.do(t, to, rec.ID, "not_competent", fields{"suggested_unit": r.Unit(coretest.An, "X1-UB")})
		_, err = r.Records.Do(officer, rec.ID, "forward", 0, record.Act{})
		refuses(t, err, fault.Invalid, "invalid", "forward_to=core.forward_to_same")
		if rec = r.do(t, officer, rec.ID, "forward", fields{"forward_to": r.Unit(coretest.An, "X2-UB")}); rec.State != "forwarded" {
			t.Errorf("%+v", rec)
		}
		next := r.newest(t, "core.recommendation")
		if next.ID == rec.ID || next.State != "submitted" || next.Fields["previous"] != rec.ID || next.Fields["to_unit"] != r.Unit(coretest.An, "X2-UB") || next.Fields["theme"] != "land" || next.Number != "" {
			t.Errorf("%+v", next)
		}
	})
}

// TestTheThirdReminderOffersTheHigherBody, which has seven days where the law of
// complaints says so.
func TestTheThirdReminderOffersTheHigherBody(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		officer, boss := on(r.as(coretest.Officer), "2026-04-10"), on(r.as(coretest.Approver), "2026-04-10")
		rec := r.sent(t, fields{"source": "petition"})
		higher := fields{"escalate_to": r.Unit(coretest.An, "X2-UB")}
		for n := range 3 {
			_, err := r.Records.Do(officer, rec.ID, "escalate", 0, record.Act{Fields: higher})
			refuses(t, err, fault.Conflict, "condition")
			rec = r.do(t, officer, rec.ID, "remind_sent", nil)
			if list, _ := rec.Fields["reminded"].([]map[string]any); len(list) != n+1 || list[n]["no"] != int64(n+1) || list[n]["on"] != "2026-04-10" {
				t.Errorf("reminders %+v", list)
			}
		}
		if rec.Fields["reminders"] != int64(3) {
			t.Errorf("%v reminders", rec.Fields["reminders"])
		}
		if rec = r.do(t, officer, rec.ID, "escalate", higher); rec.State != "escalated" || rec.Fields["escalated_on"] != "2026-04-10" {
			t.Errorf("%+v", rec)
		}
		next := r.newest(t, "core.recommendation")
		r.prove(t, officer, next.ID, "letter")
		next = r.do(t, boss, next.ID, "send", fields{"sent_on": "2026-04-10"})
		if d := next.Deadlines; next.Fields["escalation_of"] != rec.ID || len(d) != 1 || d[0].Code != "KN-08" || next.Fields["due_on"] != "2026-04-20" {
			t.Errorf("%+v %+v", next.Fields, d)
		}
	})
}

// TestDecisionsOfAMeetingAreCommitments: made once when it is held, reported by
// whom they were given to, put off only with a paper.
func TestDecisionsOfAMeetingAreCommitments(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		const day = "2026-03-10"
		officer, boss, to := on(r.as(coretest.Officer), day), on(r.as(coretest.Approver), day), on(r.as(coretest.Responder), day)
		rec := r.create(t, officer, "core.meeting", fields{"title": "Giao ban", "form": "onsite", "held_on": day}, "plan")
		r.do(t, officer, rec.ID, "hold", fields{"attended_count": 12, "decisions": []map[string]any{
			{"content": "Sửa đường", "unit_id": r.Unit(coretest.An, "X1-UB"), "due_on": "2026-04-10", "output": "Đường thông"},
			{"content": "Sửa cầu", "unit_id": r.Unit(coretest.An, "X1-DU"), "due_on": "2026-05-10"}}})
		if n := r.count(t, "SELECT COUNT(*) FROM record WHERE kind = 'core.commitment' AND state = 'assigned' AND number <> '' AND to_unit_id <> ''"); n != 2 {
			t.Fatalf("%d commitments", n)
		}
		page, err := r.Records.List(to, record.Query{Kind: "core.commitment"})
		if err != nil || len(page.Items) != 1 || page.Items[0].Title != "Sửa đường" {
			t.Fatalf("its committee sees %+v, %v", page, err)
		}
		id := page.Items[0].ID
		r.do(t, to, id, "receive", nil)
		_, err = r.Records.Do(boss, id, "extend", 0, record.Act{Fields: fields{"extended_to": "2026-04-20"}})
		refuses(t, err, fault.Invalid, "evidence_missing", "extension=evidence_missing")
		r.prove(t, boss, id, "extension")
		_, err = r.Records.Do(boss, id, "extend", 0, record.Act{Fields: fields{"extended_to": "2026-04-01"}})
		refuses(t, err, fault.Invalid, "invalid", "extended_to=core.extended_backwards")
		got := r.do(t, boss, id, "extend", fields{"extended_to": "2026-04-20"})
		if list, _ := got.Fields["extensions"].([]map[string]any); got.DueOn.String() != "2026-04-20" || len(list) != 1 || list[0]["was"] != "2026-04-10" {
			t.Errorf("%+v", got.Fields)
		}
		_, err = r.Records.Do(to, id, "report", 0, record.Act{Fields: fields{"result": "not_done"}})
		refuses(t, err, fault.Invalid, "invalid", "result_reason=core.not_done_reason")
		_, err = r.Records.Do(to, id, "report", 0, record.Act{Fields: fields{"result": "done", "done_on": day}})
		refuses(t, err, fault.Invalid, "invalid", "result=core.done_unproven")
		r.prove(t, to, id, "proof")
		r.do(t, to, id, "report", fields{"result": "done", "done_on": day})
		r.refusedTo(t, day, id, "accept", coretest.Officer, coretest.Responder, coretest.Watcher)
		r.do(t, boss, id, "accept", nil)
		if got = r.do(t, officer, id, "close", nil); got.State != "closed" || !got.Clock.MetOn.IsZero() && got.Clock.MetOn.String() != day {
			t.Errorf("%+v", got)
		}
	})
}

// TestFiguresOfOthersAreConfirmedByAnother: a month of receptions with the days
// the rule of its time asks, and a value with the paper it stands in.
func TestFiguresOfOthersAreConfirmedByAnother(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.parts(t, "responder", "reporter", "verifier")
		r.parts(t, "watcher", "verifier")
		const day = "2026-08-05"
		to, checks := on(r.as(coretest.Responder), day), on(r.as(coretest.Watcher), day)
		committee := r.Unit(coretest.An, "X1-UB")
		make := func(kind string, f fields, want fields) *record.Record {
			rec, err := r.Records.Create(to, kind, record.Input{UnitID: committee, Fields: f})
			if err != nil {
				t.Fatal(err)
			}
			for name, value := range want {
				if rec.Fields[name] != value {
					t.Errorf("%s %s is %v, want %v", kind, name, rec.Fields[name], value)
				}
			}
			return rec
		}
		month := func(m int) fields {
			return fields{"host": "committee_chair", "level": "commune", "month": m, "year": 2026, "days_by_head": 2, "received": 5, "handled": 3}
		}
		make("core.reception_month", month(6), fields{"days_required": int64(4), "kept": false})
		july := make("core.reception_month", month(7), fields{"days_required": int64(2), "kept": true, "pending": int64(2), "begins": "2026-07-01", "title": "Tiếp công dân tháng 7/2026"})
		value := make("core.declared_value", fields{"title": "Hộ nghèo 2026", "name": "poverty_rate", "place": r.Unit(coretest.An, "X1"), "as_of": "2026-06-30", "value": 2.5, "measured_in": "percent", "issuer": "UBND xã Một"}, nil)
		for _, c := range []struct{ id, slot, confirm, done string }{{july.ID, "report", "confirm", "confirmed"}, {value.ID, "paper", "check", "checked"}} {
			_, err := r.Records.Do(to, c.id, "file", 0, record.Act{})
			refuses(t, err, fault.Invalid, "evidence_missing", c.slot+"=evidence_missing")
			r.prove(t, to, c.id, c.slot)
			if rec := r.do(t, to, c.id, "file", nil); rec.Number == "" {
				t.Errorf("%+v", rec)
			}
			_, err = r.Records.Do(to, c.id, c.confirm, 0, record.Act{})
			refuses(t, err, fault.Forbidden, "own_work")
			r.refusedTo(t, day, c.id, c.confirm, coretest.Officer, coretest.Officer2)
			if rec := r.do(t, checks, c.id, c.confirm, nil); rec.State != c.done {
				t.Errorf("%+v", rec)
			}
		}
		_, err := r.Records.Create(on(r.as(coretest.Officer), day), "core.declared_value", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: fields{"title": "x"}})
		refuses(t, err, fault.Invalid, "not_an_owner")
	})
}

// TestAProvinceHasThemesOfItsOwn instead of the product's.
func TestAProvinceHasThemesOfItsOwn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.set(t, map[string]any{"lists": map[string]any{"theme": []map[string]any{{"id": "sea", "label": map[string]string{"vi": "Biển, đảo", "en": "Sea"}}}}})
		me := r.as(coretest.Officer)
		r.create(t, me, "core.recommendation", fields{"title": "Cảng cá", "theme": "sea"}, "")
		_, err := r.Records.Create(me, "core.recommendation", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: fields{"title": "Ruộng", "theme": "land"}})
		refuses(t, err, fault.Invalid, "invalid", "theme=unknown_value")
		if _, err := r.Tenants.Change(context.Background(), coretest.An, map[string]any{"settings": map[string]any{"lists": map[string]any{"theme": []map[string]any{{"id": "Biển"}}}}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a value without a label: %v", err)
		}
		k, err := r.Kinds.Of(r.In(coretest.Binh), "core.recommendation")
		if err != nil || !slices.ContainsFunc(k.Field("theme").Values, func(v manifest.EnumValue) bool { return v.ID == "land" }) {
			t.Errorf("the other province lost its themes: %v", err)
		}
	})
}

// TestTheLedgerByAnsweringBody: every recommendation sent stands in one column,
// and each reader sees those they may read.
func TestTheLedgerByAnsweringBody(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		officer, boss, to := r.as(coretest.Officer), r.as(coretest.Approver), r.as(coretest.Responder)
		committee := r.Unit(coretest.An, "X1-UB")
		answer := func(rec *record.Record, day string, f fields) {
			r.prove(t, on(to, day), rec.ID, "answer_letter")
			f["answer"], f["answered_on"] = "Trả lời.", day
			r.do(t, on(to, day), rec.ID, "answer", f)
		}
		answer(r.sent(t, fields{"source": "voters"}), "2026-03-20", fields{"result": "accepted", "commitment_on": "2026-06-01"})
		answer(r.sent(t, nil), "2026-04-20", fields{"result": "refused"})
		r.do(t, on(to, "2026-03-12"), r.sent(t, nil).ID, "not_competent", nil)
		r.sent(t, nil)
		r.create(t, officer, "core.recommendation", fields{"title": "Nháp", "to_unit": committee}, "")
		want := ledger.Line{UnitID: committee, Sent: 4, OnTime: 1, Late: 1, Silent: 1, Elsewhere: 1, TakenUp: 1, Promised: 1}
		for _, reader := range []context.Context{boss, to, r.as(coretest.Watcher)} {
			got, err := ledger.Lines(on(reader, "2026-05-01"), r.Records, "", "")
			if err != nil || len(got) != 1 || got[0] != want {
				t.Errorf("%+v %v, want %+v", got, err, want)
			}
		}
		waits := []string{"sent", "received", "in_progress", "escalated", "answered", "assessed", "verified", "closed"}
		for of, q := range map[string]record.Query{
			"late":      {Filter: fields{"answer_timing": "late"}},
			"silent":    {Filter: fields{"issued": "true", "answer_timing": "-", "due_on": "..2026-04-30"}, State: waits},
			"elsewhere": {Filter: fields{"issued": "true", "answer_timing": "-"}, State: []string{"not_competent", "forwarded"}},
		} { // a figure leads to the list of what it counts
			q.Kind, q.Filter["to_unit"] = "core.recommendation", committee
			if p, err := r.Records.List(on(boss, "2026-05-01"), q); err != nil || len(p.Items) != 1 {
				t.Errorf("%s: %d listed, %v", of, len(p.Items), err)
			}
		}
		got, err := ledger.Lines(on(boss, "2026-03-11"), r.Records, "", "other")
		if err != nil || len(got) != 1 || got[0].Sent != 3 || got[0].NotDue != 1 || got[0].Silent != 0 {
			t.Errorf("%+v %v", got, err)
		}
		if got, err = ledger.Lines(r.as(coretest.Officer2), r.Records, "", ""); err != nil || len(got) != 0 {
			t.Errorf("another commune sees %+v, %v", got, err)
		}
		_, err = ledger.Lines(boss, r.Records, "unt_none", "")
		refuses(t, err, fault.NotFound, "not_found")
	})
}

package main

import (
	"strconv"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest/task"
)

// TestPaths takes records from who owes them to their end, with their evidence,
// and reads what they count for.
func TestPaths(t *testing.T) {
	t.Parallel()
	task.Alone(t, func(t *testing.T) {
		p := task.Open(t, Build(), "ha-tinh")
		t.Run("a digest", func(t *testing.T) { digestBecomesRecommendations(t, p.With(t)) })
		t.Run("a festival", func(t *testing.T) { festivalCountsForItsAreas(t, p.With(t)) })
		t.Run("liaison", func(t *testing.T) { liaisonIsConfirmed(t, p.With(t)) })
	})
}

// digestBecomesRecommendations: names are refused, an issue with an addressee is
// followed as a recommendation, a second one on the same theme there is tied to it.
func digestBecomesRecommendations(t *testing.T, p *task.Province) {
	today := time.Now()
	year, last := strconv.Itoa(today.Year()), today.Format(time.DateOnly)
	lan, hung, mai := p.Person("cb.lan"), p.Person("cb.hung"), p.Person("du.mai")
	body, place := p.Unit("18685-UBND"), p.Unit("18685")
	topic := func(no int, theme, content string) row {
		return row{"no": no, "theme": theme, "place": place, "content": content, "band": "from_5", "trend": "new", "proposal": "Đề nghị kiểm tra, trả lời", "to_unit": body}
	}
	made := func() int { return len(lan.List("core.recommendation", "state=submitted")) }
	digest := func(topics ...row) *task.Record {
		d := lan.Begin("unity.opinion_digest", "18685-MT", row{"title": "Ý kiến cử tri", "digest_kind": "periodic", "from_on": today.AddDate(0, -3, 0).Format(time.DateOnly), "to_on": last,
			"topics": topics, "sent_to": []string{p.Unit("18685-DU")}})
		lan.Step(d, "submit", nil)
		lan.Attach(d, "report")
		return d
	}
	bad := lan.Begin("unity.opinion_digest", "18685-MT", row{"title": "Ý kiến", "digest_kind": "urgent", "from_on": last, "to_on": last, "topics": []row{topic(1, "land", "Ông Trần Văn Ất chưa được cấp sổ, gọi 0912345678")}})
	lan.Refused(bad, "submit", nil, 422, "unity.text_names_person")
	lan.Refused(bad, "submit", nil, 422, "unity.text_has_phone")

	before := made()
	first := digest(topic(1, "land", "Cấp đổi giấy chứng nhận chậm"), topic(2, "health", "Trạm y tế thiếu thuốc"))
	lan.Refused(first, "send", nil, 403, "forbidden")
	hung.Step(first, "send", nil)
	if n := made() - before; n != 2 {
		t.Errorf("two issues made %d recommendations", n)
	}
	if seen := mai.Read(first.ID); seen.State != "sent" {
		t.Errorf("what the Party office reads: %+v", seen)
	}
	second := digest(topic(1, "land", "Vẫn chậm cấp đổi giấy chứng nhận"), topic(2, "order", "Chó thả rông nhiều"))
	if hung.Step(second, "send", nil); !second.Warned("topic_already_open") {
		t.Errorf("an open issue passes unremarked: %+v", second.Warnings)
	}
	if n := made() - before; n != 3 {
		t.Errorf("an open issue was doubled: %d recommendations, want 3", n)
	}
	if f := hung.Figure("unity.digests", "18685", year); *f.Value != 2 || *f.Proven != 2 || f.Part("periodic") != 2 {
		t.Errorf("digests sent: %+v", f)
	}
	var rec *task.Record
	for _, r := range lan.List("core.recommendation", "state=submitted") {
		if lan.Read(r.ID).Fields["theme"] == "health" {
			rec = lan.Read(r.ID)
		}
	}
	if rec == nil {
		t.Fatal("no recommendation on health")
	}
	lan.Attach(rec, "letter")
	hung.Refused(rec, "send", nil, 403, "own_work") // his own decision made it
	p.Person("tinh.thuy").Step(rec, "send", nil)
	if f := hung.Figure("unity.voters_sent", "18685", year); *f.Value != 1 || *f.Proven != 1 || f.Part("health") != 1 {
		t.Errorf("voters' recommendations sent: %+v", f)
	}
	lan.Step(first, "close", nil)
}

// festivalCountsForItsAreas: the head of an area files for two that celebrated
// together, the commune for one without an account; two of four prove it by paper.
func festivalCountsForItsAreas(t *testing.T, p *task.Province) {
	p.OweSince(360)
	year := time.Now().Year()
	held := time.Date(year, 11, 15, 0, 0, 0, 0, time.UTC)
	if held.After(time.Now()) {
		held = held.AddDate(-1, 0, 0)
	}
	period, on := strconv.Itoa(held.Year()), held.Format(time.DateOnly)
	son, lan, hung := p.Person("k1.son"), p.Person("cb.lan"), p.Person("cb.hung")
	joint := son.Begin("unity.festival", "18685-K01-CTMT", row{"held_on": on, "form": "joint", "with": []string{p.Unit("18685-K02-CTMT")}, "households": 180, "guests": "commune"})
	son.Refused(joint, "report", nil, 422, "evidence_missing")
	son.Attach(joint, "report")
	son.Step(joint, "report", nil)
	son.Refused(joint, "check", nil, 403, "forbidden")
	lan.Step(joint, "check", nil)
	hung.Figure("unity.areas_with_festival", "18685", period).Want(t, "one festival of two areas", 2, 4, 2)
	filed := lan.Begin("unity.festival", "18685-K03-CTMT", row{"held_on": on, "form": "one", "households": 95})
	lan.Attach(filed, "report")
	lan.Step(filed, "report", nil)
	lan.Refused(filed, "check", nil, 403, "own_work")
	hung.Step(filed, "check", nil)
	hung.Figure("unity.areas_with_festival", "18685", period).Want(t, "and one filed by the commune", 3, 4, 3)

	// A confirmation is taken back by who may confirm, with a reason; what was reported
	// stands, and waits to be confirmed.
	son.Refused(joint, "take_back", nil, 403, "forbidden")
	lan.Refused(filed, "take_back", nil, 403, "own_work")
	hung.Refused(filed, "take_back", nil, 422, "required")
	hung.Give(filed, "take_back", "Xác nhận nhầm khu dân cư")
	if filed.State != "reported" {
		t.Errorf("taken back: %s", filed.State)
	}
	hung.Figure("unity.areas_with_festival", "18685", period).Want(t, "one taken back", 3, 4, 3)
	hung.Step(filed, "check", nil)
}

// liaisonIsConfirmed: without a paper it is claimed, with one it is proven; its
// proposal is followed as a recommendation.
func liaisonIsConfirmed(t *testing.T, p *task.Province) {
	today := time.Now()
	year, on := strconv.Itoa(today.Year()), today.Format(time.DateOnly)
	lan, hung := p.Person("cb.lan"), p.Person("cb.hung")
	before := len(lan.List("core.recommendation", "state=submitted"))
	visit := lan.Begin("unity.liaison", "18685-MT", row{"partner": "Giáo xứ Văn Hạnh", "liaison_kind": "visit", "held_on": on, "content": "Chúc mừng, trao đổi việc làm đường liên thôn",
		"proposals": []row{{"content": "Đề nghị sửa cống trước nhà thờ", "to_unit": p.Unit("18685-UBND")}}})
	lan.Step(visit, "report", nil)
	if f := hung.Figure("unity.liaisons", "18685", year); *f.Value != 1 || *f.Proven != 0 || *f.Claimed != 1 {
		t.Errorf("claimed: %+v", f)
	}
	lan.Attach(visit, "paper")
	hung.Step(visit, "check", nil)
	if f := hung.Figure("unity.liaisons", "18685", year); *f.Value != 1 || *f.Approved != 1 {
		t.Errorf("confirmed: %+v", f)
	}
	if n := len(lan.List("core.recommendation", "state=submitted")) - before; n != 1 {
		t.Errorf("its proposal made %d recommendations", n)
	}
}

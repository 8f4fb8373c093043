package main

import (
	"bytes"
	"strconv"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest/task"
)

// next is the year planned for.
var next = strconv.Itoa(time.Now().Year() + 1)

// TestAYearOfPlanning takes the kinds from who owes them to their end, by roles, and
// reads what they count for.
func TestAYearOfPlanning(t *testing.T) {
	t.Parallel()
	task.Alone(t, func(t *testing.T) {
		p := task.Open(t, Build(), "ha-tinh")
		t.Run("a plan of a year", func(t *testing.T) { planOfAYear(t, p.With(t)) })
		t.Run("an example that is withdrawn", func(t *testing.T) { withdrawn(t, p.With(t)) })
	})
}

// planOfAYear: proposals by the organisations, agreed to by partners, signed when
// each is complete, changed only with the Front's consent, done with proof.
func planOfAYear(t *testing.T, p *task.Province) {
	lan, hung, tuan, dao, watcher := p.Person("cb.lan"), p.Person("cb.hung"), p.Person("hnd.tuan"), p.Person("hpn.dao"), p.Person("theodoi.tam")
	plan := lan.Begin("member.programme", "18685-MT", row{"level": "year", "year": time.Now().Year() + 1, "title": "Chương trình năm " + next,
		"parties": []string{p.Unit("18685-HND"), p.Unit("18685-HPN")}})
	dao.Do("GET", "/records/"+plan.ID, nil).Want(t, 404)
	lan.Step(plan, "collect", nil)
	dao.Do("GET", "/records/"+plan.ID, nil).Want(t, 200)

	item := func(who *task.Person, unit string, more row) *task.Record {
		fields := row{"programme": plan.ID, "title": "Tặng quà người cao tuổi", "theme": "welfare", "group": "elderly", "goal": "Chăm lo người già", "area": []string{p.Unit("18685-K03")},
			"from_on": next + "-10-01", "to_on": next + "-10-05", "output": "30 suất quà", "measure": "Số suất quà"}
		for k, v := range more {
			fields[k] = v
		}
		r := who.Begin("member.item", unit, fields)
		if more["partners"] != nil {
			who.Step(r, "propose_joint", nil)
		} else {
			who.Step(r, "propose", nil)
		}
		return r
	}
	gifts := item(dao, "18685-HPN", row{"partners": []string{p.Unit("18685-HND")}})
	bare := item(tuan, "18685-HND", row{"title": "Tập huấn trồng rừng", "theme": "training", "group": "farmers", "from_on": next + "-04-01", "to_on": next + "-04-03", "measure": ""})
	if !bare.Warned("item_incomplete") {
		t.Errorf("an incomplete proposal passes unremarked: %+v", bare.Warnings)
	}
	seen := tuan.Do("GET", "/records/"+gifts.ID, nil).Want(t, 200)
	tuan.Do("PATCH", "/records/"+gifts.ID, map[string]any{"fields": row{"output": "50 suất quà"}}, "If-Match", seen.Header.Get("Etag")).Want(t, 403)
	again := item(tuan, "18685-HND", row{"title": "Khám bệnh người cao tuổi", "theme": "health", "from_on": next + "-10-20", "to_on": next + "-10-21"})
	lan.Step(plan, "check", nil)
	p.Settle("ha-tinh")
	found := lan.List("member.overlap", "state=found")
	if len(found) != 1 {
		t.Fatalf("%d overlaps found, want 1", len(found))
	}
	double := hung.Read(found[0].ID)
	if double.Fields["title"] != "Cùng địa bàn, cùng tháng, cùng đối tượng" || double.Fields["programme"] != plan.ID || double.Fields["from_on"] != next+"-10-01" || double.Fields["to_on"] != next+"-10-21" { // they share the month alone
		t.Errorf("what was found: %v", double.Fields)
	}
	if mine := dao.Read(double.ID); mine.Number == "" {
		t.Errorf("what a lead reads of it: %+v", mine)
	}
	p.Person("ts.ha").Do("GET", "/records/"+double.ID, nil).Want(t, 404)
	lan.Attach(plan, "minutes")
	lan.Attach(plan, "paper")
	hung.Refused(plan, "sign", nil, 409, "overlap_undecided")
	decision := row{"decision": "split", "reason": "Tặng quà ở thôn, khám ở trạm y tế", "heard": []string{p.Unit("18685-HPN")}}
	hung.Refused(double, "decide", decision, 422, "member.lead_unheard")
	decision["heard"] = []string{p.Unit("18685-HPN"), p.Unit("18685-HND")}
	hung.Step(double, "decide", decision)
	hung.Refused(plan, "sign", nil, 422, "member.item_unfinished")
	hung.Refused(plan, "sign", nil, 422, "member.item_unagreed")
	tuan.Step(bare, "complete_planned", row{"measure": "Số người dự"})
	dao.Refused(gifts, "agree", nil, 403, "forbidden")
	tuan.Step(gifts, "agree", nil)
	lan.Refused(plan, "sign", nil, 403, "forbidden")
	tuan.Step(again, "complete_planned", row{"from_on": next + "-10-22", "to_on": next + "-10-23"})
	p.Settle("ha-tinh")
	if left := lan.List("member.overlap", "state=found"); len(left) != 0 {
		t.Errorf("a pair that was decided is found again: %+v", left)
	}
	hung.Step(plan, "sign", nil)
	p.Settle("ha-tinh")
	if now := dao.Read(gifts.ID); now.State != "doing" {
		t.Errorf("once the plan is signed the item is %s", now.State)
	}
	watcher.Figure("member.items_complete", "18685", next).Want(t, "complete items", 3, 3, 0)
	watcher.Figure("member.overlaps_decided", "18685", next).Want(t, "overlaps decided", 1, 1, 0)
	p.OweSince(60)
	watcher.Figure("member.programmes_signed", "18685", strconv.Itoa(time.Now().Year())).Want(t, "plans signed", 1, 1, 1)

	dao.Refused(gifts, "ask_change", nil, 422, "required")
	dao.Try(gifts, "ask_change", map[string]any{"reason": "Mưa bão", "fields": row{"change_from": next + "-11-01", "change_to": next + "-11-05"}}).Want(t, 200, gifts)
	hung.Step(gifts, "accept_change", nil)
	if now := dao.Read(gifts.ID); now.Fields["from_on"] != next+"-11-01" || now.Fields["change_from"] != nil {
		t.Errorf("after the change was accepted: %v", now.Fields)
	}
	dao.Refused(gifts, "report", row{"result": "30 suất"}, 422, "evidence_missing")
}

// withdrawn: nothing of a person is kept in clear, and withdrawal destroys the key.
func withdrawn(t *testing.T, p *task.Province) {
	dao, hung, keeper, second := p.Person("hpn.dao"), p.Person("cb.hung"), p.Person("tinh.giu1"), p.Person("tinh.giu2")
	r := dao.Begin("member.good_example", "18685-HPN", row{"title": "Nuôi trẻ mồ côi", "subject": "person", "field": "solidarity", "story": "Nhiều năm nhận nuôi trẻ mồ côi trong thôn", "person_name": "Phan Thị Ất"})
	dao.Refused(r, "consider", nil, 422, "member.person_other_way")
	dao.Refused(r, "consider_person", nil, 422, "evidence_missing")
	dao.Attach(r, "consent")
	dao.Step(r, "consider_person", nil)
	hung.Step(r, "praise", nil)
	if f := hung.Figure("member.examples_praised", "18685", strconv.Itoa(time.Now().Year())); *f.Value != 1 || f.Part("person") != 1 {
		t.Errorf("examples praised: %+v", f)
	}

	var opening struct{ ID string }
	keeper.Do("POST", "/records/"+r.ID+"/openings", map[string]any{"fields": []string{"person_name"}, "reason": "In giấy khen"}).Want(t, 201, &opening)
	second.Do("POST", "/openings/"+opening.ID+"/approve", nil).Want(t, 200)
	if shown := keeper.Do("GET", "/openings/"+opening.ID, nil).Want(t, 200); !bytes.Contains(shown.Body, []byte("Phan Thị Ất")) {
		t.Errorf("two keepers see %s", shown.Body)
	}
	hung.Give(r, "withdraw", "Người được nêu xin rút")
	p.Settle("ha-tinh")
	if after := keeper.Do("GET", "/openings/"+opening.ID, nil).Want(t, 409); !bytes.Contains(after.Body, []byte("seal_shredded")) {
		t.Errorf("after the withdrawal: %s", after.Body)
	}
}

package main

import (
	"bytes"
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest/task"
)

var (
	now  = calendar.Today(time.Now())
	year = fmt.Sprint(now.Year())
)

type row = map[string]any

// TestStories takes the kinds from who owes them to their end, with their papers,
// by the roles of a real province, and reads every figure they come to.
func TestStories(t *testing.T) {
	t.Parallel()
	task.Alone(t, func(t *testing.T) {
		p := task.Open(t, Build(), "ha-tinh")
		t.Run("an opinion", func(t *testing.T) { opinionIsAnswered(t, p.With(t)) })
		t.Run("a petition", func(t *testing.T) { petitionIsRouted(t, p.With(t)) })
		t.Run("a people's board", func(t *testing.T) { boardReports(t, p.With(t)) })
	})
}

// rows are those of a record as somebody reads it, their ids with them.
func rows(r *task.Record, field string) []row {
	var out []row
	list, _ := r.Fields[field].([]any)
	for _, one := range list {
		out = append(out, one.(row))
	}
	return out
}

// opinionIsAnswered: the Party committee's draft gets an opinion of two numbered
// points; the committee answers each, and can touch nothing else of them.
func opinionIsAnswered(t *testing.T, p *task.Province) {
	lan, hung, mai := p.Person("cb.lan"), p.Person("cb.hung"), p.Person("du.mai")
	of := lan.Begin("supervision.opinion_paper", "18685-MT", row{"nature": "opinion_218", "draft_title": "Dự thảo nghị quyết về công tác dân vận", "from_body": p.Unit("18685-DU"), "received_on": now.String()})
	lan.Step(of, "file", nil)
	if res := lan.Do("PATCH", "/records/"+of.ID, row{"fields": row{"nature": "criticism"}}, "If-Match", "*"); res.Status < 400 {
		t.Errorf("the nature of what was received changed: %s", res.Body)
	}
	if of.Number != "GOPY-18685-MT-"+year+"-001" {
		t.Errorf("the first opinion is number %s", of.Number)
	}
	other := lan.Begin("supervision.opinion_paper", "18685-MT", row{"nature": "consultation", "draft_title": "Dự án chợ xã", "from_body": p.Unit("18685-UBND"), "received_on": now.String()})
	lan.Attach(other, "dossier")
	if lan.Step(other, "file", nil); other.Number != "TVAN-18685-MT-"+year+"-001" { // a book of its own: it begins at one
		t.Errorf("the first consultation is number %s", other.Number)
	}
	p.Person("cb.hung").Give(other, "cancel", "Dự án đã dừng")
	lan.Step(of, "assign", row{"assigned_to": p.Unit("18685-MT")})
	lan.Refused(of, "submit", row{"form": "in_writing"}, 422, "supervision.point_missing")
	points := []row{{"no": 1, "article": "Mục II.3", "critique": "Chưa nêu trách nhiệm người đứng đầu", "proposal": "Bổ sung trách nhiệm người đứng đầu"}, {"no": 2, "critique": "Chưa có nguồn lực", "proposal": "Bố trí kinh phí hằng năm"}}
	lan.Step(of, "submit", row{"form": "in_writing", "points": points})
	lan.Attach(of, "statement")
	lan.Refused(of, "send", nil, 403, "forbidden")
	if res := mai.Do("GET", "/records/"+of.ID, nil); res.Status != 404 {
		t.Errorf("the committee reads what was not sent: %d", res.Status)
	}
	if res := hung.Do("POST", "/records/"+of.ID+"/transitions/send", row{}); res.Status != 428 || !bytes.Contains(res.Body, []byte("version_required")) {
		t.Errorf("sent without saying which version was seen: %d %s", res.Status, res.Body)
	}
	hung.Step(of, "send", nil)
	hung.Figure("supervision.opinions_given", "18685", year).Want(t, "the commune gave an opinion", 1, 1, 1)
	p.Person("tinh.thuy").Figure("supervision.opinions_given", "42", year).Want(t, "one of the province's committees", 1, 70, 1)

	seen := rows(mai.Read(of.ID), "points")
	mai.Attach(of, "answer")
	answer := func(said ...row) row {
		var all []row
		for i, one := range seen {
			all = append(all, maps.Clone(one))
			maps.Copy(all[i], said[i])
		}
		return row{"points": all}
	}
	mai.Refused(of, "answer", answer(row{"answer": "accepted"}, row{}), 422, "supervision.point_unanswered")
	mai.Refused(of, "answer", answer(row{"answer": "accepted"}, row{"answer": "refused"}), 422, "supervision.point_unexplained")
	mai.Refused(of, "answer", answer(row{"answer": "accepted", "critique": "Đã nêu đủ"}, row{"answer": "accepted"}), 422, "settled")
	mai.Step(of, "answer", answer(row{"answer": "accepted"}, row{"answer": "refused", "explanation": "Ngân sách đã bố trí"}))
	after := rows(lan.Read(of.ID), "points")
	if after[0]["critique"] != points[0]["critique"] || after[1]["explanation"] != "Ngân sách đã bố trí" {
		t.Errorf("the points after the answer: %v", after)
	}
	hung.Figure("supervision.points_accepted", "18685", year).Want(t, "one of two points", 1, 2, 1)
	if f := hung.Figure("supervision.opinions_sent", "18685", year); *f.Value != 1 || f.Part("opinion_218") != 1 {
		t.Errorf("statements by nature: %+v", f)
	}
	lan.Step(of, "close", nil)
}

// Names that no answer may hold: they were typed into sealed fields.
const (
	sender  = "Bà Nguyễn Thị Kín, xóm Đình, 0987000111"
	accused = "Ông Trần Văn Giấu, cán bộ địa chính"
)

// petitionIsRouted: two communes receive a denunciation on one matter; the second
// is tied to the first without a word of it, the sender is read by nobody, and the
// body that decides answers the Front.
func petitionIsRouted(t *testing.T, p *task.Province) {
	lan, hung, binh, ha := p.Person("cb.lan"), p.Person("cb.hung"), p.Person("ub.binh"), p.Person("ts.ha")
	about := row{"title": "Thu hồi đất không đúng trình tự", "petition_kind": "denunciation", "channel": "online", "received_on": now.String(), "theme": "land", "place": p.Unit("18685"),
		"summary": "Việc thu hồi đất làm đường chưa đúng trình tự", "sender": sender, "accused": accused}
	of := lan.Begin("supervision.petition", "18685-MT", about)
	lan.Refused(of, "file", nil, 422, "supervision.denunciation_online")
	lan.Do("PATCH", "/records/"+of.ID, row{"fields": row{"channel": "direct"}}, "If-Match", "*").Want(t, 200)
	lan.Step(of, "file", nil)
	lan.Step(of, "classify", row{"classification": "eligible"})
	lan.Attach(of, "slip")
	lan.Refused(of, "forward", row{"to_unit": p.Unit("18685-UBND")}, 403, "forbidden")
	hung.Step(of, "forward", row{"to_unit": p.Unit("18685-UBND")})
	due := calendar.National().AddWorkdays(now.AddDays(19), 1) // the twentieth day, or the first after it on which offices work
	if f := binh.Read(of.ID).Fields; f["result_due"] != nil || f["answer_due"] != due.String() {
		t.Errorf("clocks of a forwarded denunciation: %v, %v", f["result_due"], f["answer_due"])
	}

	about["channel"] = "post"
	second := ha.Begin("supervision.petition", "18073-MT", about)
	if ha.Step(second, "file", nil); !second.Warned("petition_known") {
		t.Errorf("a petition on the same matter passed unremarked: %+v", second.Warnings)
	}
	ha.Step(second, "classify", row{"classification": "duplicate"})
	linked := ha.Do("GET", "/records/"+second.ID, nil).Want(t, 200).Body
	if !bytes.Contains(linked, []byte("Một hồ sơ ở đơn vị khác")) && !bytes.Contains(linked, []byte(`"hidden":true`)) {
		t.Errorf("the duplicate is not tied: %s", linked)
	}
	if bytes.Contains(linked, []byte(of.ID)) || bytes.Contains(linked, []byte(of.Number)) {
		t.Error("the tie tells which petition of another commune it is")
	}
	if res := ha.Do("GET", "/records/"+of.ID, nil); res.Status != 404 {
		t.Errorf("another commune reads the petition: %d", res.Status)
	}
	for who, said := range map[string][]byte{"officer": lan.Do("GET", "/records/"+of.ID, nil).Body, "body": binh.Do("GET", "/records/"+of.ID, nil).Body, "other": linked,
		"history": lan.Do("GET", "/records/"+of.ID+"/history", nil).Body, "list": hung.Do("GET", "/records/supervision.petition", nil).Body} {
		if bytes.Contains(said, []byte("Kín")) || bytes.Contains(said, []byte("Giấu")) || bytes.Contains(said, []byte("0987000111")) {
			t.Errorf("%s reads what is sealed: %s", who, said)
		}
	}

	binh.Attach(of, "result_letter")
	binh.Refused(of, "answer", row{"outcome": "settled", "result": "Đã trả lời"}, 422, "supervision.settled_without_day")
	binh.Step(of, "answer", row{"outcome": "settled", "result": "Đã kiểm tra, bổ sung hồ sơ", "decided_on": now.String()})
	hung.Figure("supervision.petitions_routed", "18685", year).Want(t, "routed within five working days", 1, 1, 1)
	if f := hung.Figure("supervision.petitions_received", "18685", year); *f.Value != 1 || f.Part("denunciation") != 1 {
		t.Errorf("petitions by kind: %+v", f)
	}
	lan.Step(of, "close", nil)
	conductIsKept(t, p)
}

// conductIsKept: what is said of an official where they live is kept, with a
// reason, and counts as a number; it can be read by nobody above.
func conductIsKept(t *testing.T, p *task.Province) {
	lan, hung := p.Person("cb.lan"), p.Person("cb.hung")
	of := lan.Begin("supervision.petition", "18685-MT", row{"title": "Nếp sống nơi cư trú", "petition_kind": "conduct", "channel": "direct", "received_on": now.String(), "theme": "order", "place": p.Unit("18685"),
		"summary": "Phản ánh gây ồn ban đêm", "sender": sender, "accused": accused})
	lan.Step(of, "file", nil)
	lan.Step(of, "classify", row{"classification": "unclear"})
	hung.Refused(of, "keep", nil, 422, "required")
	hung.Give(of, "keep", "Không rõ nội dung")
	if res := p.Person("theodoi.tam").Do("GET", "/records/"+of.ID, nil); res.Status != 404 {
		t.Errorf("a watcher reads a report on conduct: %d", res.Status)
	}
}

// boardReports: eight areas want eight members; the board's head reports its
// quarter, the Front confirms a finding, and the commune counts.
func boardReports(t *testing.T, p *task.Province) {
	lan, hung, phuc := p.Person("cb.lan"), p.Person("cb.hung"), p.Person("tt.phuc")
	end := year + "-12-31"
	of := lan.Begin("supervision.people_board", "18685-MT", row{"board_kind": "inspection", "title": "Ban Thanh tra nhân dân xã Cẩm Bình", "commune": p.Unit("18685"), "term_from": year + "-01-01", "members": 7, "areas": 8})
	lan.Step(of, "file", nil)
	lan.Attach(of, "decision")
	said := row{"term_to": now.AddMonths(20).String(), "board_unit": p.Unit("18685-BTTND"), "next_report_on": end}
	hung.Refused(of, "recognise", said, 422, "supervision.board_too_small")
	said["members"], said["next_report_on"] = 8, year+"-12-30"
	hung.Refused(of, "recognise", said, 422, "supervision.not_a_quarter_end")
	said["next_report_on"] = end
	hung.Step(of, "recognise", said)
	hung.Figure("supervision.inspection_boards", "18685", year).Want(t, "recognised, nothing reported", 0, 1, 0)
	phuc.Attach(of, "board_report")
	phuc.Step(of, "report", row{"report_summary": "Giám sát 3 việc, kiến nghị 1 việc"})
	if r := phuc.Read(of.ID); r.Fields["next_report_on"] != fmt.Sprint(now.Year()+1)+"-03-31" || len(rows(r, "reports")) != 1 {
		t.Errorf("after the report of the quarter: %v, %v", r.Fields["next_report_on"], r.Fields["reports"])
	}
	hung.Figure("supervision.inspection_boards", "18685", year).Want(t, "and reported", 1, 1, 1)
	found := row{"findings": []row{{"content": "Công khai thu chi thôn 2 chưa đủ", "to_unit": p.Unit("18685-UBND")}}}
	phuc.Refused(of, "confirm", found, 403, "forbidden")
	before := len(lan.List("core.recommendation", "state=submitted"))
	hung.Step(of, "confirm", found)
	if n := len(lan.List("core.recommendation", "state=submitted")) - before; n != 1 {
		t.Errorf("a confirmed finding made %d recommendations", n)
	}
	lan.Step(of, "end", row{"ended_on": now.String()})
}

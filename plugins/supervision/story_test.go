package main

import (
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
	lan.Step(of, "assign", row{"assigned_to": p.Unit("18685-MT")})
	lan.Refused(of, "submit", row{"form": "in_writing"}, 422, "supervision.point_missing")
	points := []row{{"no": 1, "article": "Mục II.3", "critique": "Chưa nêu trách nhiệm người đứng đầu", "proposal": "Bổ sung trách nhiệm người đứng đầu"}, {"no": 2, "critique": "Chưa có nguồn lực", "proposal": "Bố trí kinh phí hằng năm"}}
	lan.Step(of, "submit", row{"form": "in_writing", "points": points})
	lan.Attach(of, "statement")
	lan.Refused(of, "send", nil, 403, "forbidden")
	if res := mai.Do("GET", "/records/"+of.ID, nil); res.Status != 404 {
		t.Errorf("the committee reads what was not sent: %d", res.Status)
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

package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest/task"
)

// Hà Tĩnh has 70 People's Committees, the province's and 69 communes', and nine
// Front boards on its list, four of them in Cẩm Bình.
const (
	governments = 70
	communes    = 69
	boards      = 9
)

var (
	now   = calendar.Today(time.Now())
	today = now.String()
	year  = fmt.Sprint(now.Year())
	half  = string(calendar.PeriodOf(now, calendar.GrainHalf))
)

// TestAYearOfCoordination walks the three kinds from the draft to their end by the
// roles that owe them, and reads every figure they come to.
func TestAYearOfCoordination(t *testing.T) {
	t.Parallel()
	task.Alone(t, func(t *testing.T) {
		p := task.Open(t, Build(), "ha-tinh")
		t.Run("programme", func(t *testing.T) { programme(t, p) })
		t.Run("a conference on a phone", func(t *testing.T) { conference(t, p) })
		t.Run("a decision to be recognised", func(t *testing.T) { recognised(t, p) })
		t.Run("official figures", func(t *testing.T) { figures(t, p) })
	})
}

// programme: signed, it counts in the first step of CT-3; reviewed, in the second.
func programme(t *testing.T, p *task.Province) {
	officer, standing, government, watcher := p.Person("cb.lan"), p.Person("cb.hung"), p.Person("ub.binh"), p.Person("theodoi.tam")
	r := officer.Begin("coordination.agreement", "18685-MT", map[string]any{"agreement_kind": "programme", "title": "Chương trình phối hợp", "year": now.Year(),
		"parties": []string{p.Unit("18685-UBND"), p.Unit("18685-HDND")}, "items": []any{map[string]any{"no": 1, "content": "Giám sát đầu tư công", "lead": p.Unit("18685-MT"), "from_on": year + "-01-01", "to_on": year + "-12-31"}}})
	officer.Step(r, "agree", nil)
	government.Do("GET", "/records/"+r.ID, nil).Want(t, 404)
	standing.Attach(r, "paper")
	standing.Refused(r, "sign", nil, 422, "coordination.item_incomplete")
	items := r.Fields["items"].([]any)
	items[0].(map[string]any)["output"] = "Báo cáo giám sát"
	version := fmt.Sprintf(`"v%d"`, r.Version+1)
	officer.Do("PATCH", "/records/"+r.ID, map[string]any{"fields": map[string]any{"items": items}}, "If-Match", version).Want(t, 200)
	officer.Refused(r, "sign", nil, 403, "forbidden")
	standing.Step(r, "sign", nil)
	government.Do("GET", "/records/"+r.ID, nil).Want(t, 200)
	watcher.Figure("coordination.programme_signed", "42", year).Want(t, "signed", 1, governments, 1)
	watcher.Figure("coordination.programme_reviewed", "42", year).Want(t, "reviewed, before it was", 0, governments, 0)
	officer.Attach(r, "review_minutes")
	officer.Refused(r, "review", map[string]any{"results": []any{}}, 422, "coordination.result_missing")
	officer.Step(r, "review", map[string]any{"results": []any{map[string]any{"no": 1, "result": "done"}}})
	officer.Step(r, "close", nil)
	watcher.Figure("coordination.programme_signed", "42", year).Want(t, "signed, once it is closed", 1, governments, 1)
	watcher.Figure("coordination.programme_reviewed", "42", year).Want(t, "reviewed", 1, governments, 1)
	watcher.Figure("coordination.programme_reviewed", "18685", year).Want(t, "reviewed in the commune", 1, 1, 1)
}

// conference: of 120 households 90 came; 80 must agree to a contribution (two thirds
// of 120), 79 do: it does not pass; for another matter 61 would do.
func conference(t *testing.T, p *task.Province) {
	head, officer, watcher := p.Person("k1.son"), p.Person("cb.lan"), p.Person("theodoi.tam")
	r := head.Begin("coordination.community_meeting", "18685-K01-CTMT", map[string]any{"form": "yearly", "title": "Hội nghị cuối năm", "held_on": today, "households_total": 120, "present": 90,
		"decisions": []any{map[string]any{"no": 1, "text": "Góp làm đường", "matter": "contribution", "in_favour": 79}, map[string]any{"no": 2, "text": "Trồng cây", "matter": "other", "in_favour": 61}}})
	head.Refused(r, "report", nil, 422, "evidence_missing")
	head.Attach(r, "minutes")
	head.Step(r, "report", nil)
	if r.Fields["passed_count"] != 1.0 {
		t.Errorf("%v decisions passed, want 1", r.Fields["passed_count"])
	}
	watcher.Figure("coordination.areas_with_conference", "18685", year).Want(t, "before it is checked", 0, 4, 0)
	officer.Step(r, "check", nil)
	watcher.Figure("coordination.areas_with_conference", "18685", year).Want(t, "conferences of the commune", 1, 4, 1)
	watcher.Figure("coordination.areas_with_conference", "42", year).Want(t, "conferences of the province", 1, boards, 1)
	watcher.Figure("coordination.decisions_passed", "42", year).Want(t, "decisions", 1, 1, 1)
	officer.Step(r, "close", nil)
}

// recognised: an area whose head has no account; the commune files for it, another
// checks, and the People's Committee recognises the rules within its days.
func recognised(t *testing.T, p *task.Province) {
	officer, standing, government := p.Person("cb.lan"), p.Person("cb.hung"), p.Person("ub.binh")
	r := officer.Begin("coordination.community_meeting", "18685-K02-CTMT", map[string]any{"form": "meeting", "title": "Bàn hương ước", "held_on": today, "households_total": 100, "present": 70,
		"sent_on": today, "decisions": []any{map[string]any{"no": 1, "text": "Hương ước sửa đổi", "matter": "rules", "in_favour": 51}}})
	officer.Attach(r, "minutes")
	officer.Step(r, "report", nil)
	officer.Refused(r, "check", map[string]any{"recognised_by": p.Unit("18685-UBND")}, 403, "own_work")
	standing.Refused(r, "check", nil, 422, "coordination.recogniser_missing")
	standing.Step(r, "check", map[string]any{"recognised_by": p.Unit("18685-UBND")})
	standing.Refused(r, "close", nil, 422, "coordination.recognition_owed")
	officer.Attach(r, "recognition_paper")
	government.Step(r, "recognise", map[string]any{"recognition": "given", "recognised_on": today})
}

// figures: the government files, the Front checks and may doubt, and changes nothing.
func figures(t *testing.T, p *task.Province) {
	government, standing, watcher := p.Person("ub.binh"), p.Person("cb.hung"), p.Person("theodoi.tam")
	for theme, more := range map[string]map[string]any{
		"democracy": {},
		"support":   {"amount_vnd": 450000000, "fiscal_year": now.Year()},
		"poverty":   {"poverty_rate": 3.2, "place": p.Unit("18685")},
	} {
		fields := map[string]any{"theme": theme, "title": "Báo cáo", "issuer": p.Unit("18685-UBND"), "paper_number": "12/BC-UBND", "paper_on": today, "from_on": year + "-01-01", "to_on": today}
		for name, v := range more {
			fields[name] = v
		}
		r := government.Begin("coordination.official_report", "18685-UBND", fields)
		government.Refused(r, "file", nil, 422, "evidence_missing")
		government.Attach(r, "paper")
		government.Step(r, "file", nil)
		standing.Step(r, "check", nil)
		standing.Step(r, "note", map[string]any{"front_note": "Đề nghị nêu rõ nguồn."})
	}
	watcher.Figure("coordination.democracy_reported", "42", half).Want(t, "reports on democracy", 1, communes, 1)
	watcher.Figure("coordination.reports_received", "18685", year).Want(t, "reports", 3, 3, 3)
	watcher.Figure("coordination.support_amount", "18685", year).Want(t, "money", 450000000, 1, 450000000)
	var page struct{ Items []task.Record }
	government.Do("GET", "/records/core.declared_value", nil).Want(t, 200, &page)
	if len(page.Items) != 1 || page.Items[0].State != "draft" {
		t.Errorf("the poverty rate became %+v, want one declared value to be completed", page.Items)
	}
}

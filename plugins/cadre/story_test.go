package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest/task"
)

// Hà Tĩnh has 70 Front committees and, on its list, nine Front boards; of them one
// committee and four boards in Cẩm Bình.
const (
	bodies  = 79
	commune = 5
)

var (
	now   = calendar.Today(time.Now())
	today = now.String()
	year  = fmt.Sprint(now.Year())
)

// TestAYearOfTheCadre walks the four kinds from the draft to their end by the roles
// that owe them, and reads every figure they come to.
func TestAYearOfTheCadre(t *testing.T) {
	t.Parallel()
	task.Alone(t, func(t *testing.T) {
		p := task.Open(t, Build(), "ha-tinh")
		t.Run("bodies", func(t *testing.T) { complete(t, p) })
		t.Run("counts", func(t *testing.T) { counts(t, p) })
		t.Run("a course", func(t *testing.T) { course(t, p) })
		t.Run("an opinion on personnel", func(t *testing.T) { opinion(t, p) })
	})
}

// complete: the committee with all its posts and two of four boards: three of five
// bodies, 60 %, which is not more than 95.
func complete(t *testing.T, p *task.Province) {
	officer, standing, above := p.Person("cb.lan"), p.Person("cb.hung"), p.Person("tinh.loan")
	r := officer.Begin("cadre.body_roll", "18685-MT", map[string]any{"required_posts": 5, "filled_posts": 5, "members": 35, "women": 11, "standing": 5, "term_to": now.AddMonths(4).String(),
		"complete_areas": []string{p.Unit("18685-K01-CTMT"), p.Unit("18685-K02-CTMT")}, "incomplete": []any{map[string]any{"area": p.Unit("18685-K03-CTMT"), "missing": "Trưởng ban"}}})
	officer.Refused(r, "file", nil, 422, "evidence_missing")
	officer.Attach(r, "decision")
	officer.Step(r, "file", nil)
	standing.Refused(r, "confirm", nil, 403, "forbidden")
	above.Figure("cadre.bodies_complete", "42", year).Want(t, "before it is confirmed", 0, bodies, 0)
	above.Step(r, "confirm", nil)
	above.Figure("cadre.bodies_complete", "42", year).Want(t, "bodies of the province", 3, bodies, 3)
	f := above.Figure("cadre.bodies_complete", "18685", year)
	f.Want(t, "bodies of the commune", 3, commune, 3)
	if f.Status == "met" {
		t.Errorf("60 %% of bodies is %s, want more than 95", f.Status)
	}
	above.Figure("cadre.terms_ending", "42", year).Want(t, "terms that end within six months", 1, 1, 0)
	above.Figure("cadre.posts_vacant", "42", year).Want(t, "posts vacant", 0, 1, 0)
	officer.Give(r, "replace", "Đã có quyết định mới")
	above.Figure("cadre.bodies_complete", "18685", year).Want(t, "bodies once the roll is replaced", 0, commune, 0)
}

// counts: 36 of 40 trained, 90 %; a newer roll of the commune says 40 of 40, and
// takes its place; with 9 of 20 of another commune 49 of 60 in the province.
func counts(t *testing.T, p *task.Province) {
	above := p.Person("tinh.loan")
	roll := func(login, unit, asOf string, active, trained, women int) {
		officer := p.Person(login)
		r := officer.Begin("cadre.cadre_roll", unit, map[string]any{"as_of": asOf, "active": active, "trained_distinct": trained, "women": women})
		officer.Attach(r, "report")
		officer.Step(r, "file", nil)
		officer.Refused(r, "verify", nil, 403, "forbidden")
		above.Step(r, "verify", nil)
	}
	roll("cb.lan", "18685-MT", year+"-01-01", 40, 36, 14)
	above.Figure("cadre.cadres_trained", "18685", year).Want(t, "trained", 36, 40, 36)
	roll("cb.lan", "18685-MT", today, 40, 40, 16)
	roll("ts.ha", "18073-MT", today, 20, 9, 8)
	above.Figure("cadre.cadres_trained", "18685", year).Want(t, "trained, by the newer roll", 40, 40, 40)
	above.Figure("cadre.cadres_trained", "42", year).Want(t, "trained in the province", 49, 60, 49)
	above.Figure("cadre.women_share", "42", year).Want(t, "women", 24, 60, 24)
}

// course: the units called read it; who reported its numbers does not confirm them.
func course(t *testing.T, p *task.Province) {
	officer, standing, called, watcher := p.Person("tinh.an"), p.Person("tinh.thuy"), p.Person("cb.lan"), p.Person("theodoi.tam")
	r := officer.Begin("cadre.course", "42-MT", map[string]any{"topic": "Kỹ năng giám sát, phản biện", "from_on": today, "to_on": today, "hours": 8, "form": "onsite", "units": []string{p.Unit("18685-MT")}})
	officer.Step(r, "plan", nil)
	officer.Attach(r, "plan")
	called.Do("GET", "/records/"+r.ID, nil).Want(t, 404)
	standing.Step(r, "open", nil)
	called.Do("GET", "/records/"+r.ID, nil).Want(t, 200)
	officer.Attach(r, "list")
	rows := []any{map[string]any{"from_unit": p.Unit("18685-MT"), "invited": 6, "attended": 7}}
	officer.Refused(r, "finish", map[string]any{"per_unit": rows}, 422, "evidence_missing")
	officer.Attach(r, "report")
	officer.Refused(r, "finish", map[string]any{"per_unit": rows}, 422, "cadre.more_came_than_called")
	rows[0].(map[string]any)["attended"] = 5
	officer.Step(r, "finish", map[string]any{"per_unit": rows})
	officer.Refused(r, "confirm", nil, 403, "forbidden")
	standing.Step(r, "confirm", nil)
	watcher.Figure("cadre.courses_held", "42", year).Want(t, "courses", 1, 1, 1)
}

// opinion: a number and a slip; the province's watcher sees the count, not the record.
func opinion(t *testing.T, p *task.Province) {
	officer, watcher := p.Person("cb.lan"), p.Person("theodoi.tam")
	r := officer.Begin("cadre.personnel_opinion", "18685-MT", map[string]any{"round": "Giới thiệu người ứng cử", "asked_by": p.Unit("18685-DU"), "received_on": today, "candidates": 12, "method": "conference"})
	officer.Step(r, "receive", nil)
	officer.Refused(r, "send", nil, 422, "evidence_missing")
	officer.Attach(r, "slip")
	officer.Step(r, "send", nil)
	officer.Step(r, "close", nil)
	watcher.Do("GET", "/records/"+r.ID, nil).Want(t, 404)
	watcher.Figure("cadre.opinions_sent", "42", year).Want(t, "rounds", 1, 1, 1)
}

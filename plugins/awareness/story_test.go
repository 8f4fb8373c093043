package main

import (
	"testing"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest/task"
)

// TestASessionReachesWhomItLists: the commune's Party committee and two of its four
// cells study together: three of five there, and of the 79 committees and cells of Hà
// Tĩnh, once somebody else has confirmed it (CT-1a).
func TestASessionReachesWhomItLists(t *testing.T) {
	t.Parallel()
	task.Alone(t, func(t *testing.T) {
		p := task.Open(t, Build(), "ha-tinh")
		today := calendar.Today(time.Now()).String()
		office, board := p.Person("du.mai"), p.Person("bantg.quang")
		held := office.Begin("awareness.study_session", "18685-DU", map[string]any{"title": "Nghị quyết về công tác Mặt trận", "form": "onsite", "about_front": true, "held_on": today, "invited_count": 60, "attended_count": 55,
			"audience": []string{"party_members"}, "participating_units": []string{p.Unit("18685-CB01"), p.Unit("18685-CB02")}})
		office.Refused(held, "report", nil, 422, "evidence_missing")
		office.Attach(held, "minutes")
		office.Step(held, "report", nil)
		board.Figure("awareness.study_reach", "18685", today[:4]).Want(t, "reported, not confirmed", 0, 5, 0)
		office.Refused(held, "confirm", nil, 403, "forbidden")
		board.Step(held, "confirm", nil)
		board.Figure("awareness.study_reach", "18685", today[:4]).Want(t, "the commune", 3, 5, 3)
		board.Figure("awareness.study_reach", "42", today[:4]).Want(t, "the province", 3, 79, 3)
	})
}

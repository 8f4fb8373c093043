package web_test

import (
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

// discardedScenarios throw a draft away and take it back.
var discardedScenarios = []scenario{
	{name: "nothing is discarded", who: coretest.Officer, method: "GET", path: "/me/discarded", status: 200, has: []string{`"items":[]`}},
	{name: "what is discarded, as nobody", method: "GET", path: "/me/discarded", status: 401},
	{name: "what is discarded, with a word too many", who: coretest.Officer, method: "GET", path: "/me/discarded?x=1", status: 422},
	{name: "restore what is no discarded draft", who: coretest.Officer, method: "POST", path: "/records/{draft}/restore", status: 404},
	{name: "discard", who: coretest.Officer, method: "DELETE", path: "/records/{draft}", status: 204},
	{name: "it is listed to who discarded it", who: coretest.Officer, method: "GET", path: "/me/discarded", status: 200, has: []string{"{draft}", "Thăm hộ nghèo", "Nguyễn Văn officer"}},
	{name: "and to nobody else", who: coretest.Approver, method: "GET", path: "/me/discarded", status: 200, has: []string{`"items":[]`}},
	{name: "it is not there", who: coretest.Officer, method: "GET", path: "/records/{draft}", status: 404},
	{name: "restore somebody else's", who: coretest.Approver, method: "POST", path: "/records/{draft}/restore", status: 404},
	{name: "restore another province's", who: coretest.Officer, method: "POST", path: "/records/{far_record}/restore", status: 404},
	{name: "restore with a word too many", who: coretest.Officer, method: "POST", path: "/records/{draft}/restore?x=1", status: 422},
	{name: "restore", who: coretest.Officer, method: "POST", path: "/records/{draft}/restore", status: 200, has: []string{"{draft}", `"kind":"demo.visit"`}},
	{name: "it is there again", who: coretest.Officer, method: "GET", path: "/records/{draft}", status: 200, has: []string{"Thăm hộ nghèo", `"state":"draft"`}},
	{name: "its history says so", who: coretest.Officer, method: "GET", path: "/records/{draft}/history", status: 200, has: []string{`"action":"restore"`, `"action":"discard"`}},
	{name: "it is discarded no more", who: coretest.Officer, method: "GET", path: "/me/discarded", status: 200, has: []string{`"items":[]`}},
}

func TestDiscardedScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) { s.play(t, discardedScenarios) })
}

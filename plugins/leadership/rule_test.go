package main

import (
	"slices"
	"testing"

	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/sdk/sdktest"
)

func input(transition string, fields map[string]any, docs ...string) rule.Input {
	in := sdktest.On(transition, fields)
	in.Settings = map[string]int{"recommendation_days": 15}
	have := map[string]int{}
	for _, slot := range docs {
		have[slot] = 1
	}
	in.Docs = have
	return in
}

// rows is a list field of rows.
type rows = []map[string]any

func TestRules(t *testing.T) {
	t.Parallel()
	m := Build().Manifest()
	const says = "Giao Mặt trận giám sát hai việc"
	for _, c := range []struct {
		name, kind, transition string
		fields                 map[string]any
		docs                   []string
		want                   []string
	}{
		{"a paper that says nothing", "party_document", "file", map[string]any{"paper_kind": "policy", "front_content": "Có"}, nil, []string{"says_nothing_of_front"}},
		{"a sound paper", "party_document", "file", map[string]any{"paper_kind": "policy", "front_content": says, "issued_on": "2026-11-24"}, nil, nil},
		{"an internal paper told at length", "party_document", "", map[string]any{"internal": true, "front_content": string(slices.Repeat([]rune("ộ"), 201))}, nil, []string{"internal_told"}},
		{"an internal paper in a sentence", "party_document", "file", map[string]any{"internal": true, "front_content": says}, nil, nil},
		{"an orientation for no year", "party_document", "file", map[string]any{"paper_kind": "yearly_orientation", "front_content": says}, nil, []string{"year_missing"}},
		{"issued tomorrow", "party_document", "file", map[string]any{"issued_on": "2026-11-25", "front_content": says}, nil, []string{"issued_in_future"}},
		{"ends before it begins", "party_document", "", map[string]any{"effective_from": "2026-02-01", "effective_to": "2026-01-31"}, nil, []string{"ends_before_in_force"}},
		{"replaces itself", "party_document", "", map[string]any{"replaces": "rec_own"}, nil, []string{"replaces_itself"}},
		{"a rule without its days", "party_document", "file", map[string]any{"paper_kind": "uptake_rule", "front_content": says}, nil, []string{"reply_days_missing"}},
		{"days of another paper", "party_document", "", map[string]any{"paper_kind": "policy", "reply_days": int64(10)}, nil, []string{"reply_days_elsewhere"}},
		{"other days than the province's", "party_document", "confirm", map[string]any{"paper_kind": "uptake_rule", "reply_days": int64(10), "front_content": says}, nil, []string{"reply_days_differ"}},
		{"the province's days", "party_document", "confirm", map[string]any{"paper_kind": "uptake_rule", "reply_days": int64(15), "front_content": says}, nil, nil},

		{"joint with nobody", "leader_session", "plan", map[string]any{"host": "joint"}, nil, []string{"joint_without_partner"}},
		{"a partner, but not joint", "leader_session", "plan", map[string]any{"host": "party", "joint_units": []string{"unt_a"}}, nil, []string{"partner_without_joint"}},
		{"a dialogue nobody was told of", "leader_session", "hold", map[string]any{"session_kind": "dialogue", "audience": "hộ dân"}, []string{"minutes"}, []string{"dialogue_unannounced"}},
		{"a dialogue", "leader_session", "hold", map[string]any{"session_kind": "dialogue", "audience": "hộ dân", "notice_on": "2026-11-01", "held_on": "2026-11-20"}, []string{"minutes"}, nil},
		{"told of afterwards", "leader_session", "", map[string]any{"notice_on": "2026-11-21", "held_on": "2026-11-20"}, nil, []string{"noticed_after"}},
		{"held tomorrow", "leader_session", "hold", map[string]any{"held_on": "2026-11-25"}, []string{"minutes"}, []string{"held_in_future"}},
		{"more answers than questions", "leader_session", "hold", map[string]any{"questions": int64(3), "answered_on_site": int64(4)}, []string{"minutes"}, []string{"more_answered_than_asked"}},
		{"no report of the Front, no minutes", "leader_session", "hold", map[string]any{"session_kind": "half_year"}, nil, []string{"front_report_missing", "minutes_missing"}},
		{"the Front decides on its own proposal", "leader_session", "contribute", map[string]any{"proposals": rows{{"no": int64(1), "text": "a", "outcome": "agreed"}}}, nil, []string{"outcome_not_yours"}},
		{"the Front proposes", "leader_session", "contribute", map[string]any{"proposals": rows{{"no": int64(1), "text": "a"}}}, nil, nil},
		{"a proposal left open", "leader_session", "conclude", map[string]any{"no_task": true, "proposals": rows{{"no": int64(1), "text": "a"}}}, nil, []string{"proposal_without_outcome"}},
		{"refused without a reason", "leader_session", "conclude", map[string]any{"no_task": true, "proposals": rows{{"no": int64(1), "text": "a", "outcome": "refused"}}}, nil, []string{"refused_without_reason"}},
		{"no task and no word of it", "leader_session", "conclude", map[string]any{}, nil, []string{"no_task_said"}},
		{"a task and none", "leader_session", "conclude", map[string]any{"no_task": true, "decisions": rows{{"content": "a", "due_on": "2026-12-01"}}}, nil, []string{"task_and_no_task"}},
		{"a task due before", "leader_session", "conclude", map[string]any{"held_on": "2026-11-20", "decisions": rows{{"content": "a", "due_on": "2026-11-19"}}}, nil, []string{"task_due_before"}},
		{"concluded before it was held", "leader_session", "", map[string]any{"held_on": "2026-11-20", "concluded_on": "2026-11-19"}, nil, []string{"concluded_before_held"}},
		{"concluded tomorrow", "leader_session", "conclude", map[string]any{"no_task": true, "concluded_on": "2026-11-25"}, nil, []string{"concluded_in_future"}},
		{"a review without lessons", "leader_session", "conclude", map[string]any{"session_kind": "review", "no_task": true, "limits": "a", "causes": "b"}, nil, []string{"review_incomplete"}},
		{"a whole review", "leader_session", "conclude", map[string]any{"session_kind": "review", "no_task": true, "limits": "a", "causes": "b", "lessons": "c"}, nil, nil},
	} {
		sdktest.Breaks(t, c.name, m.Kind(c.kind), input(c.transition, c.fields, c.docs...), c.want)
	}
}

// Two of five proposals agreed to: 40 %. A session that moved on still counts, a
// planned or cancelled one does not.
func TestProposalsAgreed(t *testing.T) {
	t.Parallel()
	m := Build().Manifest()
	gauge, err := rule.CompileMeasure(m.Kind("leader_session"), m.Measure("proposals_agreed"))
	if err != nil {
		t.Fatal(err)
	}
	in := input("", map[string]any{"proposals_count": int64(5), "proposals": rows{{"outcome": "agreed"}, {"outcome": "refused"}, {"outcome": "agreed"}, {"outcome": "study"}, {"outcome": "study"}}})
	for state, want := range map[string]rule.Reading{"planned": {}, "held": {}, "concluded": {Counts: true, Numerator: 2, Denominator: 5}, "closed": {Counts: true, Numerator: 2, Denominator: 5}, "cancelled": {}} {
		in.State = state
		if got, err := gauge.Read(in); err != nil || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", state, got, err, want)
		}
	}
}

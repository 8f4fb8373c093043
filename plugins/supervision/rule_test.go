package main

import (
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/sdk/sdktest"
)

// study is a mission that studies a document, with more said or taken away.
func study(more map[string]any) map[string]any {
	out := map[string]any{"plan": "rec_p", "plan_line": int64(2), "form": "document_study", "studied_document": "Dự thảo Quyết định số 12", "received_on": "2026-11-20"}
	for name, value := range more {
		if out[name] = value; value == nil {
			delete(out, name)
		}
	}
	return out
}

func TestRules(t *testing.T) {
	t.Parallel()
	m := Build().Manifest()
	for _, c := range []struct {
		name, kind, transition string
		fields                 map[string]any
		docs                   map[string]int
		want                   []string
	}{
		{"neither plan nor ad hoc", "mission", "submit", map[string]any{"work_from": "2026-12-01", "work_to": "2026-12-02"}, nil, []string{"plan_line_required"}},
		{"a plan without its line", "mission", "submit", map[string]any{"plan": "rec_p", "work_from": "2026-12-01", "work_to": "2026-12-02"}, nil, []string{"plan_line_required"}},
		{"in the plan", "mission", "submit", map[string]any{"plan": "rec_p", "plan_line": int64(2), "work_from": "2026-12-01", "work_to": "2026-12-02"}, nil, nil},
		{"a team without days", "mission", "decide", map[string]any{"plan": "rec_p", "plan_line": int64(2), "form": "front_team"}, map[string]int{"decision": 1, "outline": 1}, []string{"work_dates_required"}},
		{"a study", "mission", "submit", study(nil), nil, nil},
		{"a study of nothing", "mission", "submit", study(map[string]any{"studied_document": nil, "received_on": nil}), nil, []string{"study_without_document", "study_not_received"}},
		{"a study with a team", "mission", "submit", study(map[string]any{"team": []map[string]any{{"post": "Trưởng đoàn"}}}), nil, []string{"study_has_team"}},
		{"a study with days", "mission", "submit", study(map[string]any{"work_from": "2026-12-01"}), nil, []string{"study_has_team"}},
		{"a study that examined nothing", "mission", "report", study(nil), nil, []string{"study_without_articles", "study_without_result"}},
		{"a study reported", "mission", "report", study(map[string]any{"articles": []map[string]any{{"article": "Điều 3"}}, "study_result": "amend"}), nil, nil},
		{"the body reports late", "body_part", "report", map[string]any{"reported_on": "2026-11-20", "due_on": "2026-11-19"}, nil, []string{"body_report_late"}},
		{"the body reports in time", "body_part", "report", map[string]any{"reported_on": "2026-11-19", "due_on": "2026-11-19"}, nil, nil},
		{"a paper report of tomorrow", "body_part", "receive", map[string]any{"reported_on": "2026-11-25"}, nil, []string{"reported_in_future"}},
		{"ad hoc without a reason", "mission", "submit", map[string]any{"ad_hoc": true, "work_from": "2026-12-01", "work_to": "2026-12-02"}, nil, []string{"ad_hoc_reason_required"}},
		{"ad hoc", "mission", "submit", map[string]any{"ad_hoc": true, "ad_hoc_reason": "12/CV-MTTQ", "work_from": "2026-12-01", "work_to": "2026-12-02"}, nil, nil},
		{"backwards", "mission", "", map[string]any{"work_from": "2026-11-02", "work_to": "2026-11-01"}, nil, []string{"work_backwards"}},
		{"supervises itself", "mission", "", map[string]any{"supervised_units": []string{"unt_x", "unt_own"}}, nil, []string{"supervises_itself"}},
		{"late notice is a remark", "mission", "start", map[string]any{"plan_sent_on": "2026-11-10", "notice_due": "2026-11-05"}, nil, []string{"notice_late"}},
		{"late report, no minutes", "mission", "report", map[string]any{"work_from": "2026-10-01", "reported_on": "2026-11-20", "report_due": "2026-11-16"}, nil, []string{"minutes_missing", "report_late"}},
		{"report in time", "mission", "report", map[string]any{"work_from": "2026-10-01", "reported_on": "2026-11-10", "report_due": "2026-11-16"}, map[string]int{"minutes": 1}, nil},
		{"report of tomorrow", "mission", "", map[string]any{"reported_on": "2026-11-25"}, nil, []string{"reported_in_future"}},
		{"concluded without the signed paper", "mission", "conclude", map[string]any{}, nil, []string{"conclusion_missing"}},
		{"concluded with it", "mission", "conclude", map[string]any{}, map[string]int{"conclusion": 1}, nil},
		{"an empty plan", "annual_plan", "submit", map[string]any{}, nil, []string{"plan_has_no_line"}},
		{"two lines 1", "annual_plan", "submit", map[string]any{"lines": []map[string]any{{"line": int64(1)}, {"line": int64(1)}}}, nil, []string{"plan_line_twice"}},
		{"plan in December", "annual_plan", "issue", map[string]any{"year": int64(2026), "issued_on": "2025-12-31", "agreed_with": []map[string]any{{"body": "HĐND"}}}, nil, []string{"plan_issued_late"}},
		{"plan in November", "annual_plan", "issue", map[string]any{"year": int64(2027), "issued_on": "2026-11-20"}, nil, []string{"plan_not_agreed"}},
		{"a draft without its papers", "opinion_paper", "file", map[string]any{"nature": "criticism", "submission_on": "2026-12-20", "received_on": "2026-11-20"}, nil, []string{"dossier_missing"}},
		{"a draft that came late", "opinion_paper", "file", map[string]any{"nature": "criticism", "submission_on": "2026-12-01", "received_on": "2026-11-20", "late": true}, map[string]int{"dossier": 1}, []string{"draft_received_late"}},
		{"criticism without the day of submission", "opinion_paper", "file", map[string]any{"nature": "criticism", "received_on": "2026-11-20"}, map[string]int{"dossier": 1}, []string{"submission_day_missing"}},
		{"an opinion of the Front's own motion", "opinion_paper", "file", map[string]any{"nature": "opinion_218", "received_on": "2026-11-20"}, nil, nil},
		{"an opinion on oneself", "opinion_paper", "", map[string]any{"from_body": "unt_own"}, nil, []string{"opinion_on_itself"}},
		{"no point", "opinion_paper", "submit", map[string]any{}, nil, []string{"point_missing"}},
		{"two points 1", "opinion_paper", "submit", map[string]any{"points": []map[string]any{{"no": int64(1)}, {"no": int64(1)}}}, nil, []string{"point_twice"}},
		{"the Front answers itself", "opinion_paper", "send", map[string]any{"points": []map[string]any{{"no": int64(1), "answer": "accepted"}}}, nil, []string{"point_answered_before"}},
		{"one of two unanswered", "opinion_paper", "answer", map[string]any{"points": []map[string]any{{"no": int64(1), "answer": "accepted"}, {"no": int64(2)}}}, nil, []string{"point_unanswered"}},
		{"refused without a word", "opinion_paper", "answer", map[string]any{"points": []map[string]any{{"no": int64(1), "answer": "refused"}}}, nil, []string{"point_unexplained"}},
		{"refused and explained", "opinion_paper", "answer", map[string]any{"points": []map[string]any{{"no": int64(1), "answer": "refused", "explanation": "Trái luật"}}}, nil, nil},
		{"given up before the limit", "opinion_paper", "give_up", map[string]any{"answer_due": "2026-11-24"}, nil, []string{"not_late_yet"}},
		{"given up after it", "opinion_paper", "give_up", map[string]any{"answer_due": "2026-11-23"}, nil, nil},
		{"a denunciation online", "petition", "file", map[string]any{"petition_kind": "denunciation", "channel": "online", "received_on": "2026-11-24"}, nil, []string{"denunciation_online"}},
		{"a complaint online", "petition", "file", map[string]any{"petition_kind": "complaint", "channel": "online", "received_on": "2026-11-24"}, nil, nil},
		{"a petition of tomorrow", "petition", "", map[string]any{"received_on": "2026-11-25"}, nil, []string{"petition_in_future"}},
		{"a petition forwarded to oneself", "petition", "forward", map[string]any{"to_unit": "unt_own"}, nil, []string{"forwarded_to_itself"}},
		{"settled without a day", "petition", "answer", map[string]any{"outcome": "settled"}, nil, []string{"settled_without_day"}},
		{"a paper result before it was forwarded", "petition", "receive_answer", map[string]any{"outcome": "in_hand", "answered_on": "2026-11-09", "forwarded_on": "2026-11-10"}, nil, []string{"result_before_forwarded"}},
		{"seven members for eight areas", "people_board", "recognise", map[string]any{"board_kind": "inspection", "members": int64(7), "required": int64(8), "term_to": "2028-12-31", "next_report_on": "2026-12-31"}, nil, []string{"board_too_small"}},
		{"eight members for eight areas", "people_board", "recognise", map[string]any{"board_kind": "inspection", "members": int64(8), "required": int64(8), "term_to": "2028-12-31", "next_report_on": "2026-12-31"}, nil, nil},
		{"an interest in the project", "people_board", "recognise", map[string]any{"board_kind": "investment", "members": int64(5), "required": int64(5), "term_to": "2028-12-31", "next_report_on": "2026-12-31"}, nil, []string{"board_conflict"}},
		{"no end, no end of a quarter", "people_board", "recognise", map[string]any{"board_kind": "inspection", "members": int64(5), "required": int64(5), "next_report_on": "2026-12-30"}, nil, []string{"board_without_term", "not_a_quarter_end"}},
		{"nothing found", "people_board", "confirm", map[string]any{}, nil, []string{"nothing_found"}},
	} {
		in := sdktest.On(c.transition, c.fields)
		in.Docs = c.docs
		sdktest.Breaks(t, c.name, m.Kind(c.kind), in, c.want)
	}
}

// On time counts recommendations of missions once they are answered or late.
func TestRecommendationOnTime(t *testing.T) {
	t.Parallel()
	gauge, err := rule.CompileMeasure(manifest.Core().Kind("recommendation"), Build().Manifest().Measure("recommendation_on_time"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, state, origin, due, counted string
		counts                            bool
		numerator                         float64
	}{
		{"answered in time", "answered", "supervision.mission", "2026-11-20", "2026-11-20", true, 1},
		{"answered late", "closed", "supervision.mission", "2026-11-20", "2026-11-21", true, 0},
		{"late, no answer", "received", "supervision.mission", "2026-11-23", "", true, 0},
		{"due today, no answer yet", "received", "supervision.mission", "2026-11-24", "", false, 0},
		{"not sent yet", "submitted", "supervision.mission", "", "", false, 0},
		{"withdrawn", "withdrawn", "supervision.mission", "2026-11-01", "", false, 0},
		{"of another origin", "answered", "coordination.dialogue", "2026-11-20", "2026-11-20", false, 0},
	} {
		got, err := gauge.Read(rule.Input{State: c.state, Today: sdktest.On("", nil).Today, Fields: map[string]any{"origin_kind": c.origin, "due_on": c.due, "counted_on": c.counted}})
		if err != nil || got.Counts != c.counts || got.Numerator != c.numerator {
			t.Errorf("%s: got %+v, %v", c.name, got, err)
		}
	}
}

// TestABodyAskedLateIsNotLateAtOnce: the law's last day binds a body that was asked
// before it; for one asked later the province's days run from the day it was asked.
func TestABodyAskedLateIsNotLateAtOnce(t *testing.T) {
	t.Parallel()
	k := Build().Manifest().Kind("body_part")
	set, err := rule.Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, asked, begins, want string }{
		{"in time", "2026-11-09", "2026-11-24", "GS-03"},
		{"on the law's last day", "2026-11-17", "2026-11-24", "GS-03"},
		{"the day after", "2026-11-18", "2026-11-24", "GS-03-M"},
		{"the mission begins today", "2026-11-24", "2026-11-24", "GS-03-M"},
	} {
		clocks, err := set.Clocks(rule.Input{State: "asked", Today: sdktest.On("", nil).Today, Fields: map[string]any{"asked_on": c.asked, "work_from": c.begins}})
		if err != nil {
			t.Fatal(err)
		}
		for i, d := range k.Deadlines {
			if clocks[i].Runs != (d.Code == c.want) {
				t.Errorf("%s: %s runs: %v", c.name, d.Code, clocks[i].Runs)
			}
			if d.Code == "GS-03-M" && (d.Law || d.Setting == "" || d.From != "asked_on") {
				t.Errorf("the days of a late request are %+v", d)
			}
		}
	}
}

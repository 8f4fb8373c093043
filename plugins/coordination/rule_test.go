package main

import (
	"slices"
	"testing"

	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/sdk/sdktest"
)

// rows is a list field of rows.
type rows = []map[string]any

func TestRules(t *testing.T) {
	t.Parallel()
	m := Build().Manifest()
	whole := map[string]any{"no": int64(1), "content": "a", "lead": "unt_a", "from_on": "2026-01-01", "to_on": "2026-06-30", "output": "b"}
	for _, c := range []struct {
		name, kind, transition string
		fields                 map[string]any
		want                   []string
	}{
		{"a programme of no year, with nothing in it", "agreement", "agree", map[string]any{"agreement_kind": "programme"}, []string{"year_missing", "programme_without_item"}},
		{"an item nobody leads", "agreement", "sign", map[string]any{"items": rows{{"no": int64(1), "content": "a", "from_on": "2026-01-01", "to_on": "2026-02-01", "output": "b"}}}, []string{"item_incomplete"}},
		{"a whole programme", "agreement", "sign", map[string]any{"agreement_kind": "programme", "items": rows{whole}, "signed_on": "2026-11-24"}, nil},
		{"two items 1", "agreement", "", map[string]any{"items": rows{whole, whole}}, []string{"item_twice"}},
		{"an item backwards", "agreement", "", map[string]any{"items": rows{{"no": int64(1), "from_on": "2026-02-01", "to_on": "2026-01-31"}}}, []string{"item_backwards"}},
		{"a regulation without an end", "agreement", "sign", map[string]any{"agreement_kind": "regulation"}, []string{"regulation_without_end"}},
		{"signed tomorrow", "agreement", "sign", map[string]any{"signed_on": "2026-11-25"}, []string{"signed_in_future"}},
		{"ends before it was signed", "agreement", "", map[string]any{"signed_on": "2026-02-01", "valid_to": "2026-01-31"}, []string{"ends_before_signed"}},
		{"under itself", "agreement", "", map[string]any{"regulation": "rec_own"}, []string{"under_itself"}},
		{"an item without a result, a result without an item", "agreement", "review", map[string]any{"items": rows{whole}, "results": rows{{"no": int64(2), "result": "done"}}}, []string{"result_missing", "result_of_nothing"}},
		{"not done, and no word of it", "agreement", "review", map[string]any{"items": rows{whole}, "results": rows{{"no": int64(1), "result": "partly"}}}, []string{"undone_unexplained"}},
		{"reviewed", "agreement", "review", map[string]any{"items": rows{whole}, "results": rows{{"no": int64(1), "result": "done"}}, "reviewed_on": "2026-11-24", "signed_on": "2026-01-05"}, nil},
		{"reviewed before it was signed", "agreement", "", map[string]any{"reviewed_on": "2026-01-04", "signed_on": "2026-01-05"}, []string{"reviewed_before_signed"}},
		{"reviewed tomorrow", "agreement", "review", map[string]any{"reviewed_on": "2026-11-25"}, []string{"reviewed_in_future"}},

		{"a meeting tomorrow", "community_meeting", "report", map[string]any{"form": "slips", "held_on": "2026-11-25", "decisions": rows{{"matter": "other"}}}, []string{"held_in_future", "not_passed"}},
		{"more than there are", "community_meeting", "", map[string]any{"households_total": int64(100), "present": int64(101), "decisions": rows{{"in_favour": int64(101)}}}, []string{"more_present_than_all", "more_in_favour_than_all"}},
		{"more in favour than present", "community_meeting", "report", map[string]any{"form": "meeting", "households_total": int64(100), "present": int64(60), "passed_count": int64(1), "decisions": rows{{"in_favour": int64(61)}}}, []string{"more_in_favour_than_present"}},
		{"slips have nobody present", "community_meeting", "report", map[string]any{"form": "slips", "households_total": int64(100), "passed_count": int64(1), "decisions": rows{{"in_favour": int64(61)}}}, nil},
		{"nothing decided, nobody counted", "community_meeting", "report", map[string]any{"form": "meeting"}, []string{"meeting_decides_nothing", "present_missing"}},
		{"announced four days before the conference", "community_meeting", "report", map[string]any{"form": "yearly", "present": int64(1), "households_total": int64(2), "notice_on": "2026-11-16", "held_on": "2026-11-20"}, []string{"noticed_late"}},
		{"announced five days before", "community_meeting", "report", map[string]any{"form": "yearly", "present": int64(1), "households_total": int64(2), "notice_on": "2026-11-15", "held_on": "2026-11-20"}, nil},
		{"a meeting announced two days before", "community_meeting", "report", map[string]any{"form": "slips", "passed_count": int64(1), "decisions": rows{{"matter": "other"}}, "notice_on": "2026-11-18", "held_on": "2026-11-20"}, nil},
		{"announced, sent, recognised out of order", "community_meeting", "", map[string]any{"notice_on": "2026-11-21", "held_on": "2026-11-20", "sent_on": "2026-11-19", "recognised_on": "2026-11-19"}, []string{"noticed_after", "sent_before_held", "recognised_before_held"}},
		{"recognised by nobody", "community_meeting", "check", map[string]any{"needs_recognition": true}, []string{"recogniser_missing"}},
		{"nothing to recognise", "community_meeting", "recognise", map[string]any{}, []string{"recognition_not_needed"}},
		{"refused without a reason, tomorrow", "community_meeting", "recognise", map[string]any{"needs_recognition": true, "recognition": "refused", "recognised_on": "2026-11-25"}, []string{"refused_without_reason", "recognised_in_future"}},
		{"closed while recognition is owed", "community_meeting", "close", map[string]any{"needs_recognition": true, "passed_count": int64(1)}, []string{"recognition_owed"}},
		{"closed when nothing passed", "community_meeting", "close", map[string]any{"needs_recognition": true}, nil},

		{"a period backwards", "official_report", "", map[string]any{"from_on": "2026-02-01", "to_on": "2026-01-31"}, []string{"period_backwards"}},
		{"no figure, a paper of tomorrow", "official_report", "file", map[string]any{"theme": "reform", "paper_on": "2026-11-25"}, []string{"paper_in_future", "no_figure"}},
		{"democracy may have no figure", "official_report", "file", map[string]any{"theme": "democracy"}, nil},
		{"two numbers of abuse", "official_report", "", map[string]any{"theme": "abuse_number", "figures": rows{{"name": "a"}, {"name": "b"}}}, []string{"one_number_only"}},
		{"money of another theme", "official_report", "", map[string]any{"theme": "reform", "amount_vnd": int64(1)}, []string{"amount_elsewhere"}},
		{"money of no year", "official_report", "file", map[string]any{"theme": "support", "amount_vnd": int64(1)}, []string{"amount_without_year"}},
		{"a rate of another theme", "official_report", "", map[string]any{"theme": "reform", "poverty_rate": 1.0}, []string{"rate_elsewhere"}},
		{"poverty without its rate", "official_report", "file", map[string]any{"theme": "poverty", "figures": rows{{"name": "a"}}}, []string{"rate_missing"}},
		{"replaces itself", "official_report", "", map[string]any{"replaced_by": "rec_own"}, []string{"replaces_itself"}},
	} {
		sdktest.Breaks(t, c.name, m.Kind(c.kind), sdktest.On(c.transition, c.fields), c.want)
	}
}

// Of 100 households 67 are two thirds and 66 are not; 51 are more than half and 50
// are not, however many came. Of 99, 66 are two thirds.
func TestDecisionsPassOverAllHouseholds(t *testing.T) {
	t.Parallel()
	set, err := rule.Compile(Build().Manifest().Kind("community_meeting"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		matter        string
		favour, total int64
		passed        int64
	}{
		{"contribution", 67, 100, 1}, {"contribution", 66, 100, 0}, {"contribution", 66, 99, 1}, {"contribution", 0, 100, 0},
		{"other", 51, 100, 1}, {"other", 50, 100, 0}, {"rules", 51, 101, 1}, {"head", 50, 101, 0}, {"inspection_board", 3, 5, 1}, {"investment_board", 2, 4, 0},
	} {
		in := sdktest.On("", map[string]any{"households_total": c.total, "decisions": rows{{"no": int64(1), "text": "a", "matter": c.matter, "in_favour": c.favour}}})
		got, err := set.Derive(in)
		needs := slices.Contains([]string{"rules", "head", "inspection_board", "investment_board"}, c.matter)
		if err != nil || got["passed_count"] != c.passed || got["needs_recognition"] != needs {
			t.Errorf("%+v: got %v, %v, %v", c, got["passed_count"], got["needs_recognition"], err)
		}
	}
}

package main

import (
	"testing"

	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/sdk/sdktest"
)

func TestRules(t *testing.T) {
	t.Parallel()
	m := Build().Manifest()
	for _, c := range []struct {
		name, kind, transition string
		fields                 map[string]any
		want                   []string
	}{
		{"a plan for nobody", "study_plan", "submit", map[string]any{"complete_by": "2026-12-01"}, []string{"plan_without_units"}},
		{"a plan for yesterday", "study_plan", "submit", map[string]any{"units": []string{"unt_a"}, "complete_by": "2026-11-23"}, []string{"complete_in_past"}},
		{"a session tomorrow", "study_session", "report", map[string]any{"held_on": "2026-11-25", "invited_count": int64(3)}, []string{"held_in_future", "attendance_unproven"}},
		{"nobody called, late", "study_session", "report", map[string]any{"held_on": "2026-11-20", "complete_by": "2026-11-19"}, []string{"nobody_called", "held_late", "attendance_unproven"}},
		{"more came than were called", "study_session", "report", map[string]any{"held_on": "2026-11-20", "invited_count": int64(3), "attended_count": int64(4)}, []string{"attended_more_than_invited", "attendance_unproven"}},
		{"nobody came", "study_session", "report", map[string]any{"held_on": "2026-11-20", "invited_count": int64(3), "attended_count": int64(0)}, []string{"nobody_came", "attendance_unproven"}},
		{"absences do not add up", "study_session", "report", map[string]any{"held_on": "2026-11-20", "invited_count": int64(3), "attended_count": int64(2), "absent_ill": int64(2)}, []string{"absences_do_not_add_up", "attendance_unproven"}},
		{"absences explained", "study_session", "report", map[string]any{"held_on": "2026-11-20", "invited_count": int64(3), "attended_count": int64(2), "absent_ill": int64(1)}, []string{"attendance_unproven"}},
		{"more than all", "study_coverage", "send", map[string]any{"members_total": int64(10), "studied_total": int64(11)}, []string{"more_than_all", "gap_unexplained"}},
		{"reasons beyond the gap", "study_coverage", "send", map[string]any{"members_total": int64(10), "studied_total": int64(9), "absent_ill": int64(2)}, []string{"gap_unexplained"}},
		{"sound figures", "study_coverage", "send", map[string]any{"members_total": int64(10), "studied_total": int64(9), "absent_ill": int64(1)}, nil},
		{"ends before it starts", "communication_activity", "file", map[string]any{"held_from": "2026-11-20", "held_to": "2026-11-19"}, []string{"ends_before_start"}},
	} {
		sdktest.Breaks(t, c.name, m.Kind(c.kind), sdktest.On(c.transition, c.fields), c.want)
	}
}

func TestDerivedShares(t *testing.T) {
	t.Parallel()
	m := Build().Manifest()
	for _, c := range []struct {
		kind, field string
		fields      map[string]any
		want        any
	}{
		{"study_session", "attendance", map[string]any{"invited_count": int64(40), "attended_count": int64(38)}, 95.0},
		{"study_session", "attendance", map[string]any{}, 0.0},
		{"study_coverage", "share", map[string]any{"members_total": int64(200), "studied_total": int64(150)}, 75.0},
		{"study_coverage", "gap", map[string]any{"members_total": int64(200), "studied_total": int64(150)}, int64(50)},
		{"study_plan", "unit_count", map[string]any{"units": []string{"unt_a", "unt_b"}}, int64(2)},
	} {
		set, err := rule.Compile(m.Kind(c.kind))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := set.Derive(sdktest.On("", c.fields)); err != nil || got[c.field] != c.want {
			t.Errorf("%s.%s of %v: got %v, %v", c.kind, c.field, c.fields, got[c.field], err)
		}
	}
}

func TestMemberShareAddsUp(t *testing.T) {
	t.Parallel()
	m := Build().Manifest()
	gauge, err := rule.CompileMeasure(m.Kind("study_coverage"), m.Measure("member_share"))
	if err != nil {
		t.Fatal(err)
	}
	in := sdktest.On("", map[string]any{"members_total": int64(200), "studied_total": int64(150)})
	for state, want := range map[string]rule.Reading{"draft": {}, "sent": {}, "verified": {Counts: true, Numerator: 150, Denominator: 200}, "withdrawn": {}} {
		in.State = state
		if got, err := gauge.Read(in); err != nil || got != want {
			t.Errorf("%s: got %+v, %v", state, got, err)
		}
	}
}

// Who has not reported is the other side of the sessions plans assigned.
func TestWhoHasNotReported(t *testing.T) {
	t.Parallel()
	m := Build().Manifest()
	for _, c := range []struct {
		measure, state, plan, due string
		counts                    bool
		numerator                 float64
	}{
		{"study_reported", "assigned", "rec_p", "2026-11-20", true, 0},
		{"study_reported", "reported", "rec_p", "2026-11-20", true, 1},
		{"study_reported", "confirmed", "rec_p", "2026-11-20", true, 1},
		{"study_reported", "reported", "", "", false, 0},
		{"study_reported", "cancelled", "rec_p", "2026-11-20", false, 0},
		{"study_overdue", "assigned", "rec_p", "2026-11-23", true, 1},
		{"study_overdue", "assigned", "rec_p", "2026-11-24", false, 0},
		{"study_overdue", "reported", "rec_p", "2026-11-01", false, 0},
	} {
		gauge, err := rule.CompileMeasure(m.Kind("study_session"), m.Measure(c.measure))
		if err != nil {
			t.Fatal(err)
		}
		in := sdktest.On("", map[string]any{"plan": c.plan, "complete_by": c.due})
		in.State = c.state
		if got, err := gauge.Read(in); err != nil || got.Counts != c.counts || got.Numerator != c.numerator {
			t.Errorf("%+v: got %+v, %v", c, got, err)
		}
	}
}

// TestOnlyWhatIsApprovedOrAboutTheFrontCounts: an activity that waits for approval is
// in no figure, and a session about something else is not one of CT-1a.
func TestOnlyWhatIsApprovedOrAboutTheFrontCounts(t *testing.T) {
	t.Parallel()
	m := Build().Manifest()
	for _, c := range []struct {
		measure, kind, state string
		fields               map[string]any
		counts               bool
	}{
		{"activities", "communication_activity", "filed", nil, false},
		{"activities", "communication_activity", "approved", nil, true},
		{"activities_by_purpose", "communication_activity", "filed", map[string]any{"purpose": "vigilance"}, false},
		{"items_produced", "communication_activity", "filed", map[string]any{"output_count": int64(3)}, false},
		{"study_reach", "study_session", "confirmed", nil, false},
		{"study_reach", "study_session", "reported", map[string]any{"about_front": true}, false},
		{"study_reach", "study_session", "confirmed", map[string]any{"about_front": true}, true},
	} {
		gauge, err := rule.CompileMeasure(m.Kind(c.kind), m.Measure(c.measure))
		if err != nil {
			t.Fatal(err)
		}
		in := sdktest.On("", c.fields)
		in.State = c.state
		if got, err := gauge.Read(in); err != nil || got.Counts != c.counts {
			t.Errorf("%+v: got %+v, %v", c, got, err)
		}
	}
}

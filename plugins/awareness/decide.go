package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/sdk"
)

// maxUnits bounds what one issue creates; the level below issues further.
const maxUnits = 200

// issue gives every unit of the plan a session of its own, assigned and due
// with the plan. A unit listed twice gets one.
func issue(e *sdk.Eval[StudyPlan]) {
	p := e.New
	if p.Parent != "" && p.Parent == e.Item.ID {
		e.Deny("parent", "plan_of_itself")
	}
	p.Units = distinct(p.Units)
	if len(p.Units) == 0 {
		e.Deny("units", "plan_without_units")
	}
	if len(p.Units) > maxUnits {
		e.Deny("units", "too_many_units", "max", strconv.Itoa(maxUnits))
	}
	if e.Denied() {
		return
	}
	var higher struct {
		CompleteBy sdk.Date `json:"complete_by"`
	}
	if e.Need("parent", &higher) && !higher.CompleteBy.IsZero() && p.CompleteBy.After(higher.CompleteBy) {
		e.Warn("later_than_higher_plan")
	}
	for _, unit := range p.Units {
		e.Create("session:"+unit, sdk.CreateEffect{Kind: "awareness.study_session", UnitID: unit, State: "assigned", Fields: map[string]any{
			"title":       p.Topic,
			"plan":        e.Item.ID,
			"documents":   documents(p.Documents),
			"complete_by": p.CompleteBy.String(),
			"about_front": p.AboutFront,
		}})
	}
}

// documents lists what is studied, one per line. Of an internal document only
// number and name travel, which is all a row has.
func documents(rows []StudyPlanDocuments) string {
	lines := make([]string, len(rows))
	for i, d := range rows {
		lines[i] = strings.TrimSpace(d.Code + " " + d.Name)
	}
	return strings.Join(lines, "\n")
}

// distinct keeps the first of each, in order.
func distinct(units []string) []string {
	var out []string
	for _, u := range units {
		if u != "" && !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	return out
}

// confirm compares the numbers a session was reported with.
func confirm(e *sdk.Eval[StudySession]) {
	s := e.New
	absent := s.InvitedCount - s.AttendedCount
	explained := s.AbsentIll + s.AbsentDuty + s.AbsentOther
	switch {
	case s.AttendedCount > s.InvitedCount:
		e.Deny("attended_count", "attended_more_than_invited", "invited", strconv.FormatInt(s.InvitedCount, 10))
	case s.AttendedCount == 0:
		e.Deny("attended_count", "nobody_came")
	case explained > 0 && explained != absent:
		e.Deny("absent_other", "absences_do_not_add_up", "absent", strconv.FormatInt(absent, 10))
	case explained == 0 && absent > 0:
		e.Warn("absences_unexplained")
	}
	s.ParticipatingUnits = distinct(s.ParticipatingUnits)
}

package main_test

import "slices"

const yearsEnd = "2026-12-31"

// indicatorRecords are what two communes and the province file in the year for the
// indicators that indicatorFigures works out.
var indicatorRecords = slices.Concat([]filed{
	// CT-1b: 150 of 200 of the commune's members, the newest count; 30 of 50 of the province's office.
	studied("18685-DU", "du.mai", "2026-02-10", 200, 90), studied("18685-DU", "du.mai", "2026-05-20", 200, 150), studied("42-DU", "tu.vp", "2026-05-20", 50, 30),
	// CT-4d: 1.4 points in one commune, 1.0 in another.
	fell("18685", "ub.binh", 1.4), fell("18073", "ts.ub", 1.0),
	// CT-5a: both communes have the year's plan; one has also reported a mission.
	yearPlan("18685-MT", "cb.lan", "cb.hung"), yearPlan("18073-MT", "ts.ha", "ts.duc"),
	{kind: "supervision.mission", unit: "18685-MT", by: "cb.lan", day: "2026-03-02",
		fields: fields{"title": "Giám sát thu chi các quỹ", "subject": "Thu chi các quỹ", "ad_hoc": true, "ad_hoc_reason": "Cử tri kiến nghị", "form": "front_team", "supervised_units": []any{"@18685-UBND"}, "work_from": "2026-03-20", "work_to": "2026-03-22"},
		acts:   "cb.lan:+decision cb.lan:+outline cb.lan:submit cb.hung:decide cb.lan:start 2026-03-25 cb.lan:+minutes cb.lan:+signed_report cb.lan:report", with: map[string]map[string]any{"report": {"findings": "Thu chi đúng quy định"}}},
	// CT-5c: both communes receive every month; one lets a petition wait.
	{kind: "supervision.petition", unit: "18073-MT", by: "ts.ha", day: "2026-05-04",
		fields: fields{"title": "Phản ánh rác thải", "petition_kind": "feedback", "channel": "post", "received_on": "2026-05-04", "theme": "environment", "place": "@18073", "summary": "Rác chưa được thu gom"}, acts: "ts.ha:file"},
	// CT-6b: one commune's project has its board; another's waits to be recognised.
	board("18685", "cb.lan", " cb.lan:+decision cb.hung:recognise"), board("18073", "ts.ha", ""),
}, received("18685-MT", "cb.lan", "cb.hung"), received("18073-MT", "ts.ha", "ts.duc"))

func studied(unit, by, day string, members, studied int) filed {
	return filed{kind: "awareness.study_coverage", unit: unit, by: by, day: day, acts: by + ":+report " + by + ":send bantg.quang:verify",
		fields: fields{"title": "Nghị quyết về công tác Mặt trận", "as_of": day, "members_total": members, "studied_total": studied}}
}

func fell(place, by string, points float64) filed {
	return filed{kind: "core.declared_value", unit: place + "-UBND", by: by, day: "2026-06-12", acts: by + ":+paper " + by + ":file bantg.quang:check",
		fields: fields{"title": "Mức giảm tỷ lệ hộ nghèo", "name": "poverty_fall", "place": "@" + place, "as_of": "2026-06-01", "value": points, "measured_in": "percentage_point", "issuer": "UBND"}}
}

func yearPlan(unit, by, issues string) filed {
	return filed{kind: "supervision.annual_plan", unit: unit, by: by, day: "2026-01-05", acts: by + ":+plan " + by + ":submit " + issues + ":issue",
		fields: fields{"title": "Kế hoạch giám sát, phản biện xã hội năm 2026", "year": 2026, "agreed_with": []any{fields{"body": "HĐND", "agreed_on": "2026-01-04"}},
			"lines": []any{fields{"line": 1, "title": "Thu chi các quỹ", "activity": "mission", "object": "Thu chi các quỹ"}}}}
}

func board(place, by, more string) filed {
	return filed{kind: "supervision.people_board", unit: place + "-MT", by: by, day: "2026-02-02", acts: by + ":file" + more,
		fields: fields{"board_kind": "investment", "title": "Giám sát đường liên thôn", "commune": "@" + place, "term_from": "2026-02-01", "members": 5},
		with:   map[string]map[string]any{"recognise": {"board_unit": "@" + place + "-BTTND", "members": 5, "term_to": "2027-02-01", "next_report_on": "2026-03-31", "no_conflict": true}}}
}

// received are the twelve months in which a committee keeps its one day of reception.
func received(unit, by, confirms string) []filed {
	var out []filed
	for month := 1; month <= 12; month++ {
		out = append(out, filed{kind: "core.reception_month", unit: unit, by: by, day: yearsEnd, acts: by + ":+report " + by + ":file " + confirms + ":confirm",
			fields: fields{"host": "front", "level": "commune", "month": month, "year": 2026, "posted_on": "2025-12-20", "days_by_head": 1, "people": 2, "received": 1, "handled": 1}})
	}
	return out
}

// indicatorFigures are the numbers of the year by hand: num of den, proven of num
// resting on documents, and how that stands to the target.
var indicatorFigures = []struct {
	measure, unit    string
	num, den, proven float64
	status           string
}{
	{"awareness.member_share", commune, 150, 200, 150, "missed"}, {"awareness.member_share", "42", 180, 250, 180, "missed"},
	{"core.poverty_fall", commune, 1.4, 1, 1.4, "met"}, {"core.poverty_fall", "18073", 1, 1, 1, "missed"}, {"core.poverty_fall", "42", 2.4, 2, 2.4, "near"},
	{"supervision.supervised", commune, 1, 1, 1, "met"}, {"supervision.supervised", "18073", 0, 1, 0, "missed"}, {"supervision.supervised", "42", 1, 70, 1, "missed"},
	{"supervision.represented", commune, 1, 1, 1, "met"}, {"supervision.represented", "18073", 0, 1, 0, "missed"}, {"supervision.represented", "42", 1, 70, 1, "missed"},
	{"supervision.investment_covered", commune, 1, 1, 1, "met"}, {"supervision.investment_covered", "18073", 0, 1, 0, "missed"}, {"supervision.investment_covered", "42", 1, 69, 1, "missed"},
}

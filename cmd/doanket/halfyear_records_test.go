package main_test

// fields are those of a record or a step.
type fields = map[string]any

// halfYearRecords are what the commune files in the half-year, by the roles that
// owe it; numbers in the report can be counted on them by hand.
var halfYearRecords = []filed{
	// 150 of 200 Party members have studied; the earlier count of 90 is replaced.
	{kind: "awareness.study_coverage", unit: "18685-DU", by: "du.mai", day: "2026-02-10",
		fields: fields{"title": "Nghị quyết về công tác Mặt trận", "as_of": "2026-02-10", "members_total": 200, "studied_total": 90}, acts: "du.mai:+report du.mai:send bantg.quang:verify"},
	{kind: "awareness.study_coverage", unit: "18685-DU", by: "du.mai", day: "2026-05-20",
		fields: fields{"title": "Nghị quyết về công tác Mặt trận", "as_of": "2026-05-20", "members_total": 200, "studied_total": 150}, acts: "du.mai:+report du.mai:send bantg.quang:verify"},
	// Three activities: two of one purpose, one through the press.
	{kind: "awareness.communication_activity", unit: "18685-MT", by: "cb.lan", day: "2026-03-10",
		fields: fields{"title": "Phổ biến luật", "purpose": "policy_law", "channel": "conference", "held_from": "2026-03-10", "output_count": 1}, acts: "cb.lan:+evidence cb.lan:file cb.hung:approve"},
	{kind: "awareness.communication_activity", unit: "18685-MT", by: "cb.lan", day: "2026-04-15",
		fields: fields{"title": "Tin trên báo", "purpose": "policy_law", "channel": "press", "held_from": "2026-04-15", "output_count": 3}, acts: "cb.lan:+evidence cb.lan:file cb.hung:approve"},
	{kind: "awareness.communication_activity", unit: "18685-K01-CTMT", by: "k1.son", day: "2026-05-02",
		fields: fields{"title": "Sinh hoạt thôn", "purpose": "great_solidarity", "channel": "residents_meeting", "held_from": "2026-05-02", "output_count": 1}, acts: "k1.son:+evidence k1.son:file cb.hung:approve"},
	// The Party committee's orientation, and its session with the Front: one of two proposals agreed, one task given.
	{kind: "leadership.party_document", unit: "18685-DU", by: "du.mai", day: "2026-01-20",
		fields: fields{"paper_kind": "yearly_orientation", "title": "Định hướng công tác Mặt trận", "paper_number": "05-CV/ĐU", "issued_on": "2026-01-20", "for_year": 2026,
			"front_content": "Giao Ủy ban MTTQ xã chủ trì giám sát hai việc."}, acts: "du.mai:+paper du.mai:file bantg.quang:confirm"},
	{kind: "leadership.leader_session", unit: "18685-DU", by: "du.mai", day: "2026-05-05",
		fields: fields{"session_kind": "half_year", "host": "party", "topic": "Làm việc với Ủy ban MTTQ xã", "planned_on": "2026-05-12", "chair_title": "Bí thư Đảng ủy", "with_units": []any{"@18685-MT"}},
		acts:   "du.mai:plan cb.lan:contribute 2026-05-12 du.mai:hold du.mai:+conclusion 2026-05-14 du.mai:conclude",
		with: map[string]map[string]any{
			"contribute": {"proposals": []any{fields{"no": 1, "text": "Bố trí kinh phí"}, fields{"no": 2, "text": "Bổ sung biên chế"}}},
			"hold":       {"held_on": "2026-05-12"},
			"conclude": {"proposals": []any{fields{"no": 1, "text": "Bố trí kinh phí", "outcome": "agreed"}, fields{"no": 2, "text": "Bổ sung biên chế", "outcome": "study"}},
				"decisions": []any{fields{"content": "Bố trí kinh phí cho Ban Công tác Mặt trận", "by_unit": "@18685-UBND", "due_on": "2026-06-20", "output": "Quyết định giao dự toán"}}}}},
	// The secretary keeps March's two days, the Front April's one.
	{kind: "core.reception_month", unit: "18685-DU", by: "du.mai", day: "2026-04-02",
		fields: fields{"host": "secretary", "level": "commune", "month": 3, "year": 2026, "days_scheduled": 2, "days_by_head": 2, "people": 7, "received": 5, "handled": 4}, acts: "du.mai:+report du.mai:file bantg.quang:confirm"},
	{kind: "core.reception_month", unit: "18685-MT", by: "cb.lan", day: "2026-05-04",
		fields: fields{"host": "front", "level": "commune", "month": 4, "year": 2026, "posted_on": "2026-03-25", "days_by_head": 1, "people": 3, "received": 2, "handled": 2}, acts: "cb.lan:+report cb.lan:file cb.hung:confirm"},
	// The government's papers: democracy, and one number of the competent body.
	{kind: "coordination.official_report", unit: "18685-UBND", by: "ub.binh", day: "2026-06-10",
		fields: fields{"theme": "democracy", "title": "Báo cáo dân chủ ở cơ sở", "issuer": "@18685-UBND", "paper_number": "31/BC-UBND", "paper_on": "2026-06-09", "from_on": "2026-01-01", "to_on": "2026-06-05"},
		acts:   "ub.binh:+paper ub.binh:file cb.hung:check"},
	{kind: "coordination.official_report", unit: "18685-UBND", by: "ub.binh", day: "2026-06-11",
		fields: fields{"theme": "abuse_number", "title": "Báo cáo xử lý vi phạm", "issuer": "@18685-UBND", "paper_number": "32/BC-UBND", "paper_on": "2026-06-10", "from_on": "2026-01-01", "to_on": "2026-06-05",
			"figures": []any{fields{"name": "Hành vi đã xử lý", "value": 3, "measured_in": "vụ"}}}, acts: "ub.binh:+paper ub.binh:file cb.hung:check"},
	{kind: "coordination.community_meeting", unit: "18685-K01-CTMT", by: "k1.son", day: "2026-03-20",
		fields: fields{"form": "meeting", "title": "Bàn làm đường", "held_on": "2026-03-20", "households_total": 100, "present": 90, "decisions": []any{fields{"no": 1, "text": "Góp làm đường", "matter": "contribution", "in_favour": 70}}},
		acts:   "k1.son:+minutes k1.son:report cb.lan:check"},
	// Welfare: 12 households and a house with papers, 5 households still without.
	{kind: "renewal.welfare", unit: "18685-MT", by: "cb.lan", day: "2026-02-03",
		fields: fields{"title": "Nhà Đại đoàn kết", "welfare_kind": "house", "fund": "poor", "households": 12, "houses": 1, "amount_vnd": 60000000},
		acts:   "cb.lan:+approval cb.lan:submit cb.hung:approve cb.lan:give cb.lan:+handover cb.hung:accept", with: map[string]map[string]any{"give": {"given_on": "2026-02-03"}}},
	{kind: "renewal.welfare", unit: "18685-MT", by: "cb.lan", day: "2026-02-10",
		fields: fields{"title": "Quà Tết", "welfare_kind": "visit", "fund": "relief", "households": 5, "amount_vnd": 2500000},
		acts:   "cb.lan:+approval cb.lan:submit cb.hung:approve cb.lan:give", with: map[string]map[string]any{"give": {"given_on": "2026-02-10"}}},
	{kind: "renewal.group", unit: "18685-MT", by: "cb.lan", day: "2026-03-26",
		fields: fields{"name": "Câu lạc bộ Dân vận khéo", "group_kind": "club", "area_kind": "residential", "founded_on": "2026-03-26", "members": 20}, acts: "cb.lan:+recognition cb.lan:recognise"},
	// Context: what the government published.
	{kind: "core.declared_value", unit: "18685-UBND", by: "ub.binh", day: "2026-06-12",
		fields: fields{"title": "Mức giảm tỷ lệ hộ nghèo", "name": "poverty_fall", "place": "@18685", "as_of": "2026-06-01", "value": 1.4, "measured_in": "percentage_point", "issuer": "UBND xã Cẩm Bình", "paper_number": "88/QĐ-UBND"},
		acts:   "ub.binh:+paper ub.binh:file bantg.quang:check"},
	// Two recommendations: the committee answers in time, the council not at all.
	{kind: "core.recommendation", unit: "18685-MT", by: "cb.lan", day: "2026-04-01",
		fields: fields{"title": "Sửa cầu thôn 1", "content": "Cầu hỏng, đề nghị sửa.", "to_unit": "@18685-UBND", "source": "voters", "theme": "infrastructure"},
		acts:   "cb.lan:+letter cb.lan:submit cb.hung:send 2026-04-02 ub.binh:receive 2026-04-10 ub.binh:+answer_letter ub.binh:answer", with: map[string]map[string]any{
			"receive": {"received_on": "2026-04-02"}, "answer": {"result": "accepted", "answer": "Sẽ sửa trong quý II.", "answered_on": "2026-04-10"}}},
	{kind: "core.recommendation", unit: "18685-MT", by: "cb.lan", day: "2026-04-03",
		fields: fields{"title": "Công khai nghị quyết HĐND", "content": "Đề nghị niêm yết.", "to_unit": "@18685-HDND", "source": "voters", "theme": "other"}, acts: "cb.lan:+letter cb.lan:submit cb.hung:send"},
	{kind: "core.meeting", unit: "18685-MT", by: "cb.lan", day: "2026-05-20",
		fields: fields{"title": "Tiếp xúc cử tri trước kỳ họp", "form": "onsite", "held_on": "2026-05-22", "meeting_kind": "voter_contact"},
		acts:   "cb.lan:plan 2026-05-22 cb.lan:hold cb.lan:+minutes cb.lan:close", with: map[string]map[string]any{"hold": {"held_on": "2026-05-22", "attended_count": 80}}},
	{kind: "member.good_example", unit: "18685-MT", by: "cb.lan", day: "2026-05-08",
		fields: fields{"title": "Thôn hiến đất làm đường", "subject": "collective", "collective": "Thôn 1", "story": "Hai mươi hộ hiến đất."}, acts: "cb.lan:consider cb.hung:praise", with: map[string]map[string]any{"praise": {"praised_on": "2026-05-08"}}},
}

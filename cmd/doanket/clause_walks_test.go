package main_test

import "slices"

// walks are records of every home of every clause, by the roles that owe them.
var walks = slices.Concat(walkStudy(), walkLeadership(), walkGovernment(), walkRenewal(), walkCadre(), walkUnity(), walkSupervision(), walkMember(), walkCore())

// walkOf is a short form: the record, who makes it where, on which day, and what follows.
func walkOf(kind, unit, by, day, serves, ends, acts string, f fields, with map[string]map[string]any) walked {
	return walked{filed: filed{kind: kind, unit: unit, by: by, day: day, fields: f, acts: acts, with: with}, serves: serves, ends: ends}
}

type steps = map[string]map[string]any

func walkStudy() []walked {
	out := []walked{
		walkOf("awareness.study_plan", "18685-DU", "du.mai", "2026-02-02", "IV.1.a IV.1.b IV.3.a III.1.a IV.1.a IV.3.a IV.2.b", "done",
			"du.mai:+plan du.mai:submit du.chien:issue >awareness.study_session 2026-02-20 du.mai:+minutes du.mai:report bantg.quang:confirm < du.chien:finish",
			fields{"title": "Kế hoạch học tập Nghị quyết", "topic": "Nghị quyết về công tác Mặt trận", "units": []any{"@18685-CB01"}, "complete_by": "2026-06-30"},
			steps{"report": {"form": "onsite", "held_on": "2026-02-20", "invited_count": 40, "attended_count": 40, "audience": []any{"party_members", "association"}}}),
		walkOf("awareness.study_session", "18685-DU", "du.mai", "2026-03-05", "III.1.a IV.1.a IV.3.a IV.2.b", "confirmed", "du.mai:+minutes du.mai:report bantg.quang:confirm",
			fields{"title": "Học tập với Nhân dân", "about_front": true, "form": "onsite", "held_on": "2026-03-05", "invited_count": 50, "attended_count": 50, "audience": []any{"people", "association"}}, nil),
		walkOf("awareness.study_coverage", "18685-DU", "du.mai", "2026-03-06", "IV.5", "verified", "du.mai:+report du.mai:send bantg.quang:verify",
			fields{"title": "Nghị quyết về công tác Mặt trận", "as_of": "2026-03-06", "members_total": 100, "studied_total": 90}, nil),
	}
	for _, p := range []struct{ purpose, channel, serves string }{
		{"front_role", "conference", "III.1.c"}, {"policy_law", "loudspeaker", "III.1.d"}, {"great_solidarity", "billboard", "III.6.a"},
		{"official_news", "press", "III.6.e IV.1.c"}, {"vigilance", "website", "III.6.f"}, {"grassroots_democracy", "print", "III.7.b"},
	} {
		out = append(out, walkOf("awareness.communication_activity", "18685-MT", "cb.lan", "2026-03-10", p.serves, "approved", "cb.lan:+evidence cb.lan:file cb.hung:approve",
			fields{"title": "Tuyên truyền " + p.purpose, "purpose": p.purpose, "channel": p.channel, "held_from": "2026-03-10", "output_count": 1}, nil))
	}
	return out
}

func walkLeadership() []walked {
	var out []walked
	for kind, serves := range map[string]string{"work_programme": "III.1.b", "policy": "III.2.a", "yearly_orientation": "III.2.a", "evaluation_criteria": "III.2.a", "uptake_rule": "III.7.l"} {
		f := fields{"paper_kind": kind, "title": "Văn bản " + kind, "paper_number": "05-" + kind, "issued_on": "2026-01-20", "for_year": 2026, "front_content": "Giao Ủy ban MTTQ xã chủ trì giám sát hai việc."}
		if kind == "uptake_rule" {
			f["reply_days"] = 15
		}
		out = append(out, walkOf("leadership.party_document", "18685-DU", "du.mai", "2026-01-20", serves, "confirmed", "du.mai:+paper du.mai:file bantg.quang:confirm", f, nil))
	}
	session := func(unit, by, kind, host, serves string, more fields) walked {
		f := fields{"session_kind": kind, "host": host, "topic": "Phiên " + kind, "planned_on": "2026-04-10", "chair_title": "Bí thư", "with_units": []any{"@18685-MT"}}
		concluded := fields{"no_task": true, "results": "Tốt", "limits": "Chậm", "causes": "Thiếu người", "lessons": "Làm sớm"}
		for name, v := range more {
			f[name] = v
		}
		return walkOf("leadership.leader_session", unit, by, "2026-04-01", serves, "closed", by+":plan 2026-04-10 "+by+":hold "+by+":+conclusion "+by+":conclude "+by+":close", f,
			steps{"hold": {"held_on": "2026-04-10", "notice_on": "2026-04-02", "audience": "Nhân dân"}, "conclude": concluded})
	}
	return append(out,
		walkOf("leadership.leader_session", "18685-DU", "du.mai", "2026-05-05", "III.2.b III.2.e III.8.c", "closed",
			"du.mai:plan cb.lan:contribute 2026-05-12 du.mai:hold du.mai:+conclusion du.mai:conclude >core.commitment ub.binh:receive ub.binh:+proof 2026-05-20 ub.binh:report du.chien:accept du.chien:close < du.mai:close",
			fields{"session_kind": "half_year", "host": "party", "topic": "Làm việc với Ủy ban MTTQ xã", "planned_on": "2026-05-12", "chair_title": "Bí thư", "with_units": []any{"@18685-MT"}},
			steps{"contribute": {"proposals": []any{fields{"no": 1, "text": "Bố trí kinh phí"}}}, "hold": {"held_on": "2026-05-12"},
				"conclude": {"proposals": []any{fields{"no": 1, "text": "Bố trí kinh phí", "outcome": "agreed"}},
					"decisions": []any{fields{"content": "Bố trí kinh phí", "by_unit": "@18685-UBND", "due_on": "2026-06-20", "output": "Quyết định"}}},
				"report": {"result": "done", "done_on": "2026-05-20"}}),
		session("18685-DU", "du.mai", "yearly", "party", "III.2.b", nil),
		session("18685-DU", "du.mai", "dialogue", "party", "III.2.d III.3.h", nil),
		session("18685-UBND", "ub.binh", "dialogue", "government", "III.2.d III.3.h", nil),
		session("18685-DU", "du.mai", "inspection", "party", "III.2.k IV.4.a", nil),
		session("18685-DU", "du.mai", "review", "party", "III.2.l", nil))
}

func walkGovernment() []walked {
	var out []walked
	for theme, serves := range map[string]string{"support": "III.2.j III.3.j III.8.h", "democracy": "III.3.a", "abuse_number": "III.3.b", "mobilisation": "III.3.c", "complaints": "III.3.f", "reform": "III.3.g", "poverty": "III.4.d"} {
		f := fields{"theme": theme, "title": "Báo cáo " + theme, "issuer": "@18685-UBND", "paper_number": "31/" + theme, "paper_on": "2026-05-09", "from_on": "2026-01-01", "to_on": "2026-05-05"}
		switch theme {
		case "support":
			f["amount_vnd"], f["fiscal_year"] = 50000000, 2026
		case "poverty":
			f["poverty_rate"], f["place"] = 2.5, "@18685"
		default:
			f["figures"] = []any{fields{"name": "Số vụ", "value": 3, "measured_in": "vụ"}}
		}
		out = append(out, walkOf("coordination.official_report", "18685-UBND", "ub.binh", "2026-05-10", serves, "checked", "ub.binh:+paper ub.binh:file cb.hung:check", f, nil))
	}
	return append(out,
		walkOf("coordination.agreement", "18685-MT", "cb.lan", "2026-02-02", "III.3.d III.8.g", "closed", "cb.lan:agree cb.hung:+paper cb.hung:sign 2026-11-20 cb.lan:+review_minutes cb.lan:review cb.lan:close",
			fields{"agreement_kind": "programme", "title": "Chương trình phối hợp năm 2026", "year": 2026, "parties": []any{"@18685-UBND"},
				"items": []any{fields{"no": 1, "content": "Làm đường", "lead": "@18685-UBND", "from_on": "2026-03-01", "to_on": "2026-10-01", "output": "Một tuyến đường"}}},
			steps{"sign": {"signed_on": "2026-02-02"}, "review": {"reviewed_on": "2026-11-20", "results": []any{fields{"no": 1, "result": "done"}}}}),
		walkOf("coordination.community_meeting", "18685-K01-CTMT", "k1.son", "2026-03-20", "III.3.a III.7.b", "closed", "k1.son:+minutes k1.son:report cb.lan:check cb.lan:close",
			fields{"form": "meeting", "title": "Bàn làm đường", "held_on": "2026-03-20", "households_total": 100, "present": 90, "decisions": []any{fields{"no": 1, "text": "Góp làm đường", "matter": "contribution", "in_favour": 70}}}, nil),
		received1("18685-DU", "secretary", "du.mai", "III.2.c III.2.e"),
		received1("18685-UBND", "committee_chair", "ub.binh", "III.3.e"),
		received1("18685-MT", "front", "cb.lan", "III.7.d"))
}

// received1 is a month of reception by a host.
func received1(unit, host, by, serves string) walked {
	return walkOf("core.reception_month", unit, by, "2026-04-02", serves, "confirmed", by+":+report "+by+":file bantg.quang:confirm",
		fields{"host": host, "level": "commune", "month": 3, "year": 2026, "days_by_head": 4, "people": 7, "received": 5, "handled": 4}, nil)
}

func walkRenewal() []walked {
	return []walked{
		walkOf("renewal.campaign", "42-MT", "tinh.an", "2026-01-10", "III.4.a III.4.b III.4.b III.4.e", "summed_up",
			"tinh.an:submit tinh.an:+plan tinh.thuy:launch >renewal.campaign_result 2026-06-30 cb.lan:+report cb.lan:report cb.hung:confirm < tinh.an:sum_up",
			fields{"name": "Sạch nhà, đẹp ngõ", "campaign_kind": "emulation", "aim": "Mỗi thôn một tuyến đường tự quản", "criteria": "Từ nửa số thôn có đường tự quản", "lead": "Phó Chủ tịch",
				"starts_on": "2026-01-15", "ends_on": "2026-06-30", "units": []any{"@18685-MT"}, "measures": []any{fields{"no": 1, "name": "Tuyến đường", "counted_in": "tuyến", "target": 4}}},
			steps{"report": {"period_to": "2026-06-30", "values": []any{fields{"no": 1, "value": 3, "source": "Biên bản kiểm tra"}}, "quality": "Ba thôn dọn vệ sinh sáng thứ bảy hằng tuần, trồng hoa hai bên đường, phân loại rác",
				"areas_in": []any{"@18685-K01-CTMT"}, "areas_achieved": []any{"@18685-K01-CTMT"}}, "confirm": {"verdict": "effective"}, "sum_up": {"summary": "Ba thôn có đường tự quản."}}),
		walkOf("renewal.group", "18685-MT", "cb.lan", "2026-03-26", "III.4.c", "ended", "cb.lan:+recognition cb.lan:recognise cb.lan:end",
			fields{"name": "Câu lạc bộ Dân vận khéo", "group_kind": "club", "area_kind": "residential", "founded_on": "2026-03-26", "members": 20}, steps{"end": {"ended_on": "2026-03-26"}}),
		walkOf("renewal.welfare", "18685-MT", "cb.lan", "2026-02-03", "III.4.d", "accepted", "cb.lan:+approval cb.lan:submit cb.hung:approve cb.lan:give cb.lan:+handover cb.hung:accept",
			fields{"title": "Nhà Đại đoàn kết", "welfare_kind": "house", "fund": "poor", "households": 1, "houses": 1, "amount_vnd": 60000000}, steps{"give": {"given_on": "2026-02-03"}}),
		walkOf("renewal.fund_quarter", "18685-MT", "cb.lan", "2026-04-05", "III.4.d", "published", "cb.lan:+statement cb.lan:file cb.hung:approve cb.lan:publish",
			fields{"fund": "poor", "quarter": 1, "year": 2026, "opening": 0, "receipts": 90000000, "payments": 60000000}, steps{"publish": {"published_on": "2026-04-05", "url": "https://cambinh.example/quy"}}),
	}
}

func walkCadre() []walked {
	return []walked{
		walkOf("cadre.body_roll", "18685-MT", "cb.lan", "2026-03-01", "III.2.h III.5.a III.5.e", "confirmed", "cb.lan:+decision cb.lan:file bantg.quang:confirm",
			fields{"as_of": "2026-03-01", "required_posts": 3, "filled_posts": 3, "complete_areas": []any{"@18685-K01-CTMT"}}, nil),
		walkOf("cadre.cadre_roll", "18685-MT", "cb.lan", "2026-03-01", "III.2.h III.5.a III.5.c III.5.d III.5.f", "verified", "cb.lan:+report cb.lan:file bantg.quang:verify",
			fields{"as_of": "2026-03-01", "active": 30, "women": 12, "trained_distinct": 25, "moves": []any{fields{"move": "elected", "people": 2}}}, nil),
		walkOf("cadre.course", "18685-MT", "cb.lan", "2026-03-01", "III.5.b III.5.f", "confirmed", "cb.lan:plan cb.lan:+plan cb.hung:open 2026-03-12 cb.lan:+report cb.lan:finish cb.hung:confirm",
			fields{"topic": "Kỹ năng giám sát", "from_on": "2026-03-10", "to_on": "2026-03-11", "hours": 8, "form": "onsite", "units": []any{"@18685-K01-CTMT"}},
			steps{"finish": {"per_unit": []any{fields{"from_unit": "@18685-K01-CTMT", "invited": 5, "attended": 5}}}}),
		walkOf("cadre.personnel_opinion", "18685-MT", "cb.lan", "2026-03-03", "III.2.i", "closed", "cb.lan:receive cb.lan:+slip cb.lan:send cb.lan:close",
			fields{"round": "Giới thiệu nhân sự", "asked_by": "@18685-DU", "received_on": "2026-03-02", "candidates": 3, "method": "conference"}, steps{"send": {"sent_on": "2026-03-03"}}),
	}
}

func walkUnity() []walked {
	digest := func(kind, serves string, more fields) walked {
		f := fields{"title": "Tổng hợp ý kiến " + kind, "digest_kind": kind, "from_on": "2026-01-01", "to_on": "2026-03-31", "praise": "Nhân dân đồng tình với việc làm đường liên thôn."}
		for name, v := range more {
			f[name] = v
		}
		return walkOf("unity.opinion_digest", "18685-MT", "cb.lan", "2026-04-03", serves, "closed", "cb.lan:submit cb.lan:+report cb.hung:send cb.lan:close", f, steps{"send": {"sent_to": []any{"@18685-DU"}}})
	}
	return []walked{
		digest("periodic", "III.4.g III.6.b", nil), digest("session", "III.4.g III.6.b III.6.c", fields{"session": "Kỳ họp giữa năm 2026"}),
		walkOf("unity.festival", "18685-K01-CTMT", "k1.son", "2026-11-18", "III.4.a", "checked", "k1.son:+report k1.son:report cb.lan:check", fields{"held_on": "2026-11-17", "form": "one", "households": 90}, nil),
		walkOf("unity.liaison", "18685-MT", "cb.lan", "2026-02-09", "III.6.h", "checked", "cb.lan:+paper cb.lan:report cb.hung:check",
			fields{"partner": "Giáo xứ Cẩm Bình", "liaison_kind": "visit", "held_on": "2026-02-09", "participants": 6, "content": "Thăm, chúc Tết."}, nil),
	}
}

func walkSupervision() []walked {
	var out []walked
	for nature, serves := range map[string]string{"criticism": "", "opinion_218": " III.2.f", "consultation": " III.3.k"} {
		out = append(out, walkOf("supervision.opinion_paper", "18685-MT", "cb.lan", "2026-03-02", "III.7.a III.4.f III.8.f III.7.j"+serves, "closed",
			"cb.lan:+dossier cb.lan:file cb.lan:assign cb.lan:submit cb.lan:+statement cb.hung:send 2026-03-10 ub.binh:+answer ub.binh:answer cb.lan:close",
			fields{"nature": nature, "draft_title": "Dự thảo " + nature, "from_body": "@18685-UBND", "submission_on": "2026-04-30", "received_on": "2026-03-01"},
			steps{"assign": {"assigned_to": "@18685-MT"}, "submit": {"form": "in_writing", "points": []any{fields{"no": 1, "critique": "Chưa rõ nguồn lực", "proposal": "Bổ sung"}}},
				"answer": {"points": []any{fields{"no": 1, "critique": "Chưa rõ nguồn lực", "proposal": "Bổ sung", "answer": "accepted"}}}}))
	}
	for area, serves := range map[string]string{"religion_policy": " III.6.g", "complaints": " III.7.f"} {
		out = append(out, walkOf("supervision.mission", "18685-MT", "cb.lan", "2026-03-02", "III.4.f III.7.a III.8.f"+serves, "closed",
			"cb.lan:+decision cb.lan:+outline cb.lan:submit cb.hung:decide cb.lan:start 2026-03-25 cb.lan:+minutes cb.lan:+signed_report cb.lan:report cb.hung:+conclusion cb.hung:conclude cb.lan:close",
			fields{"title": "Giám sát " + area, "subject": "Chính sách", "area": area, "ad_hoc": true, "ad_hoc_reason": "Cử tri kiến nghị", "form": "front_team", "supervised_units": []any{"@18685-UBND"}, "work_from": "2026-03-20", "work_to": "2026-03-22"},
			steps{"start": {"plan_sent_on": "2026-03-02"}, "report": {"findings": "Đúng quy định"}, "conclude": {"conclusion": "Thực hiện tốt", "no_recommendation_reason": "Không có thiếu sót"}}))
	}
	plan := yearPlan("18685-MT", "cb.lan", "cb.hung")
	plan.acts += " cb.lan:finish"
	petition := func(kind, serves, ends, acts string, with steps) walked {
		return walkOf("supervision.petition", "18685-MT", "cb.lan", "2026-05-04", serves, ends, "cb.lan:file cb.lan:classify cb.lan:+slip "+acts,
			fields{"title": "Đơn " + kind, "petition_kind": kind, "channel": "post", "received_on": "2026-05-04", "theme": "land", "place": "@18685", "summary": "Việc thu hồi đất ở khu tái định cư"}, with)
	}
	return append(out,
		walked{filed: plan, serves: "III.2.g III.7.a III.7.c", ends: "done"},
		petition("complaint", "III.7.e", "closed", "cb.hung:forward ub.binh:+result_letter ub.binh:answer cb.lan:close",
			steps{"classify": {"classification": "eligible"}, "forward": {"to_unit": "@18685-UBND"}, "answer": {"outcome": "in_hand", "result": "Đang giải quyết"}}),
		petition("conduct", "III.7.e III.7.i", "handled", "cb.lan:guide", steps{"classify": {"classification": "eligible"}}),
		// A board that has no unit of its own: the commune's Front records for it.
		walkOf("supervision.people_board", "18685-MT", "cb.lan", "2026-02-02", "III.7.b", "ended", "cb.lan:file cb.lan:+decision cb.hung:recognise 2026-03-31 cb.lan:+board_report cb.lan:report 2026-05-02 cb.lan:end",
			fields{"board_kind": "investment", "title": "Giám sát đường liên thôn", "commune": "@18685", "term_from": "2026-02-01", "members": 5},
			steps{"recognise": {"members": 5, "term_to": "2027-02-01", "next_report_on": "2026-03-31", "no_conflict": true}, "report": {"report_summary": "Thi công đúng thiết kế"}, "end": {"ended_on": "2026-05-02"}}))
}

func walkMember() []walked {
	programme := func(name, level, serves, ends, acts string, with steps) walked {
		f := fields{"level": level, "title": "Chương trình " + level, "parties": []any{"@18685-HND", "@18685-HPN"}, "goals": []any{fields{"goal": "Chăm lo người già"}}}
		if level == "term" {
			f["term_text"] = "2025-2030"
		} else {
			f["year"] = 2026
		}
		w := walkOf("member.programme", "18685-MT", "cb.lan", "2026-01-04", serves, ends, acts, f, with)
		w.name = name
		return w
	}
	item := func(unit, by, theme string) walked {
		w := walkOf("member.item", unit, by, "2026-01-05", "III.8.b", "", by+":propose",
			fields{"programme": "#year", "title": "Việc " + theme, "theme": theme, "group": "elderly", "goal": "Chăm lo người già", "area": []any{"@18685-K03"}, "from_on": "2026-10-01", "to_on": "2026-10-05", "output": "30 suất", "measure": "Số suất"}, nil)
		w.name = theme
		return w
	}
	again := func(name, day, serves, ends, acts string, with steps) walked {
		return walked{name: name, filed: filed{day: day, acts: acts, with: with}, serves: serves, ends: ends}
	}
	return []walked{
		programme("term", "term", "III.8.a", "reviewed", "cb.lan:collect cb.lan:+minutes cb.lan:check cb.lan:+paper ~ cb.hung:sign 2026-12-30 cb.lan:review", steps{"review": {"review": "Đạt mục tiêu"}}),
		programme("year", "year", "III.8.b", "", "cb.lan:collect", nil),
		item("18685-HPN", "hpn.dao", "welfare"), item("18685-HND", "hnd.tuan", "health"),
		again("year", "2026-01-10", "III.8.b", "", "cb.lan:+minutes cb.lan:check cb.lan:+paper ~ >member.overlap cb.hung:decide < cb.hung:sign ~",
			steps{"decide": {"decision": "split", "reason": "Tặng quà ở thôn, khám ở trạm y tế", "heard": []any{"@18685-HPN", "@18685-HND"}}}),
		again("welfare", "2026-10-06", "", "confirmed", "hpn.dao:+proof hpn.dao:report cb.lan:confirm", steps{"report": {"result": "30 suất", "done_on": "2026-10-05"}}),
		again("health", "2026-10-06", "", "confirmed", "hnd.tuan:+proof hnd.tuan:report cb.lan:confirm", steps{"report": {"result": "30 người", "done_on": "2026-10-05"}}),
		again("year", "2026-12-30", "", "reviewed", "cb.lan:review", steps{"review": {"review": "Đạt mục tiêu"}}),
		walkOf("member.good_example", "18685-MT", "cb.lan", "2026-05-08", "III.8.d", "closed", "cb.lan:+consent cb.lan:consider_person cb.hung:praise cb.lan:close",
			fields{"title": "Nuôi trẻ mồ côi", "subject": "person", "story": "Nhiều năm nhận nuôi trẻ mồ côi trong thôn", "person_name": "Phan Thị Ất"}, steps{"praise": {"praised_on": "2026-05-08"}}),
	}
}

func walkCore() []walked {
	var out []walked
	for source, serves := range map[string]string{"other": "", "petition": " III.2.e", "reception": " III.2.e", "voters": " III.6.c III.7.h", "advice": " III.7.k", "organisation": " III.8.c"} {
		to, who := "@18685-UBND", "ub.binh"
		if source == "advice" {
			to, who = "@18685-DU", "du.mai"
		}
		out = append(out, walkOf("core.recommendation", "18685-MT", "cb.lan", "2026-04-01", "III.3.i III.6.d III.8.e"+serves, "closed",
			"cb.lan:+letter cb.lan:submit cb.hung:send 2026-04-02 "+who+":receive 2026-04-10 "+who+":+answer_letter "+who+":answer cb.hung:assess cb.hung:close",
			fields{"title": "Kiến nghị " + source, "content": "Đề nghị sửa cầu.", "to_unit": to, "source": source, "theme": "infrastructure"},
			steps{"receive": {"received_on": "2026-04-02"}, "answer": {"result": "accepted", "answer": "Sẽ sửa.", "answered_on": "2026-04-10"}, "assess": {"assessment": "met"}}))
	}
	for kind, serves := range map[string]string{"consultation": "III.7.c III.8.a", "voter_contact": "III.7.g III.7.h", "work": "III.8.c"} {
		out = append(out, walkOf("core.meeting", "18685-MT", "cb.lan", "2026-05-20", serves, "closed", "cb.lan:plan 2026-05-22 cb.lan:hold cb.lan:+minutes cb.lan:close",
			fields{"title": "Cuộc họp " + kind, "form": "onsite", "held_on": "2026-05-22", "meeting_kind": kind}, steps{"hold": {"held_on": "2026-05-22", "attended_count": 80}}))
	}
	programme := func(unit, by, signs, nature, serves string) walked {
		return walkOf("core.action_programme", unit, by, "2026-01-06", serves, "done", by+":submit "+by+":+paper "+signs+":issue 2026-12-20 "+by+":finish",
			fields{"nature": nature, "title": "Thực hiện nghị quyết: " + nature, "directive": "Nghị quyết 10-NQ/TU", "begins_on": "2026-01-01", "ends_on": "2026-12-31",
				"tasks": []any{fields{"title": "Học tập nghị quyết", "clauses": []any{"IV.2.a"}, "lead": "@" + unit, "due_on": "2026-06-30", "output": "Báo cáo"}}},
			steps{"issue": {"issued_on": "2026-01-06"}, "finish": {"review": "Hoàn thành"}})
	}
	return append(out,
		programme("42-MT", "tinh.an", "tinh.thuy", "programme", "IV.2.a"), programme("18685-DU", "du.mai", "du.chien", "plan", "IV.3.b"),
		walkOf("core.report", "42-DU", "tu.vp", "2026-07-10", "IV.4.b", "sent", "tu.vp:submit tu.vp:+paper tu.lanhdao:send",
			fields{"span": "half_year", "title": "Báo cáo 6 tháng", "covers_on": "2026-06-30", "to_units": []any{"@42-TGDV"}}, nil))
}

package main

import (
	"maps"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/sdk/sdktest"
)

// on is what a rule sees on 24 November 2026.
func on(transition string, fields map[string]any, docs map[string]int) rule.Input {
	in := sdktest.On(transition, fields)
	in.Docs = docs
	return in
}

type row = map[string]any

func TestRules(t *testing.T) {
	t.Parallel()
	m := Build().Manifest()
	long := strings.Repeat("Đường hoa, thùng rác. ", 4)
	for _, c := range []struct {
		name, kind, transition string
		fields                 row
		docs                   map[string]int
		want                   []string
	}{
		{"a sound campaign", "campaign", "launch", row{"units": []string{"unt_a"}, "starts_on": "2026-01-01", "ends_on": "2026-12-31", "measures": []row{{"no": int64(1), "target": 5.0}}}, nil, nil},
		{"for nobody, by nothing", "campaign", "launch", row{}, nil, []string{"campaign_without_units", "campaign_without_measure"}},
		{"backwards", "campaign", "", row{"starts_on": "2026-02-01", "ends_on": "2026-01-31"}, nil, []string{"campaign_backwards"}},
		{"a target of nothing, twice", "campaign", "launch", row{"units": []string{"unt_a"}, "measures": []row{{"no": int64(1), "target": 0.0}, {"no": int64(1), "target": 2.0}}}, nil, []string{"measure_twice", "measure_without_target"}},
		{"a short aim, over already", "campaign", "submit", row{"units": []string{"unt_a"}, "measures": []row{{"no": int64(1), "target": 1.0}}, "aim": "Xanh hơn", "ends_on": "2026-11-23"}, nil, []string{"aim_too_short", "over_already"}},

		{"a sound result", "campaign_result", "report", row{"period_to": "2026-11-24", "values": []row{{"no": int64(1), "value": 3.0}}, "quality": long, "areas_in": []string{"unt_k1"}}, nil, nil},
		{"of tomorrow, empty, in few words", "campaign_result", "report", row{"period_to": "2026-11-25", "quality": "Tốt"}, nil, []string{"result_of_tomorrow", "result_without_value", "quality_too_short", "nothing_was_done", "areas_unsaid"}},
		{"one measure twice", "campaign_result", "", row{"values": []row{{"no": int64(1), "value": 3.0}, {"no": int64(1), "value": 4.0}}}, nil, []string{"value_twice"}},
		{"an area that took no part", "campaign_result", "confirm", row{"values": []row{{"no": int64(1), "value": 3.0}}, "areas_in": []string{"unt_k1"}, "areas_achieved": []string{"unt_k2"}, "verdict": "effective"}, nil, []string{"achieved_without_part"}},
		{"all zero cannot be effective", "campaign_result", "confirm", row{"values": []row{{"no": int64(1), "value": 0.0}}, "verdict": "effective"}, nil, []string{"effective_without_activity"}},
		{"not yet, unexplained", "campaign_result", "confirm", row{"verdict": "not_yet"}, nil, []string{"verdict_without_reason"}},
		{"not yet, explained", "campaign_result", "confirm", row{"verdict": "not_yet", "verdict_reason": "Mới đạt 1/4 khu dân cư"}, nil, nil},

		{"a sound batch", "welfare", "submit", row{"title": "Bàn giao 5 nhà đợt 1", "welfare_kind": "house", "houses": int64(5), "households": int64(5), "amount_vnd": int64(300_000_000), "fund": "poor"}, nil, nil},
		{"nobody, nothing", "welfare", "submit", row{"title": "Thăm hỏi", "welfare_kind": "visit"}, nil, []string{"nobody_helped", "support_of_nothing"}},
		{"houses of a visit", "welfare", "", row{"welfare_kind": "visit", "houses": int64(1)}, nil, []string{"houses_without_kind"}},
		{"a house uncounted", "welfare", "submit", row{"title": "Nhà", "welfare_kind": "house", "households": int64(1), "amount_vnd": int64(1)}, nil, []string{"house_uncounted"}},
		{"a name", "welfare", "submit", row{"title": "Hỗ trợ bà Nguyễn Thị Ất", "welfare_kind": "visit", "households": int64(1), "amount_vnd": int64(1)}, nil, []string{"names_in_title"}},
		{"legal advice costs nothing", "welfare", "submit", row{"title": "Tư vấn pháp luật lưu động", "welfare_kind": "legal", "people": int64(40)}, nil, nil},
		{"no fund, from the fund", "welfare", "submit", row{"title": "Quà", "welfare_kind": "visit", "households": int64(9), "amount_vnd": int64(1), "fund": "none", "source_kind": "fund"}, nil, []string{"fund_or_source"}},
		{"given tomorrow", "welfare", "give", row{"given_on": "2026-11-25"}, nil, []string{"given_in_future"}},
		{"checked before, and tomorrow", "welfare", "accept", row{"given_on": "2026-11-26", "checked_on": "2026-11-25"}, nil, []string{"checked_before_given", "checked_in_future"}},

		{"a quarter to come", "fund_quarter", "file", row{"ends": "2026-12-31"}, nil, []string{"quarter_to_come"}},
		{"overspent", "fund_quarter", "", row{"opening": int64(10), "receipts": int64(5), "payments": int64(16)}, nil, []string{"fund_overspent"}},
		{"spent to the last dong", "fund_quarter", "", row{"opening": int64(10), "receipts": int64(5), "payments": int64(15)}, nil, nil},
		{"published nowhere", "fund_quarter", "publish", row{"ends": "2026-09-30", "published_on": "2026-10-05"}, nil, []string{"published_nowhere"}},
		{"put up", "fund_quarter", "publish", row{"ends": "2026-09-30", "published_on": "2026-10-05"}, map[string]int{"publication": 1}, nil},
		{"no address, of tomorrow", "fund_quarter", "publish", row{"ends": "2026-09-30", "published_on": "2026-11-25", "url": "trang tin"}, nil, []string{"page_is_no_address", "published_in_future"}},
		{"before it ended", "fund_quarter", "publish", row{"ends": "2026-09-30", "published_on": "2026-09-29", "url": "https://cambinh.hatinh.gov.vn/quy"}, nil, []string{"published_before_end"}},

		{"founded tomorrow, ended before", "group", "", row{"founded_on": "2026-11-25", "ended_on": "2026-11-20"}, nil, []string{"founded_in_future", "ended_before_founded"}},
		{"ends tomorrow", "group", "end", row{"founded_on": "2020-01-01", "ended_on": "2026-11-25"}, nil, []string{"ended_in_future"}},
	} {
		set, err := rule.Compile(m.Kind(c.kind))
		if err != nil {
			t.Fatal(err)
		}
		sdktest.Breaks(t, c.name, m.Kind(c.kind), on(c.transition, derived(t, set, c.fields), c.docs), c.want)
	}
}

// derived adds what the platform fills in, unless the case says it.
func derived(t *testing.T, set *rule.Set, fields row) row {
	t.Helper()
	filled, err := set.Derive(on("", fields, nil))
	if err != nil {
		t.Fatal(err)
	}
	all := maps.Clone(fields)
	for name, value := range filled {
		if _, said := all[name]; !said {
			all[name] = value
		}
	}
	return all
}

// Figures by hand: closing balance, last days of quarters, the names of quarters.
func TestQuarterAddsUp(t *testing.T) {
	t.Parallel()
	set, err := rule.Compile(Build().Manifest().Kind("fund_quarter"))
	if err != nil {
		t.Fatal(err)
	}
	for quarter, ends := range map[int64]string{1: "2026-03-31", 2: "2026-06-30", 3: "2026-09-30", 4: "2026-12-31"} {
		got, err := set.Derive(on("", row{"fund": "poor", "quarter": quarter, "year": int64(2026), "opening": int64(12_500_000), "receipts": int64(30_000_000), "payments": int64(18_000_000)}, nil))
		if err != nil || got["ends"] != ends || got["closing"] != int64(24_500_000) {
			t.Errorf("quarter %d: %v, %v", quarter, got, err)
		}
	}
	got, err := set.Derive(on("", row{"fund": "relief", "quarter": int64(2), "year": int64(2026)}, nil))
	if err != nil || got["title"] != "Quỹ Cứu trợ quý 2/2026" {
		t.Errorf("its name: %v, %v", got["title"], err)
	}
}

package main

import (
	"testing"

	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/sdk/sdktest"
)

type row = map[string]any

func TestRules(t *testing.T) {
	t.Parallel()
	m := Build().Manifest()
	open := row{"programme": "rec_plan", "complete": true}
	plan := map[string]row{"programme": {"state": "collecting", "level": "year", "year": int64(2027)}}
	signed := map[string]row{"programme": {"state": "signed", "level": "year", "year": int64(2027)}}
	with := func(more row) row {
		out := row{}
		for _, from := range []row{open, more} {
			for k, v := range from {
				out[k] = v
			}
		}
		return out
	}
	for _, c := range []struct {
		name, kind, transition string
		fields                 row
		pointed                map[string]row
		docs                   map[string]int
		want                   []string
	}{
		{"a plan of a year", "programme", "collect", row{"level": "year", "year": int64(2027), "parties": []string{"unt_a"}}, nil, nil, nil},
		{"of no year, of nobody", "programme", "collect", row{"level": "year"}, nil, nil, []string{"year_missing", "nobody_takes_part"}},
		{"of a term unnamed", "programme", "collect", row{"level": "term", "parties": []string{"unt_a"}}, nil, nil, []string{"term_unnamed"}},
		{"a term without goals, without a consultation", "programme", "sign", row{"level": "term"}, nil, nil, []string{"term_without_goal", "consultation_unnamed"}},
		{"minutes stand for the meeting", "programme", "sign", row{"level": "year", "signed_on": "2026-11-24", "sign_by": "2026-12-30"}, nil, map[string]int{"minutes": 1}, nil},
		{"signed tomorrow", "programme", "sign", row{"level": "year", "conference": "rec_m", "signed_on": "2026-11-25"}, nil, nil, []string{"signed_in_future"}},
		{"signed after its day", "programme", "sign", row{"level": "year", "conference": "rec_m", "sign_by": "2026-11-23"}, nil, nil, []string{"signed_late"}},
		{"signed before it was opened", "programme", "", row{"signed_on": "2026-11-01", "opened_on": "2026-11-02"}, nil, nil, []string{"signed_before_opened"}},
		{"reviewed tomorrow", "programme", "review", row{"reviewed_on": "2026-11-25"}, nil, nil, []string{"reviewed_in_future"}},
		{"reviewed before it was signed", "programme", "", row{"reviewed_on": "2026-11-01", "signed_on": "2026-11-02"}, nil, nil, []string{"reviewed_before_signed"}},

		{"a sound item", "item", "propose", with(row{"from_on": "2027-03-01", "to_on": "2027-03-31"}), plan, nil, nil},
		{"of a plan that is signed", "item", "propose", with(row{"from_on": "2027-03-01", "to_on": "2027-03-31"}), signed, nil, []string{"programme_closed"}},
		{"of another year, incomplete", "item", "propose", row{"programme": "rec_plan", "from_on": "2026-12-01", "to_on": "2027-01-31"}, plan, nil, []string{"other_year", "item_incomplete"}},
		{"backwards", "item", "", row{"from_on": "2027-03-02", "to_on": "2027-03-01", "change_from": "2027-04-02", "change_to": "2027-04-01"}, nil, nil, []string{"item_backwards", "change_backwards"}},
		{"longer than a year", "item", "", row{"from_on": "2027-01-01", "to_on": "2028-02-01"}, nil, nil, []string{"item_too_long"}},
		{"its own partner", "item", "", row{"partners": []string{"unt_own"}}, nil, nil, []string{"own_partner"}},
		{"bodies of no supervision", "item", "", row{"theme": "welfare", "bodies": []string{"unt_b"}}, nil, nil, []string{"bodies_elsewhere"}},
		{"supervision of nobody", "item", "propose", with(row{"theme": "supervision"}), plan, nil, []string{"other_year", "supervised_unnamed"}[1:]},
		{"a change of nothing", "item", "ask_change", row{}, nil, nil, []string{"change_of_nothing"}},
		{"done tomorrow", "item", "report", row{"done_on": "2026-11-25"}, nil, nil, []string{"done_in_future"}},
		{"done before it began", "item", "report", row{"done_on": "2026-11-01", "from_on": "2026-11-02"}, nil, nil, []string{"done_before_begun"}},
		{"done late", "item", "report", row{"done_on": "2026-11-20", "to_on": "2026-11-19"}, nil, nil, []string{"done_late"}},

		{"both leads heard", "overlap", "decide", row{"leads": []string{"unt_a", "unt_b"}, "heard": []string{"unt_b", "unt_a"}, "decision": "move"}, nil, nil, nil},
		{"one lead unheard, kept without a reason", "overlap", "decide", row{"leads": []string{"unt_a", "unt_b"}, "heard": []string{"unt_a"}, "decision": "keep"}, nil, nil, []string{"lead_unheard", "kept_without_reason"}},

		{"a group", "good_example", "consider", row{"subject": "collective", "collective": "Tổ tự quản thôn 2", "story": "Cả thôn giữ đường sạch, anh em trong tổ thay nhau trực"}, nil, nil, nil},
		{"a group unnamed", "good_example", "consider", row{"subject": "model"}, nil, nil, []string{"collective_unnamed"}},
		{"a person by the wrong step, in clear", "good_example", "consider", row{"subject": "person", "collective": "Nguyễn Văn Ất"}, nil, nil, []string{"person_in_clear", "person_other_way"}},
		{"a group by the step for persons", "good_example", "consider_person", row{"subject": "collective"}, nil, nil, []string{"not_a_person"}},
		{"a story that names somebody", "good_example", "consider_person", row{"subject": "person", "story": "Nhiều năm nay bà Đào nuôi trẻ mồ côi"}, nil, nil, []string{"story_names_person"}},
		{"a broken link", "good_example", "", row{"subject": "model", "url": "baohatinh.vn"}, nil, nil, []string{"link_broken"}},
		{"praised tomorrow without a decision", "good_example", "praise", row{"praised_on": "2026-11-25"}, nil, nil, []string{"praised_in_future", "award_missing"}},
		{"withdrawn with its photos", "good_example", "withdraw", row{"subject": "person"}, nil, map[string]int{"photos": 1}, []string{"photos_left"}},
	} {
		in := sdktest.On(c.transition, c.fields)
		in.Docs, in.Pointed = c.docs, c.pointed
		sdktest.Breaks(t, c.name, m.Kind(c.kind), in, c.want)
	}
}

// An item is complete with goal, group, place, days, output and measure, and agreed
// to when each of its partners has said so.
func TestDerived(t *testing.T) {
	t.Parallel()
	set, err := rule.Compile(Build().Manifest().Kind("item"))
	if err != nil {
		t.Fatal(err)
	}
	whole := row{"goal": "a", "group": "elderly", "area": []string{"unt_k1"}, "from_on": "2027-03-01", "to_on": "2027-03-31", "output": "b", "measure": "c",
		"partners": []string{"unt_a", "unt_b"}, "agreed_by": []string{"unt_b", "unt_a"}}
	for _, c := range []struct {
		without          string
		complete, agreed bool
	}{{"", true, true}, {"goal", false, true}, {"group", false, true}, {"area", false, true}, {"from_on", false, true}, {"to_on", false, true},
		{"output", false, true}, {"measure", false, true}, {"agreed_by", true, false}, {"partners", true, true}} {
		fields := row{}
		for k, v := range whole {
			if k != c.without {
				fields[k] = v
			}
		}
		got, err := set.Derive(rule.Input{Fields: fields})
		if err != nil || got["complete"] != c.complete || got["agreed"] != c.agreed {
			t.Errorf("without %q: %v, %v, %v", c.without, got["complete"], got["agreed"], err)
		}
	}
}

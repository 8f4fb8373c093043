package main

import (
	"testing"

	"github.com/doanket/doanket/core/sdk/sdktest"
)

type row = map[string]any

func TestRules(t *testing.T) {
	t.Parallel()
	m := Build().Manifest()
	issue := row{"no": int64(1), "theme": "land", "band": "few", "content": "Cấp đổi giấy chứng nhận chậm", "to_unit": "unt_ub", "proposal": "Đề nghị trả kết quả đúng hạn"}
	for _, c := range []struct {
		name, kind, transition string
		fields                 row
		docs                   map[string]int
		want                   []string
	}{
		{"a sound digest", "opinion_digest", "submit", row{"from_on": "2026-07-01", "to_on": "2026-09-30", "topics": []row{issue}}, nil, nil},
		{"nothing gathered", "opinion_digest", "submit", row{"to_on": "2026-09-30"}, nil, []string{"nothing_gathered"}},
		{"only what people welcome", "opinion_digest", "submit", row{"to_on": "2026-09-30", "praise": "Xóa nhà tạm"}, nil, nil},
		{"backwards, of tomorrow", "opinion_digest", "submit", row{"from_on": "2026-12-01", "to_on": "2026-11-25", "topics": []row{issue}}, nil, []string{"digest_backwards", "digest_of_tomorrow"}},
		{"two issues 1", "opinion_digest", "", row{"topics": []row{issue, issue}}, nil, []string{"topic_twice"}},
		{"a session without a name", "opinion_digest", "submit", row{"digest_kind": "session", "topics": []row{issue}}, nil, []string{"session_unnamed"}},
		{"an addressee without a proposal", "opinion_digest", "submit", row{"topics": []row{{"no": int64(1), "to_unit": "unt_ub"}}}, nil, []string{"proposal_missing"}},
		{"belief, a few voices", "opinion_digest", "send", row{"topics": []row{{"no": int64(1), "theme": "belief", "band": "from_5"}}}, nil, []string{"delicate_theme_small"}},
		{"belief, many voices", "opinion_digest", "send", row{"topics": []row{{"no": int64(1), "theme": "belief", "band": "from_21"}}}, nil, nil},
		{"sent to itself", "opinion_digest", "send", row{"sent_to": []string{"unt_own"}}, nil, []string{"sent_to_itself"}},

		{"a festival", "festival", "report", row{"held_on": "2026-11-15", "form": "one"}, map[string]int{"photos": 1}, nil},
		{"in October, unseen", "festival", "report", row{"held_on": "2026-10-31", "form": "one"}, nil, []string{"outside_the_days", "crowd_unseen"}},
		{"on the last day", "festival", "report", row{"held_on": "2026-11-18", "form": "joint", "with": []string{"unt_k2"}}, map[string]int{"photos": 1}, nil},
		{"tomorrow, joint with nobody", "festival", "report", row{"held_on": "2026-11-25", "form": "joint"}, map[string]int{"photos": 1}, []string{"festival_to_come", "outside_the_days", "joint_with_nobody"}},
		{"alone with itself", "festival", "report", row{"held_on": "2026-11-15", "form": "one", "with": []string{"unt_own"}}, map[string]int{"photos": 1}, []string{"alone_with_others", "with_itself"}},

		{"liaison", "liaison", "report", row{"held_on": "2026-11-20", "liaison_kind": "visit"}, map[string]int{"photos": 1}, nil},
		{"an agreement without paper, tomorrow", "liaison", "report", row{"held_on": "2026-11-25", "liaison_kind": "agreement"}, nil, []string{"liaison_to_come", "agreement_unproven", "liaison_unproven"}},
	} {
		in := sdktest.On(c.transition, c.fields)
		in.Docs = c.docs
		sdktest.Breaks(t, c.name, m.Kind(c.kind), in, c.want)
	}
}

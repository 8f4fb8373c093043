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
	for _, c := range []struct {
		name, kind, transition string
		fields                 map[string]any
		want                   []string
	}{
		{"a roll of tomorrow", "body_roll", "file", map[string]any{"as_of": "2026-11-25"}, []string{"as_of_in_future"}},
		{"more filled than there are", "body_roll", "file", map[string]any{"required_posts": int64(5), "filled_posts": int64(6)}, []string{"filled_more_than_required"}},
		{"more women than members", "body_roll", "", map[string]any{"members": int64(35), "women": int64(36)}, []string{"part_more_than_members"}},
		{"complete and not", "body_roll", "", map[string]any{"complete_areas": []string{"unt_a"}, "incomplete": rows{{"area": "unt_a"}}}, []string{"both_complete_and_not"}},
		{"a board twice", "body_roll", "", map[string]any{"incomplete": rows{{"area": "unt_a"}, {"area": "unt_a"}}}, []string{"board_twice"}},
		{"vacant, and no word why", "body_roll", "file", map[string]any{"required_posts": int64(5), "filled_posts": int64(4)}, []string{"vacant_unexplained"}},
		{"vacant, with the reason", "body_roll", "file", map[string]any{"required_posts": int64(5), "filled_posts": int64(4), "note": "Chờ hiệp thương tháng 12"}, nil},
		{"the term was over", "body_roll", "file", map[string]any{"as_of": "2026-06-30", "term_to": "2026-06-29"}, []string{"term_over"}},
		{"a part above the total", "cadre_roll", "", map[string]any{"active": int64(40), "at_parish": int64(41)}, []string{"part_more_than_active"}},
		{"full and part time add up to more", "cadre_roll", "", map[string]any{"active": int64(40), "full_time": int64(21), "part_time": int64(20)}, []string{"times_add_up_to_more"}},
		{"they add up", "cadre_roll", "", map[string]any{"active": int64(40), "full_time": int64(20), "part_time": int64(20)}, nil},
		{"places may overlap", "cadre_roll", "", map[string]any{"active": int64(40), "at_mountain": int64(30), "at_very_poor": int64(25)}, nil},
		{"schooling adds up to more", "cadre_roll", "", map[string]any{"active": int64(40), "university": int64(39), "college": int64(1), "other_schooling": int64(1)}, []string{"schooling_adds_up_to_more"}},
		{"theory adds up to more", "cadre_roll", "", map[string]any{"active": int64(3), "theory_advanced": int64(2), "theory_middle": int64(2)}, []string{"theory_adds_up_to_more"}},
		{"more trained than there are", "cadre_roll", "", map[string]any{"active": int64(3), "trained_distinct": int64(4)}, []string{"more_trained_than_active"}},
		{"a change twice", "cadre_roll", "", map[string]any{"moves": rows{{"move": "left"}, {"move": "left"}}}, []string{"move_twice"}},
		{"counts of tomorrow", "cadre_roll", "file", map[string]any{"as_of": "2026-11-25"}, []string{"as_of_in_future"}},
		{"a course backwards", "course", "", map[string]any{"from_on": "2026-11-02", "to_on": "2026-11-01"}, []string{"course_backwards"}},
		{"a course under way", "course", "finish", map[string]any{"to_on": "2026-11-25"}, []string{"ends_in_future", "nobody_counted"}},
		{"more came than were called", "course", "", map[string]any{"per_unit": rows{{"from_unit": "unt_a", "invited": int64(3), "attended": int64(4)}}}, []string{"more_came_than_called"}},
		{"a unit twice, not called", "course", "finish", map[string]any{"units": []string{"unt_b"}, "per_unit": rows{{"from_unit": "unt_a"}, {"from_unit": "unt_a"}}}, []string{"unit_twice", "unit_not_called"}},
		{"received tomorrow", "personnel_opinion", "receive", map[string]any{"received_on": "2026-11-25"}, []string{"received_in_future"}},
		{"due and sent before it came", "personnel_opinion", "", map[string]any{"received_on": "2026-11-20", "due_on": "2026-11-19", "sent_on": "2026-11-19"}, []string{"due_before_received", "sent_before_received"}},
		{"sent tomorrow", "personnel_opinion", "send", map[string]any{"sent_on": "2026-11-25"}, []string{"sent_in_future"}},
	} {
		sdktest.Breaks(t, c.name, m.Kind(c.kind), sdktest.On(c.transition, c.fields), c.want)
	}
}

// A committee counts with its boards when all posts are filled, without it when one
// is vacant; a roll that says nothing of posts makes no committee complete.
func TestBodiesComplete(t *testing.T) {
	t.Parallel()
	set, err := rule.Compile(Build().Manifest().Kind("body_roll"))
	if err != nil {
		t.Fatal(err)
	}
	boards := []string{"unt_a", "unt_b"}
	for _, c := range []struct {
		fields map[string]any
		want   []string
		vacant int64
	}{
		{map[string]any{"required_posts": int64(5), "filled_posts": int64(5), "complete_areas": boards}, []string{"unt_a", "unt_b", "unt_own"}, 0},
		{map[string]any{"required_posts": int64(5), "filled_posts": int64(3), "complete_areas": boards}, boards, 2},
		{map[string]any{"complete_areas": boards}, boards, 0},
		{map[string]any{"required_posts": int64(1), "filled_posts": int64(1)}, []string{"unt_own"}, 0},
	} {
		got, err := set.Derive(sdktest.On("", c.fields))
		units, _ := got["complete_bodies"].([]string)
		if err != nil || !slices.Equal(units, c.want) || got["vacant"] != c.vacant {
			t.Errorf("%v: got %v, %v, %v", c.fields, got["complete_bodies"], got["vacant"], err)
		}
	}
}

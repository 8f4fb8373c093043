package programme_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/programme/giving"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/unit"
)

// TestNobodyIsLeftOutInSilence: of 403 units that lack a task a draft holds 200, and each
// of the others is named with the reason; nobody is drafted for twice, and the draft
// issued, the next one goes on.
func TestNobodyIsLeftOutInSilence(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	staff(t, r)
	open := func(kind, code, name string) {
		t.Helper()
		if _, err := r.Tree.Open(r.In(coretest.An), unit.Act{On: calendar.NewDate(2025, 7, 1)}, unit.New{ParentID: r.Unit(coretest.An, "T"), Kind: kind, Code: code, Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	open("party_committee", "T-DU", "Tỉnh ủy")
	open("people_committee", "T-UB", "Ủy ban nhân dân tỉnh")
	for i := range 399 {
		open("party_committee", fmt.Sprintf("D%d", i), fmt.Sprintf("Đảng ủy %03d", i))
	}
	for login, post := range map[string]string{"top": "plan@T-DU", "topsign": "sign@T-DU"} {
		if _, _, err := r.CreateUser(r.In(coretest.An), province.NewUser{Login: login, Name: login, Posts: []string{post}, Password: "ba con trâu gặm cỏ"}); err != nil {
			t.Fatal(err)
		}
	}
	ask := func() (*giving.Given, error) {
		return giving.Giver{Programme: r.Programme}.Give(r.As(coretest.An, "top"), "NQ.2", "", "2026", giving.Task{Title: "Học tập", Output: "Biên bản", DueOn: calendar.NewDate(2027, 6, 30)})
	}
	give := func() (*giving.Given, map[string][]string) {
		t.Helper()
		given, err := ask()
		if err != nil {
			t.Fatal(err)
		}
		left := map[string][]string{}
		for _, w := range given.Without {
			left[w.Why] = append(left[w.Why], w.Unit.Name)
		}
		return given, left
	}
	given, left := give()
	c, err := r.Programme.Cover(r.As(coretest.An, coretest.Leader), "", "2026")
	if err != nil || given.Units != 200 || given.Units+len(given.Without) != len(c.Units) || len(c.Units) < 400 {
		t.Fatalf("%d given and %d named of %d: %v", given.Units, len(given.Without), len(c.Units), err)
	}
	if fmt.Sprint(left["own"]) != "[Tỉnh ủy]" || !strings.Contains(fmt.Sprint(left["branch"]), "Ủy ban nhân dân tỉnh") || !strings.Contains(fmt.Sprint(left["nobody"]), "Xã Hai") || len(left["room"]) != 200 {
		t.Errorf("own %v, of another branch %v, with nobody %v, without room %d", left["own"], left["branch"], left["nobody"], len(left["room"]))
	}
	// Pressed again before the draft is issued, the next one goes on where it ended.
	second, left := give()
	if second.Units != 200 || len(left["drafted"]) != 200 || len(left["room"]) != 0 || second.Without[slices.IndexFunc(second.Without, func(w giving.Without) bool { return w.Why == "drafted" })].Draft != given.Record.ID {
		t.Errorf("pressed again it drafts %d, with %d drafted and %d without room", second.Units, len(left["drafted"]), len(left["room"]))
	}
	if _, err := ask(); !fault.HasCode(err, "task_drafted") || fault.Of(err).Params["count"] != "400" {
		t.Errorf("everybody is in a draft: %v", err)
	}
	if err := r.Records.Discard(r.As(coretest.An, "top"), second.Record.ID, 0); err != nil {
		t.Fatal(err)
	}
	take(t, r, "top", given.Record.ID, "submit", fields{"directive": "NQ 05-NQ/TU"})
	prove(t, r, "top", given.Record.ID, "paper")
	take(t, r, "topsign", given.Record.ID, "issue", nil)
	r.Settle(coretest.An)
	if next, left := give(); next.Units != 200 || len(left["room"]) != 0 {
		t.Errorf("the next draft holds %d and leaves %d without room", next.Units, len(left["room"]))
	}
}

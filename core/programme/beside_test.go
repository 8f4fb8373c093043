package programme_test

import (
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// TestABodyBesideSetsNoTargetOfTheSameCode: at one place a figure is asked by one target,
// at a commune as on the board of the province.
func TestABodyBesideSetsNoTargetOfTheSameCode(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		staff(t, r)
		visits, context := goals()
		visits.Value = 60
		adopt(t, r, visits, context)
		if _, err := r.Tree.Open(r.In(coretest.An), unit.Act{On: calendar.NewDate(2025, 7, 1)}, unit.New{ParentID: r.Unit(coretest.An, "T"), Kind: "people_committee", Code: "T-UB", Name: "Ủy ban nhân dân tỉnh"}); err != nil {
			t.Fatal(err)
		}
		for login, post := range map[string]string{"below": "sign@X1-UB", "beside": "sign@T-UB"} {
			if _, _, err := r.CreateUser(r.In(coretest.An), province.NewUser{Login: login, Name: login, Posts: []string{post}, Password: "ba con trâu gặm cỏ"}); err != nil {
				t.Fatal(err)
			}
		}
		set := func(who, at, code string) error {
			t.Helper()
			rec, err := r.Records.Create(r.As(coretest.An, who), "core.target", record.Input{UnitID: r.Unit(coretest.An, at), Fields: fields{"code": code, "title": "Của " + at, "op": "at_least", "value": 80, "measures": visits.Measures, "rhythm": "half"}})
			if err != nil {
				t.Fatal(err)
			}
			_, err = r.Records.Do(r.As(coretest.An, who), rec.ID, "issue", 0, record.Act{})
			return err
		}
		if err := set("beside", "T-UB", "CT-1a"); !names(err, "code", "target_beside") {
			t.Errorf("beside who set it for the province: %v", err)
		}
		if err := set("signer", "X1-DU", "CT-1a"); err != nil {
			t.Fatal(err)
		}
		if err := set("below", "X1-UB", "CT-1a"); !names(err, "code", "target_beside") {
			t.Errorf("beside who set it for the commune: %v", err)
		}
		if err := set("below", "X1-UB", "CT-1b"); err != nil {
			t.Errorf("by another code: %v", err)
		}
		for _, g := range targets(t, r, "").Goals {
			if g.Code == "CT-1a" && g.SetBy.Code == "T-UB" {
				t.Errorf("the board shows the target of a body beside: %+v", g.SetBy)
			}
		}
	})
}

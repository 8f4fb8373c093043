package rule_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
)

func TestADutyMeetsAndPrefills(t *testing.T) {
	t.Parallel()
	d := &manifest.Duty{ID: "d", Rhythm: "year", When: "state == 'planned' && urgent", Period: "held_on",
		Prefill: map[string]string{"held_on": "period_from", "title": "'Thăm tháng ' + string(period_month) + '/' + string(period_year)"}}
	compiled, err := rule.CompileDuty(visit(), d)
	if err != nil {
		t.Fatal(err)
	}
	for urgent, want := range map[bool]bool{true: true, false: false} {
		meets, err := compiled.Meets(rule.Input{State: "planned", Fields: map[string]any{"urgent": urgent}})
		if err != nil || meets != want {
			t.Errorf("urgent %v: %v, %v", urgent, meets, err)
		}
	}
	got, err := compiled.Prefill(rule.Input{}, rule.Obligation{PeriodFrom: "2027-01-01", Year: 2027, Month: 1, DueOn: "2026-12-30"})
	if err != nil || got["held_on"] != "2027-01-01" || got["title"] != "Thăm tháng 1/2027" {
		t.Errorf("prefill %v, %v", got, err)
	}
}

// TestAPrefillKnowsThePeriodThoughAFieldBearsItsName: the period's end is meant, not the
// field of a record that is yet to be written.
func TestAPrefillKnowsThePeriodThoughAFieldBearsItsName(t *testing.T) {
	t.Parallel()
	k := visit()
	k.Fields = append(k.Fields, manifest.Field{ID: 90, Name: "period_to", Type: manifest.TypeDate})
	compiled, err := rule.CompileDuty(k, &manifest.Duty{ID: "d", Rhythm: "half", Prefill: map[string]string{"period_to": "period_to", "title": "'Đến ngày ' + written(period_to)"}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := compiled.Prefill(rule.Input{}, rule.Obligation{PeriodFrom: "2026-01-01", PeriodTo: "2026-06-30"})
	if err != nil || got["period_to"] != "2026-06-30" || got["title"] != "Đến ngày 30/06/2026" {
		t.Errorf("prefill %v, %v", got, err)
	}
}

func TestDutiesThatDoNotCompile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		d    manifest.Duty
		want string
	}{
		{manifest.Duty{When: "held_on"}, "make it give bool"},
		{manifest.Duty{When: "period_from == ''"}, "undeclared reference"},
		{manifest.Duty{Rhythm: "year", Period: "title"}, "name a field of type date"},
		{manifest.Duty{Met: "hold_on"}, "did you mean held_on"},
		{manifest.Duty{Proof: []string{"minuts"}}, "does not exist"},
		{manifest.Duty{Prefill: map[string]string{"titel": "''"}}, "did you mean title"},
		{manifest.Duty{Prefill: map[string]string{"held_on": "'tomorrow'"}}, "tomorrow"},
	} {
		if _, err := rule.CompileDuty(visit(), &c.d); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v", c.d, err)
		}
	}
}

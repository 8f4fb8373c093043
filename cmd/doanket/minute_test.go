package main_test

import (
	_ "embed"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
)

// communeYear is how many records of each kind a commune of areas residential areas
// keeps in a year, and which role of the province spends the minutes of each role of
// the module; "-" where it has no part in these. The numbers are those the task areas
// were laid out for: estimates, to be compared with what communes then do.
//
//go:embed testdata/commune_year.csv
var communeYear []byte

const (
	areas          = 28  // residential areas of a commune
	frontOfficeMax = 600 // minutes a year: ten hours
	areaHeadMax    = 15  // minutes a year of the head of one area
)

// office is the roles that share the work of a commune's Front office.
var office = []string{"front_officer", "front_unit_head", "front_standing", "clerk"}

// TestAYearCostsACommuneLittle adds up what the manifests say records take, over a
// commune's year, and holds the Front's office to ten hours.
func TestAYearCostsACommuneLittle(t *testing.T) {
	t.Parallel()
	minutes, records, kept := map[string]float64{}, map[string]int{}, map[string]int{}
	kinds, plays := allKinds(t), playsOf(t, slug)
	for _, row := range table(t, communeYear, "kind,records,spent_by") {
		k := kinds[row[0]]
		if k == nil {
			t.Errorf("there is no kind %s", row[0])
			continue
		}
		n, err := strconv.Atoi(row[1])
		if err != nil {
			t.Fatal(err)
		}
		kept[row[0]] += n
		spends := map[string]string{}
		for _, part := range strings.Fields(row[2]) {
			role, who, _ := strings.Cut(part, "=")
			if spends[role] = who; k.Minutes[role] == 0 {
				t.Errorf("%s says nothing of minutes of its %s", row[0], role)
			}
			if who != "-" && !slices.Contains(plays[who][k.Module], role) {
				t.Errorf("%s: no %s is %s of %s", row[0], who, role, k.Module)
			}
		}
		for role, each := range k.Minutes {
			who, named := spends[role]
			if !named {
				t.Errorf("%s: nobody spends the minutes of its %s", row[0], role)
			}
			if who != "-" {
				minutes[who] += float64(n) * each
				records[who] += n
			}
		}
	}
	for _, who := range slices.Sorted(maps.Keys(minutes)) {
		t.Logf("%-20s %4d records %6.1f minutes %5.1f hours a year", who, records[who], minutes[who], minutes[who]/60)
	}
	front := 0.0
	for _, who := range office {
		front += minutes[who]
	}
	t.Logf("the Front's office: %.1f hours a year", front/60)
	if front > frontOfficeMax {
		t.Errorf("a year costs the Front's office %.0f minutes, at most %d", front, frontOfficeMax)
	}
	if each := minutes["front_board_head"] / areas; each > areaHeadMax {
		t.Errorf("a year costs the head of an area %.0f minutes, at most %d", each, areaHeadMax)
	}
	for kind, owed := range owedInAYear(t) {
		if kept[kind] < owed {
			t.Errorf("a commune owes %d of %s a year; the year has %d", owed, kind, kept[kind])
		}
	}
	for full, k := range kinds {
		if len(k.Minutes) == 0 {
			t.Errorf("%s says nothing of the minutes it takes", full)
		}
	}
}

// owedInAYear is how many records of each kind the duties of a commune ask for: the
// most any one duty does, since one record may meet several.
func owedInAYear(t *testing.T) map[string]int {
	t.Helper()
	times := map[string]int{calendar.GrainMonth: 12, calendar.GrainQuarter: 4, calendar.GrainHalf: 2, calendar.GrainYear: 1, manifest.RhythmBefore: 2}
	units := map[string]int{"front_committee": 1, "party_committee": 1, "people_committee": 1, "front_board": areas}
	out := map[string]int{}
	for _, m := range allManifests(t) {
		for i := range m.Duties {
			d := &m.Duties[i]
			if len(d.Places) > 0 && !slices.Contains(d.Places, "commune") {
				continue
			}
			owed := 0
			for _, u := range d.UnitKinds {
				owed += d.Times * times[d.Rhythm] * units[u]
			}
			out[d.Kind] = max(out[d.Kind], owed)
		}
	}
	return out
}

func allKinds(t *testing.T) map[string]*manifest.Kind {
	t.Helper()
	out := map[string]*manifest.Kind{}
	for _, m := range allManifests(t) {
		for i := range m.Kinds {
			out[m.Kinds[i].FullName()] = &m.Kinds[i]
		}
	}
	return out
}

// playsOf is what each role of a province plays in each module.
func playsOf(t *testing.T, province string) map[string]map[string][]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(here, "../../tenants", province, "roles.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Roles []struct {
			ID    string
			Plays map[string][]string
		}
	}
	if err := yaml.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string][]string{}
	for _, r := range file.Roles {
		out[r.ID] = r.Plays
	}
	return out
}

package province_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/unit"
)

// settled fails unless applying changes nothing, dry or not, and leaves just
// the drifts that contain the words.
func settled(t testing.TB, i *installation.Installation, f *province.Folder, drifts ...string) {
	t.Helper()
	for _, dry := range []bool{true, false, false} {
		r := report(t, i, f, province.ApplyOptions{DryRun: dry})
		if len(r.Changes) != 0 {
			t.Errorf("dry %v: changes %q", dry, r.Changes)
		}
		for _, d := range drifts {
			if !slices.ContainsFunc(r.Drift, func(line string) bool { return strings.Contains(line, d) }) {
				t.Errorf("dry %v: %q is not among %q", dry, d, r.Drift)
			}
		}
		if len(r.Drift) != len(drifts) {
			t.Errorf("dry %v: drift %q, want %q", dry, r.Drift, drifts)
		}
	}
}

// TestAnotherKeyboardIsNoChange: composed or not, with spaces around or not,
// the same names are the same province.
func TestAnotherKeyboardIsNoChange(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		apply(t, i, read(t, folder(t, nil)), false)
		other := map[string]string{}
		for name, body := range good {
			other[name] = norm.NFD.String(body)
		}
		other["units.csv"] = strings.ReplaceAll(strings.ReplaceAll(other["units.csv"], ",Mẫu,", ",  Mẫu\u00a0,"), norm.NFD.String("Xã Một"), norm.NFD.String("Xã  Một "))
		if other["units.csv"] == norm.NFD.String(good["units.csv"]) {
			t.Fatal("nothing was typed otherwise")
		}
		settled(t, i, read(t, folder(t, other)))
	})
}

// TestTheTreeMovesOn: what was renamed, merged, moved and opened in the
// application stays, is said at every run, and breaks none; what the folder
// adds afterwards still comes.
func TestTheTreeMovesOn(t *testing.T) {
	t.Parallel()
	units := good["units.csv"] + "Y,T,commune,Xã Hai,Hai,2025-07-01,\nZ,T,commune,Xã Ba,Ba,2025-07-01,\nX1,X,commune,Thôn Đông,Đông,2025-07-01,\n"
	each(t, func(t *testing.T, i *installation.Installation) {
		f := read(t, folder(t, map[string]string{"units.csv": units}))
		apply(t, i, f, false)
		in := enter(t, i, "mau")
		id := func(code string) string {
			u, err := i.Tree.ByCode(in, code)
			if err != nil {
				t.Fatal(code, err)
			}
			return u.ID
		}
		day := func(s string) unit.Act {
			d, err := calendar.ParseDate(s)
			if err != nil {
				t.Fatal(err)
			}
			return unit.Act{On: d, Basis: "Nghị quyết 1"}
		}
		top, name, code := id("T"), "Xã Đoàn Kết", "Z9"
		x1 := id("X1")
		_, err := i.Tree.Rename(in, day("2026-02-01"), id("Z"), unit.Rename{Name: &name, Code: &code})
		must(t, err)
		_, err = i.Tree.Merge(in, day("2026-03-01"), []string{id("X"), id("Y")}, unit.Part{New: &unit.New{ParentID: top, Kind: "commune", Code: "M", Name: "Xã Mới"}})
		must(t, err)
		settled(t, i, f, `unit Z: name is "Xã Đoàn Kết"`, `unit Z: code is "Z9"`, "unit X (Xã Một): closed on 2026-02-28", "unit Y (Xã Hai): closed",
			`unit X1: parent is "M"`, "1 units do not stand in units.csv: M")

		f = read(t, folder(t, map[string]string{"units.csv": units + "X2,X,commune,Thôn Tây,Tây,2025-07-01,\nW,T,commune,Xã Bốn,Bốn,2025-07-01,\nY1,T,commune,Xã Hai,Hai,2025-07-01,\n"}))
		r := report(t, i, f, province.ApplyOptions{})
		if len(r.Changes) != 1 || r.Changes[0] != "open 2 units" {
			t.Errorf("%q", r.Changes)
		}
		if u, err := i.Tree.ByCode(in, "Y1"); err != nil || u.From.String() != "2026-03-01" { // its name was another's until then
			t.Errorf("%+v %v", u, err)
		}
		r = report(t, i, f, province.ApplyOptions{TakeOver: true})
		if u, err := i.Tree.ByCode(in, "Z"); err != nil || u.Name != "Xã Ba" {
			t.Errorf("taken over: %+v %v; %+v", u, err, r)
		}
		if u, err := i.Tree.Get(in, x1); err != nil || !u.Open() {
			t.Errorf("%+v %v", u, err)
		}
		settled(t, i, f, "unit X (Xã Một): closed", "unit Y (Xã Hai): closed", `unit X1: parent is "M"`, "1 units do not", "unit X2 (Thôn Tây) is not opened")
	})
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestALastDayClosesTheUnit once, children first, and only when it is over.
func TestALastDayClosesTheUnit(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		with := func(to string) *province.Folder {
			return read(t, folder(t, map[string]string{"units.csv": strings.Replace(good["units.csv"], "Một,2025-07-01,", "Một,2025-07-01,"+to, 1) + "X1,X,commune,Thôn,Thôn,2025-07-01," + to + "\n"}))
		}
		apply(t, i, with("2199-12-31"), false)
		in := enter(t, i, "mau")
		if u, err := i.Tree.ByCode(in, "X"); err != nil || !u.Open() {
			t.Fatalf("%+v %v", u, err)
		}
		apply(t, i, with("2026-01-31"), false)
		page, err := i.Tree.List(in, unit.Filter{})
		must(t, err)
		for _, u := range page.Items {
			if want := map[string]string{"T": "", "X": "2026-01-31", "X1": "2026-01-31"}[u.Code]; u.To.String() != want && !(want == "" && u.Open()) {
				t.Errorf("%s closed on %s, want %q", u.Code, u.To, want)
			}
		}
		settled(t, i, with("2026-01-31"))
	})
}

// TestWhatTheApplicationChangedStays: settings, modules, roles and kinds of
// units; taken over they are the folder's again, and what only the application
// has made goes where the folder lists everything.
func TestWhatTheApplicationChangedStays(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		f := read(t, folder(t, map[string]string{"tenant.yaml": good["tenant.yaml"] + "settings: {postal_days: 4}\n"}))
		apply(t, i, f, false)
		in := enter(t, i, "mau")
		_, err := i.Tenants.Change(in, "mau", map[string]any{"name": "Tỉnh Khác", "settings": map[string]any{"postal_days": 9, "opening_minutes": 20}})
		must(t, err)
		must(t, i.Provinces.SwitchModule(in, "demo", false))
		roles, err := i.Guard.List(in)
		must(t, err)
		roles[0].Label.VI = "Quản trị viên"
		_, err = i.Guard.Apply(in, append(roles, access.Role{ID: "reader", Label: access.Label{VI: "Đọc", EN: "Read"}}))
		must(t, err)
		settled(t, i, f, `province: name is "Tỉnh Khác"`, `setting postal_days: value is "9"`, `module demo: switch is ""`, "role admin: entry", "role reader: entry")
		// The folder goes on: what it changes itself still comes.
		f.Roles = append(f.Roles, access.Role{ID: "watcher", Label: access.Label{VI: "Xem", EN: "Watch"}})
		if r := report(t, i, f, province.ApplyOptions{}); len(r.Changes) != 1 || !strings.Contains(r.Changes[0], "add [watcher], change [], remove []") {
			t.Errorf("%q", r.Changes)
		}
		before, err := i.Tenants.Get(in, "mau")
		must(t, err)
		dry := report(t, i, f, province.ApplyOptions{TakeOver: true, DryRun: true})
		if now, err := i.Tenants.Get(in, "mau"); err != nil || now.Name != before.Name || now.On("demo") {
			t.Errorf("the dry run wrote %+v %v", now, err)
		}
		done := report(t, i, f, province.ApplyOptions{TakeOver: true})
		if !slices.Equal(dry.Changes, done.Changes) || len(done.Changes) != 3 {
			t.Errorf("dry run %q, run %q", dry.Changes, done.Changes)
		}
		settled(t, i, f)
		now, err := i.Tenants.Get(in, "mau")
		if err != nil || now.Name != "Tỉnh Mẫu" || now.Settings.PostalDays != 4 || now.Settings.Opening != 20 || !now.On("demo") {
			t.Errorf("%+v %v", now, err)
		}
		if roles, err = i.Guard.List(in); err != nil || len(roles) != 2 {
			t.Errorf("%+v %v", roles, err)
		}
	})
}

// TestAFailureLeavesNothing, whether it is tried or done, new or not; and both
// fail alike.
func TestAFailureLeavesNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		bad := read(t, folder(t, map[string]string{"units.csv": good["units.csv"] + "Y,X,commune,Xã Một,Một,2024-07-01,\n"})) // older than what it stands under, which was not there yet
		bad.Units[2].From, _ = calendar.ParseDate("2199-01-01")                                                               // no act lies in the future
		ctx := context.Background()
		fails := func() {
			t.Helper()
			for _, dry := range []bool{true, false} {
				if _, err := i.Provinces.Apply(ctx, bad, province.ApplyOptions{DryRun: dry}); !fault.HasCode(err, "unit.future") {
					t.Errorf("dry %v: %v", dry, err)
				}
			}
		}
		fails()
		if _, err := i.Tenants.Get(ctx, "mau"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a province is left: %v", err)
		}
		if slugs, err := i.Cluster.Slugs(ctx); err != nil || len(slugs) != 0 {
			t.Errorf("databases are left: %v %v", slugs, err)
		}
		f := read(t, folder(t, nil))
		apply(t, i, f, true)
		if slugs, err := i.Cluster.Slugs(ctx); err != nil || len(slugs) != 0 {
			t.Errorf("a dry run leaves %v %v", slugs, err)
		}
		apply(t, i, f, false)
		bad.Name = "Tỉnh Khác"
		fails()
		settled(t, i, f)
		tx, err := db.Of(enter(t, i, "mau"))
		must(t, err)
		var n int
		if err := tx.NewRaw("SELECT count(*) FROM unit").Scan(ctx, &n); err != nil || n != 2 {
			t.Errorf("%d units %v", n, err)
		}
	})
}

// TestUnknownWordsAreNamed by file and line, all at once, with the word that
// was probably meant.
func TestUnknownWordsAreNamed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		dir := folder(t, map[string]string{
			"tenant.yaml":  strings.Replace(good["tenant.yaml"], "residential_area", "residential_areas", 1) + "  - {id: cell, branch: partie, label: {vi: Chi bộ, en: Cell}}\n  - {id: hall, label: {vi: Hội trường, en: Hall}}\nsettings:\n  postal_day: 4\n  limits: {user: 3}\n  deadlines:\n    recomendation_days: 3\n  self_approvals:\n    - {unit: Q, step: demo.visit.aprove, reason: Chỉ có một người}\n  heads: [bos]\n  reminders:\n    - for: [TH-1]\n      rungs:\n        - {at: tomorrow, to: [onwer]}\n  reports:\n    - {id: ky_hop, label: {vi: Báo cáo, en: Report}, source: Luật, grain: month, sections: [core.recommendation, core.resolution], columns: [core.half_year_reports]}\n",
			"modules.yaml": "enabled:\n  - demo\n  - dmo\n  - core\n",
			"roles.yaml": good["roles.yaml"] + "        \n  - id: officer\n    label: {vi: Cán bộ, en: Officer}\n    inherits: [admn]\n    plays:\n      demo:\n        - officer\n        - oficer\n" +
				"      demos: [officer]\n    permissions:\n      - {kind: demo.visit, action: aprove, reach: own}\n      - {kind: demo.vist, action: read, reach: own}\n      - {kind: demo.*, action: \"do:*\", reach: subtre}\n      - {kind: demo.visit, action: \"admin:units\"}\n",
		})
		_, err := i.Provinces.Apply(context.Background(), read(t, dir), province.ApplyOptions{DryRun: true})
		f := fault.Of(err)
		if !fault.HasCode(err, "folder_unknown") {
			t.Fatal(err)
		}
		var got []string
		for _, x := range f.Fields {
			got = append(got, x.Field+": "+x.Params["why"])
		}
		for _, want := range []string{
			"tenant.yaml:8: unknown branch 'partie'; did you mean 'party'?",
			"tenant.yaml:9: unknown branch ''",
			"tenant.yaml:11: unknown setting 'postal_day'; did you mean 'postal_days'?",
			"tenant.yaml:12: unknown limit 'user'; did you mean 'users'?",
			"tenant.yaml:14: unknown deadline 'recomendation_days'; did you mean 'recommendation_days'?",
			"tenant.yaml:16: unknown step 'demo.visit.aprove'; did you mean 'demo.visit.approve'?",
			"tenant.yaml:16: unknown unit 'Q'",
			"tenant.yaml:17: unknown role 'bos'",
			"tenant.yaml:19: unknown deadline, duty or kind 'TH-1'; did you mean 'TH-01'?",
			"tenant.yaml:21: unknown recipient 'onwer'; did you mean 'owner'?",
			"tenant.yaml:21: settings.reminders[0].rungs[0].at: unknown_value; write due, due-3, due+5wd, due-30%, start+3wd or MM-DD, at most 120 days before",
			"tenant.yaml:23: unknown section 'core.recommendation'; did you mean 'core.recommendations'?",
			"tenant.yaml:23: core.resolution has figures of a longer period than a month",
			"tenant.yaml:23: core.half_year_reports has figures of a longer period than a month",
			"modules.yaml:2: unknown kind of units of demo 'residential_area'; did you mean 'residential_areas'?",
			"modules.yaml:3: unknown module 'dmo'; did you mean 'demo'?",
			"modules.yaml:4: unknown module 'core'",
			"roles.yaml:9: unknown role 'admn'; did you mean 'admin'?",
			"roles.yaml:13: unknown role of demo 'oficer'; did you mean 'officer'?",
			"roles.yaml:14: unknown module 'demos'; did you mean 'demo'?",
			"roles.yaml:16: unknown action 'aprove'; did you mean 'do:approve'?",
			"roles.yaml:17: unknown kind 'demo.vist'; did you mean 'demo.visit'?",
			"roles.yaml:18: unknown reach 'subtre'; did you mean 'subtree'?",
			"roles.yaml:19: unknown action 'admin:units'",
		} {
			// What a word is likened to depends on the modules there are.
			if !slices.ContainsFunc(got, func(said string) bool { return strings.HasPrefix(said, want) }) {
				t.Errorf("%q is not said in %q", want, got)
			}
		}
		if len(got) != 24 {
			t.Errorf("%d mistakes: %q", len(got), got)
		}
		if _, err := i.Tenants.Get(context.Background(), "mau"); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}

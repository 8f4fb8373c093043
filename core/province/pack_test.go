package province_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/province/pack"
	"github.com/doanket/doanket/core/unit"
)

// starters are the packs of the repository.
func starters(t testing.TB) []pack.Pack {
	t.Helper()
	all, err := pack.Read(os.DirFS(filepath.Join(provinces, "packs")))
	if err != nil || len(all) == 0 {
		t.Fatalf("packs: %v, %v", all, err)
	}
	return all
}

var begun = pack.New{Slug: "mau", Code: "01", Name: "Tỉnh Mẫu", Admin: pack.Admin{Login: "quantri", Name: "Nguyễn Thị Hạnh"},
	Communes: []pack.Commune{{Code: "18685", Name: "Xã Cẩm Bình"}, {Code: "18073", Name: "Phường Thành Sen"}}}

// TestAProvinceBegunFromAPackIsReady: what every pack writes applies as it is, changes
// nothing when applied again, is not set aside, switches on and sets what the pack says,
// and lets its first administrator in.
func TestAProvinceBegunFromAPackIsReady(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		for _, p := range starters(t) {
			n := begun
			n.Slug = p.ID
			dir := filepath.Join(t.TempDir(), "tenants", n.Slug)
			if err := p.Write(dir, n); err != nil {
				t.Fatal(err)
			}
			f := read(t, dir)
			apply(t, i, f, true)
			apply(t, i, f, false)
			if lines := apply(t, i, f, false); len(lines) != 0 {
				t.Errorf("%s: applied again: %v", p.ID, lines)
			}
			holds(t, i, p)
			stands(t, i, p.ID)
		}
		if asides, err := i.Provinces.Prepare(context.Background()); err != nil || len(asides) != 0 {
			t.Errorf("set aside: %+v %v", asides, err)
		}
	})
}

// holds looks whether the province has what its pack says.
func holds(t *testing.T, i *installation.Installation, p pack.Pack) {
	t.Helper()
	made, err := i.Tenants.Get(context.Background(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range i.Kinds.Installed() {
		if want := slices.ContainsFunc(p.Modules, func(c pack.Choice) bool { return c.Set == m.ID }); m.ID != "core" && made.On(m.ID) != want {
			t.Errorf("%s: %s is on: %v", p.ID, m.ID, made.On(m.ID))
		}
	}
	for _, c := range p.Duties {
		if owed, said := made.Settings.Duties[c.Set]; !said || owed != c.Value {
			t.Errorf("%s: duty %s: %v", p.ID, c.Set, owed)
		}
	}
	for _, c := range p.Deadlines {
		if made.Settings.Deadlines[c.Set] != c.Value {
			t.Errorf("%s: deadline %s: %v", p.ID, c.Set, made.Settings.Deadlines)
		}
	}
}

// stands holds the tree and the administrator of the province that was begun.
func stands(t *testing.T, i *installation.Installation, slug string) {
	t.Helper()
	in := enter(t, i, slug)
	page, err := i.Tree.List(in, unit.Filter{})
	if err != nil || len(page.Items) != 30 { // a province and two communes, nine bodies each
		t.Errorf("%d units: %v", len(page.Items), err)
	}
	for code, want := range map[string]string{"01-DU": "Tỉnh ủy Mẫu", "01-LDLD": "Liên đoàn Lao động tỉnh Mẫu", "18685-MT": "Ủy ban MTTQ Việt Nam xã Cẩm Bình", "18073-UBND": "Ủy ban nhân dân phường Thành Sen"} {
		if u, err := i.Tree.ByCode(in, code); err != nil || u.Name != want {
			t.Errorf("%s: %v %v", code, u, err)
		}
	}
	person, err := i.People.ByLogin(in, "quantri")
	if err != nil {
		t.Fatal(err)
	}
	root, err := i.Tree.ByCode(in, "01")
	if err != nil {
		t.Fatal(err)
	}
	if e, err := i.Why(in, person.ID, "admin:people", root.ID); err != nil || !e.Allowed {
		t.Errorf("the administrator: %+v %v", e, err)
	}
}

// TestEveryChoiceOfAPackSaysItsSource in the pack, and in the folder right above it.
func TestEveryChoiceOfAPackSaysItsSource(t *testing.T) {
	t.Parallel()
	for _, p := range starters(t) {
		dir := filepath.Join(t.TempDir(), "tenants", "mau")
		if err := p.Write(dir, begun); err != nil {
			t.Fatal(err)
		}
		text := map[string]string{}
		for _, name := range []string{"tenant.yaml", "modules.yaml"} {
			raw, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			text[name] = string(raw)
		}
		for _, c := range slices.Concat(p.Duties, p.Deadlines, p.Limits) {
			if !strings.Contains(text["tenant.yaml"], c.Source.VI+"\n    "+c.Set+": ") {
				t.Errorf("%s: the source of %s does not stand above it", p.ID, c.Set)
			}
		}
		for _, c := range p.Modules {
			if !strings.Contains(text["modules.yaml"], c.Source.VI+"\n  - "+c.Set+"\n") {
				t.Errorf("%s: the source of %s does not stand above it", p.ID, c.Set)
			}
		}
		if err := p.Write(dir, begun); !fault.HasCode(err, "exists") {
			t.Errorf("a folder that is there: %v", err)
		}
	}
	unsourced := fstest.MapFS{"roles.yaml": {Data: []byte("roles: []\n")}, "role_sources.yaml": {}, "unit_kinds.yaml": {Data: []byte("unit_kinds: []\n")},
		"a.pack.yaml": {Data: []byte("label: {vi: A, en: A}\nduties:\n  - {set: local_plan, value: true}\n")}}
	if _, err := pack.Read(unsourced); !fault.HasCode(err, "file_malformed") || !strings.Contains(fault.Of(err).Params["why"], "local_plan") {
		t.Errorf("a duty without a source: %v", err)
	}
	unsourced["roles.yaml"] = &fstest.MapFile{Data: []byte("roles: [{id: dean, label: {vi: Trưởng, en: Dean}}]\n")}
	if _, err := pack.Read(unsourced); !fault.HasCode(err, "file_malformed") || !strings.Contains(fault.Of(err).Params["why"], "dean") {
		t.Errorf("a role without a source: %v", err)
	}
	if _, err := pack.Find(starters(t), "resolutoin"); !fault.HasCode(err, "pack_unknown") || !strings.Contains(fault.Of(err).Params["fix"], "resolution") {
		t.Errorf("a misspelt pack: %v", err)
	}
	none := begun
	none.Code = ""
	if err := starters(t)[0].Write(filepath.Join(t.TempDir(), "x"), none); !fault.HasCode(err, "required") {
		t.Errorf("no code: %v", err)
	}
}

// TestCommunesComeFromTheOfficialList, those of the province alone.
func TestCommunesComeFromTheOfficialList(t *testing.T) {
	t.Parallel()
	table := "\ufeffcode,full_name,province_code\n18685,Xã Cẩm Bình,42\n20194,Phường Hải Châu,48\n"
	got, err := pack.ReadCommunes(strings.NewReader(table), "communes.csv", "42")
	if err != nil || len(got) != 1 || got[0] != (pack.Commune{Code: "18685", Name: "Xã Cẩm Bình"}) {
		t.Errorf("%v %v", got, err)
	}
	for what, c := range map[string]struct{ text, line string }{
		"nothing": {"", "1"}, "no heading": {"18685,Xã Cẩm Bình\n", "1"}, "no name": {"code,name\n18685,\n", "2"}, "another province": {table, "1"},
	} {
		_, err := pack.ReadCommunes(strings.NewReader(c.text), "communes.csv", "01")
		if f := fault.Of(err); !fault.HasCode(err, "file_malformed") || f.Params["line"] != c.line || f.Params["file"] != "communes.csv" {
			t.Errorf("%s: %v %+v", what, err, f)
		}
	}
}

// TestEveryRoleIsTakenByTheHand: whoever comes new finds three lines of help, in both
// languages, in every province of the repository and in whatever a pack begins.
func TestEveryRoleIsTakenByTheHand(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "tenants", "mau")
	if err := starters(t)[0].Write(dir, begun); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{filepath.Join(provinces, "ha-tinh"), filepath.Join(provinces, "da-nang"), dir} {
		for _, role := range read(t, folder).Roles {
			if len(role.Help) != 3 {
				t.Errorf("%s: %s has %d lines of help", folder, role.ID, len(role.Help))
			}
			for _, line := range role.Help {
				if line.VI == "" || line.EN == "" {
					t.Errorf("%s: %s: %+v", folder, role.ID, line)
				}
			}
		}
	}
}

package province_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/province"
)

// good is a small folder without a mistake.
var good = map[string]string{
	"tenant.yaml":    "slug: mau\ncode: \"01\"\nname: Tỉnh Mẫu\nunit_kinds:\n  - {id: province, branch: place, label: {vi: Tỉnh, en: Province}}\n  - {id: commune, branch: place, label: {vi: Xã, en: Commune}}\n  - {id: residential_area, branch: place, label: {vi: Thôn, en: Area}}\n",
	"roles.yaml":     "roles:\n  - id: admin\n    label: {vi: Quản trị, en: Admin}\n    permissions:\n      - {kind: \"*\", action: \"admin:*\", reach: subtree}\n",
	"modules.yaml":   "enabled: [demo]\n",
	"units.csv":      "code,parent,kind,name,short_name,from,to\nT,,province,Tỉnh Mẫu,Mẫu,2025-07-01,\nX,T,commune,Xã Một,Một,2025-07-01,\n",
	"fields.yaml":    "",
	"programme.yaml": "",
	"posts.csv":      "login,family_middle,given,role,unit,from\nquantri,Nguyễn Thị,Hạnh,admin,T,2025-07-01\n",
}

// folder writes the good folder with some files otherwise; "-" leaves one out.
func folder(t testing.TB, other map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range good {
		if with, ok := other[name]; ok {
			text = with
		}
		if text == "-" || text == "" && (name == "fields.yaml" || name == "programme.yaml") {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestMistakesNameTheirFileAndLine so that whoever wrote the folder finds them.
func TestMistakesNameTheirFileAndLine(t *testing.T) {
	t.Parallel()
	units, posts := good["units.csv"], good["posts.csv"]
	for what, c := range map[string]struct{ file, text, line, why string }{
		"no tenant.yaml":           {"tenant.yaml", "-", "", ""},
		"no units.csv":             {"units.csv", "-", "", ""},
		"no posts.csv":             {"posts.csv", "-", "", ""},
		"no roles.yaml":            {"roles.yaml", "-", "", ""},
		"no modules.yaml":          {"modules.yaml", "-", "", ""},
		"yaml that is none":        {"tenant.yaml", "slug: [\n", "", "line 1"},
		"an unknown key":           {"tenant.yaml", "slug: mau\nname: Mẫu\ncolour: red\n", "", "line 3"},
		"a key of a wrong type":    {"modules.yaml", "enabled:\n  - {a: b}\n", "", "line 2"},
		"an unknown key of a role": {"roles.yaml", "roles:\n  - id: admin\n    may: all\n", "", "line 3"},
		"no slug":                  {"tenant.yaml", "name: Mẫu\n", "", "slug"},
		"no name":                  {"tenant.yaml", "slug: mau\n", "", "name"},
		"an empty table":           {"units.csv", "", "1", "first line"},
		"another heading":          {"units.csv", "mã,cha\n", "1", "first line"},
		"a cell too few":           {"units.csv", units + "Y,T,commune\n", "4", "number of fields"},
		"a quote left open":        {"units.csv", units + "Y,T,commune,\"Xã,Hai,2025-07-01,\n", "4", ""},
		"a code twice":             {"units.csv", units + "X,T,commune,Xã Hai,Hai,2025-07-01,\n", "4", "twice"},
		"a code twice, later":      {"units.csv", units + "\n\nX,T,commune,Xã Hai,Hai,2025-07-01,\n", "6", "twice"},
		"lines inside a cell":      {"units.csv", units + "Y,T,commune,\"Xã\nHai\",Hai,2025-07-01,\nX,T,commune,Xã,Xã,2025-07-01,\n", "6", "twice"},
		"no name of a unit":        {"units.csv", units + "Y,T,commune,,,2025-07-01,\n", "4", "name"},
		"a parent below":           {"units.csv", units + "Y,Z,commune,Xã Hai,Hai,2025-07-01,\n", "4", "parent Z"},
		"a day that is none":       {"units.csv", units + "Y,T,commune,Xã Hai,Hai,2025-02-30,\n", "4", "2025-02-30"},
		"an end that is none":      {"units.csv", units + "Y,T,commune,Xã Hai,Hai,2025-07-01,mai\n", "4", "mai"},
		"a kind not declared":      {"units.csv", units + "Y,T,village,Xã Hai,Hai,2025-07-01,\n", "4", "village"},
		"text in an old encoding":  {"units.csv", units + "Y,T,commune,X\xe3 Hai,Hai,2025-07-01,\n", "4", "UTF-8"},
		"a post without a login":   {"posts.csv", posts + ",A,B,admin,T,2025-07-01\n", "3", "login"},
		"a post of no role":        {"posts.csv", posts + "b,A,B,boss,T,2025-07-01\n", "3", "boss"},
		"a post at no unit":        {"posts.csv", posts + "b,A,B,admin,Q,2025-07-01\n", "3", "Q"},
		"a post from no day":       {"posts.csv", posts + "b,A,B,admin,T,1/7/25\n", "3", "1/7/25"},
	} {
		_, err := province.ReadFolder(folder(t, map[string]string{c.file: c.text}))
		f := fault.Of(err)
		if !fault.Is(err, fault.Invalid) || f.Params["file"] != c.file || c.text != "-" && f.Code != "file_malformed" || c.text == "-" && f.Code != "file_missing" {
			t.Errorf("%s: %v %v", what, err, f)
			continue
		}
		if f.Params["line"] != c.line || !strings.Contains(f.Params["why"], c.why) {
			t.Errorf("%s: line %q: %q, want line %q: %q", what, f.Params["line"], f.Params["why"], c.line, c.why)
		}
	}
}

// TestAGoodFolderIsRead also as a spreadsheet saves it.
func TestAGoodFolderIsRead(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"units.csv": "\ufeff" + strings.ReplaceAll(good["units.csv"], "\n", "\r\n")})
	f, err := province.ReadFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if f.Slug != "mau" || len(f.Units) != 2 || f.Units[1].Name != "Xã Một" || len(f.Posts) != 1 || f.Posts[0].Role != "admin" || len(f.Modules) != 1 {
		t.Errorf("%+v", f)
	}
}

// TestDaysNeedNoQuotationMarks: whoever writes a day in the settings writes it as in
// every other file.
func TestDaysNeedNoQuotationMarks(t *testing.T) {
	t.Parallel()
	f, err := province.ReadFolder(folder(t, map[string]string{"tenant.yaml": good["tenant.yaml"] + "settings:\n  duties_from: 2026-08-27\n  facts_from: \"2020-01-01\"\n  holidays: [{on: 2026-09-02}]\n"}))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(f.Settings); got != "map[duties_from:2026-08-27 facts_from:2020-01-01 holidays:[map[on:2026-09-02]]]" {
		t.Error(got)
	}
}

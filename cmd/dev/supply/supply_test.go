package supply_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/cmd/dev/supply"
)

// TestAForeignLicenceIsRefused: a build may not come to rest on what a province
// could not pass on.
func TestAForeignLicenceIsRefused(t *testing.T) {
	t.Parallel()
	for licence, refused := range map[string]bool{
		"MIT": false, "(MIT OR GPL-3.0-only)": false, "Apache-2.0 AND BSD-3-Clause": false,
		"GPL-3.0-only": true, "AGPL-3.0-or-later": true, "MIT AND SSPL-1.0": true, "BUSL-1.1": true, "SEE LICENSE IN LICENSE.md": true, "UNLICENSED": true, "": true,
	} {
		lock := filepath.Join(t.TempDir(), "package-lock.json")
		body := `{"packages":{"":{"version":"1"},"node_modules/a/node_modules/@b/c":{"version":"1.2.3","license":"` + licence + `"}}}`
		if err := os.WriteFile(lock, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		all, err := supply.NPM(lock)
		if err != nil {
			t.Fatal(err)
		}
		report, err := supply.Report(all)
		if (err != nil) != refused || refused && !strings.Contains(err.Error(), "@b/c 1.2.3") {
			t.Errorf("%q: refused %v: %v", licence, refused, err)
		}
		if !strings.Contains(report, "@b/c") {
			t.Errorf("%q: the report says nothing of it: %s", licence, report)
		}
	}
}

// TestAModulesLicenceIsReadFromItsFiles, those of folders below too.
func TestAModulesLicenceIsReadFromItsFiles(t *testing.T) {
	t.Parallel()
	all, err := supply.GoModules(t.Context(), "../../..", "./core/manifest/rule")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, p := range all {
		got[p.Name] = p.Licence + p.Why
	}
	if !strings.Contains(got["cel.dev/cel-go"], "Apache-2.0") || !strings.Contains(got["google.golang.org/protobuf"], "BSD-3-Clause") || len(got) < 5 {
		t.Errorf("found %v", got)
	}
}

func TestALockWithoutPackagesIsNoReport(t *testing.T) {
	t.Parallel()
	lock := filepath.Join(t.TempDir(), "package-lock.json")
	if err := os.WriteFile(lock, []byte(`{"packages":{}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := supply.NPM(lock); err == nil {
		t.Error("nothing was looked at and nothing is said")
	}
}

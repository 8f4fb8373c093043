package province_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"

	"github.com/doanket/doanket/core/province"
)

// officialList stands beside the repository where there is one; it is not part
// of it. Found before any test runs, as provinces is.
var officialList, _ = filepath.Abs("../../../shared/data/communes.csv")

// TestProvincesFollowTheOfficialList compares the communes of every folder of
// tenants/ with the list in force: the same codes, each with its full name.
func TestProvincesFollowTheOfficialList(t *testing.T) {
	t.Parallel()
	official := communes(t)
	folders, err := filepath.Glob(filepath.Join(provinces, "*", "tenant.yaml"))
	if err != nil || len(folders) < 2 {
		t.Fatalf("provinces as data: %v, %v", folders, err)
	}
	for _, file := range folders {
		f, err := province.ReadFolder(filepath.Dir(file))
		if err != nil {
			t.Fatal(err)
		}
		left := official[f.Code]
		if len(left) == 0 {
			t.Fatalf("%s: no province has the code %s", f.Slug, f.Code)
		}
		for _, u := range f.Units {
			if u.Kind != "commune" {
				continue
			}
			if left[u.Code] != u.Name {
				t.Errorf("%s: %s is %q, officially %q", f.Slug, u.Code, u.Name, left[u.Code])
			}
			delete(left, u.Code)
		}
		for code, name := range left {
			t.Errorf("%s: %s %s is missing", f.Slug, code, name)
		}
	}
}

// communes are the official full names by province and code.
func communes(t *testing.T) map[string]map[string]string {
	t.Helper()
	file, err := os.Open(officialList)
	if err != nil {
		t.Skipf("the official list is not at %s: not compared", officialList)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for n, name := range rows[0] {
		at[name] = n
	}
	out := map[string]map[string]string{}
	for _, r := range rows[1:] {
		province := r[at["province_code"]]
		if out[province] == nil {
			out[province] = map[string]string{}
		}
		out[province][r[at["code"]]] = r[at["full_name"]]
	}
	return out
}

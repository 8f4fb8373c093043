package gen_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk/gen"
)

// TestFindsHaveTypes: what a find tells is a struct of its own.
func TestFindsHaveTypes(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../manifest/testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m, problems := manifest.ParseBytes("module.yaml", raw)
	if len(problems) > 0 {
		t.Fatal(manifest.Problems(problems))
	}
	out, err := gen.Go(m)
	if err != nil {
		t.Fatal(err)
	}
	flat := strings.Join(strings.Fields(string(out)), " ")
	want := "type VisitSimilar struct { ID string `json:\"id\"` State string `json:\"state\"` Number string `json:\"number\"` Hidden bool `json:\"hidden\"` People int64 `json:\"people\"`"
	if !strings.Contains(flat, want) {
		t.Errorf("%q is missing in\n%s", want, out)
	}
}

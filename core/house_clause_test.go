package core_test

import (
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/clause"
)

// TestClausesNamedExist holds the clauses that the manifests and the folders of
// provinces name against the breakdown of the source resolution, and prints which
// of its clauses no kind carries yet.
func TestClausesNamedExist(t *testing.T) {
	t.Parallel()
	known := resolution(t)
	homes := map[string][]string{}
	for _, m := range append(modules(t), manifest.Core()) {
		for i := range m.Kinds {
			for _, id := range clause.Of(&m.Kinds[i]).IDs() {
				homes[id] = append(homes[id], m.Kinds[i].FullName())
			}
		}
		for i := range m.Measures {
			for _, id := range m.Measures[i].Serves {
				homes[id] = append(homes[id], "figure "+m.Measures[i].FullName())
			}
		}
		for i := range m.Duties {
			for _, id := range m.Duties[i].Serves {
				homes[id] = append(homes[id], "duty "+m.Duties[i].FullName())
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(homes)) {
		if !slices.Contains(known, id) {
			t.Errorf("%v serve %s, which the resolution does not have", homes[id], id)
		}
	}
	var homeless []string
	for _, id := range known {
		if len(homes[id]) == 0 {
			homeless = append(homeless, id)
		}
	}
	t.Logf("%d of %d clauses have a home; none yet: %s", len(known)-len(homeless), len(known), strings.Join(homeless, " "))
}

// resolution are the ids of the source resolution's clauses, from the data that
// come beside the project where they do.
func resolution(t *testing.T) []string {
	t.Helper()
	const name = "shared/data/resolution_clauses.csv"
	for _, up := range []string{"../..", "../../.."} {
		f, err := os.Open(filepath.Join(up, name))
		if err != nil {
			continue
		}
		defer func() { _ = f.Close() }()
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil || len(rows) < 2 || rows[0][0] != "clause_id" {
			t.Fatalf("%s: %v", name, err)
		}
		var ids []string
		for _, row := range rows[1:] {
			ids = append(ids, row[0])
		}
		return ids
	}
	t.Skip("no " + name + " beside the project: which clauses there are is not known here")
	return nil
}

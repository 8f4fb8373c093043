package core_test

import (
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/clause"
)

// TestClausesNamedExist holds the clauses that the manifests and the folders of
// provinces name against the breakdown of the source resolution, and each of its
// 78 clauses has a kind, figure or duty that carries it.
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
	for _, file := range folders(t) {
		for _, c := range file.Clauses {
			if len(file.Serves) == 0 && !slices.Contains(known, c.ID) {
				t.Errorf("%s lists %s, which the resolution does not have", file.name, c.ID)
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
	if len(homeless) > 0 || len(known) != 78 {
		t.Errorf("%d of %d clauses have a home, of 78; none: %s", len(known)-len(homeless), len(known), strings.Join(homeless, " "))
	}
}

// programmeFile is what a province's folder says of clauses.
type programmeFile struct {
	name    string
	Clauses []struct{ ID string }
	Serves  map[string]any
}

// folders reads the programmes of all provinces kept with the project; one with a
// map of its own follows another resolution.
func folders(t *testing.T) []programmeFile {
	t.Helper()
	names, err := filepath.Glob("../tenants/*/programme.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no province has a programme: %v", err)
	}
	var out []programmeFile
	for _, name := range names {
		f := programmeFile{name: name}
		raw, err := os.ReadFile(name)
		if err == nil {
			err = yaml.Unmarshal(raw, &f)
		}
		if err != nil || len(f.Clauses) == 0 {
			t.Fatalf("%s: %v", name, err)
		}
		out = append(out, f)
	}
	return out
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

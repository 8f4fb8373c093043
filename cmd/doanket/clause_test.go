package main_test

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/doanket/doanket/core/manifest"
)

// clauseTable says where each clause of the source resolution lives: as "module.kind",
// or "module.kind/field=value" where only records with that value serve it. A clause
// that counts as context is shown and never met or missed; one that counts as report
// is a number of a report and no register.
//
//go:embed testdata/clauses.csv
var clauseTable []byte

// TestEveryClauseHasItsHome holds the table against what the manifests declare, both
// ways, and against the clauses that provinces follow.
func TestEveryClauseHasItsHome(t *testing.T) {
	t.Parallel()
	declared := homesDeclared(t)
	var ids []string
	for _, row := range table(t, clauseTable, "clause,counts_as,homes") {
		id, homes := row[0], strings.Fields(row[2])
		ids = append(ids, id)
		slices.Sort(homes)
		if got := declared[id]; !slices.Equal(got, homes) {
			t.Errorf("%s is served by %v; the table says %v", id, got, homes)
		}
		delete(declared, id)
		if !slices.Contains([]string{"record", "context", "report"}, row[1]) || len(homes) == 0 {
			t.Errorf("%s counts as %q at %v", id, row[1], homes)
		}
	}
	for id, homes := range declared {
		t.Errorf("%v serve %s, which the table does not have", homes, id)
	}
	if followed := clausesOf(t, slug); !sameSet(followed, ids) {
		t.Errorf("Hà Tĩnh follows %d clauses, the table has %d", len(followed), len(ids))
	}
	for _, row := range beside(t, "resolution_clauses.csv") {
		if !slices.Contains(ids, row["clause_id"]) {
			t.Errorf("the resolution's %s is missing", row["clause_id"])
		}
	}
	if n := len(beside(t, "resolution_clauses.csv")); n != len(ids) {
		t.Errorf("the resolution has %d clauses, the table %d", n, len(ids))
	}
}

// homesDeclared are the kinds and values that serve each clause, sorted.
func homesDeclared(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, m := range allManifests(t) {
		for i := range m.Kinds {
			k := &m.Kinds[i]
			for _, id := range k.Serves {
				out[id] = append(out[id], k.FullName())
			}
			for j := range k.Fields {
				for value, ids := range k.Fields[j].Serves {
					for _, id := range ids {
						out[id] = append(out[id], k.FullName()+"/"+k.Fields[j].Name+"="+value)
					}
				}
			}
		}
	}
	for _, homes := range out {
		slices.Sort(homes)
	}
	return out
}

// allManifests are the base one and those of plugins/.
func allManifests(t *testing.T) []*manifest.Manifest {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(here, "../../plugins/*/module.yaml"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no modules: %v", err)
	}
	out := []*manifest.Manifest{manifest.Core()}
	for _, f := range folders {
		m, problems := manifest.Parse(os.DirFS(filepath.Dir(f)))
		if m == nil || len(problems) > 0 {
			t.Fatalf("%s: %v", f, problems)
		}
		out = append(out, m)
	}
	return out
}

// clausesOf are the clauses a province of the repository follows.
func clausesOf(t *testing.T, province string) []string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(here, "../../tenants", province, "programme.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var p struct{ Clauses []struct{ ID string } }
	if err := yaml.Unmarshal(raw, &p); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range p.Clauses {
		out = append(out, c.ID)
	}
	return out
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// table reads a table of the project's own with this head.
func table(t *testing.T, raw []byte, head string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil || len(rows) < 2 || strings.Join(rows[0], ",") != head {
		t.Fatalf("the table %s cannot be read: %v", head, err)
	}
	return rows[1:]
}

// beside reads a table of the data that come beside the project where they do, by
// column; the part of the test that needs it is left out elsewhere.
func beside(t *testing.T, name string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytesBeside(t, name))).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%s: %v", name, err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		by := map[string]string{}
		for i, column := range rows[0] {
			by[column] = row[i]
		}
		out = append(out, by)
	}
	return out
}

// bytesBeside is a file of data that stands beside the project; without it the test is skipped.
func bytesBeside(t *testing.T, name string) []byte {
	t.Helper()
	for _, up := range []string{"../../..", "../../../.."} {
		if raw, err := os.ReadFile(filepath.Join(here, up, "shared/data", name)); err == nil {
			return raw
		}
	}
	t.Skipf("no %s beside the project: the table is held against the manifests alone", name)
	return nil
}

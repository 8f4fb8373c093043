package core_test

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
)

// tenantColumn is what would say which province a row belongs to. A database
// per province is the first wall; nothing in it needs to.
var tenantColumn = regexp.MustCompile(`^(tenant|province)(_.*)?$|^slug$`)

// profile is what the platform must never hold about a person.
var profile = regexp.MustCompile(`(^|_)(religions?|religious|faith|ton_giao|ethnic|ethnicity|dan_toc|politics|political|chinh_kien|ideology)(_|$)`)

// counted are fields that match profile and may be there, with the reason: the
// law's own statistics need the count, and no row tells of a person.
var counted = map[string]string{}

// TestTablesAsMade walks the tables of a province as the migrations and the
// manifests of all modules make them.
func TestTablesAsMade(t *testing.T) {
	t.Parallel()
	for name, columns := range tables(t) {
		if len(columns) == 0 {
			t.Errorf("table %s shows no columns", name)
		}
		for _, column := range columns {
			if tenantColumn.MatchString(column) {
				t.Errorf("%s.%s: a province's table does not say whose it is", name, column)
			}
			if profile.MatchString(column) && counted[name+"."+column] == "" {
				t.Errorf("%s.%s holds what must not be held about a person", name, column)
			}
		}
	}
}

// tables are the columns of every table of a province with all modules.
func tables(t *testing.T) map[string][]string {
	t.Helper()
	cluster, err := db.Open(t.Context(), db.Options{Dir: t.TempDir(), SyncNormal: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cluster.Close() })
	if err := cluster.Create(t.Context(), "an"); err != nil {
		t.Fatal(err)
	}
	in := cluster.Enter(t.Context(), "an")
	all := modules(t)
	kinds, err := kind.New(all)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range kinds.Refused() {
		t.Errorf("module %s is refused: %s", r.Module, r.Reason)
	}
	if err := kinds.Prepare(in); err != nil {
		t.Fatal(err)
	}
	made := columnsOf(in, t)
	for _, k := range kinds.In(in).All() {
		if made[k.Table()] == nil {
			t.Errorf("kind %s has no table", k.Full)
		}
	}
	return made
}

func columnsOf(ctx context.Context, t *testing.T) map[string][]string {
	t.Helper()
	idb, err := db.Of(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct{ TableName, ColumnName string }
	err = idb.NewRaw(`SELECT m.name AS table_name, c.name AS column_name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`).Scan(ctx, &rows)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, r := range rows {
		out[r.TableName] = append(out[r.TableName], r.ColumnName)
	}
	return out
}

// modules are the manifests of plugins/.
func modules(t *testing.T) []*manifest.Manifest {
	t.Helper()
	entries, err := os.ReadDir("../plugins")
	if err != nil {
		t.Fatal(err)
	}
	var out []*manifest.Manifest
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		m, problems := manifest.Parse(os.DirFS("../plugins/" + e.Name()))
		if m == nil || len(problems) > 0 {
			t.Fatalf("plugins/%s: %v", e.Name(), problems)
		}
		out = append(out, m)
	}
	return out
}

// TestNobodyIsProfiled reads every field of every manifest, those within lists
// too, which have no column of their own.
func TestNobodyIsProfiled(t *testing.T) {
	t.Parallel()
	for _, m := range append(modules(t), manifest.Core()) {
		for _, k := range m.Kinds {
			profiled(t, k.FullName(), k.Fields)
		}
	}
	for _, bad := range []string{"religion", "head_ethnicity", "dan_toc", "political_view"} {
		if !profile.MatchString(bad) {
			t.Errorf("a field %s would pass", bad)
		}
	}
}

func profiled(t *testing.T, where string, fields []manifest.Field) {
	t.Helper()
	for _, f := range fields {
		name := where + "." + f.Name
		if profile.MatchString(strings.ToLower(f.Name)) && (counted[name] == "" || f.Type != "int") {
			t.Errorf("%s holds what must not be held about a person", name)
		}
		profiled(t, name, f.Fields)
	}
}

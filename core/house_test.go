package core_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

const modulePath = "github.com/doanket/doanket/"

// arrows is the whole law of who may know whom; every room may also know
// fault, id and text. A room not listed may import nothing of ours.
var arrows = map[string][]string{
	"core/fault":       {},
	"core/id":          {},
	"core/text":        {},
	"core/calendar":    {},
	"core/db":          {},
	"core/blob":        {},
	"core/paper":       {"core/calendar"},
	"core/manifest":    {"core/calendar"},
	"core/sdk":         {"core/manifest", "core/calendar"},
	"core/tenant":      {"core/manifest", "core/calendar", "core/db"},
	"core/job":         {"core/db"},
	"core/identity":    {"core/tenant", "core/db", "core/calendar"},
	"core/unit":        {"core/tenant", "core/db", "core/calendar"},
	"core/module":      {"core/sdk", "core/manifest"},
	"core/access":      {"core/identity", "core/unit", "core/db", "core/tenant", "core/calendar"},
	"core/audit":       {"core/identity", "core/db", "core/job"},
	"core/succession":  {"core/unit", "core/identity", "core/db"},
	"core/seal":        {"core/access", "core/audit", "core/job", "core/db", "core/identity", "core/tenant"},
	"core/idempotency": {"core/identity", "core/db", "core/job"},
	"core/kind":        {"core/manifest", "core/tenant", "core/calendar", "core/db"},
	"core/record":      {"core/kind", "core/sdk", "core/manifest", "core/tenant", "core/calendar", "core/access", "core/audit", "core/job", "core/db", "core/unit", "core/identity", "core/idempotency"},
	"core/upload":      {"core/blob", "core/db", "core/manifest", "core/identity"},
	"core/document":    {"core/kind", "core/upload", "core/record", "core/access", "core/db", "core/manifest", "core/identity", "core/audit", "core/calendar"},
	"core/duty":        {"core/kind", "core/record", "core/access", "core/audit", "core/unit", "core/manifest", "core/db", "core/job", "core/calendar", "core/tenant", "core/identity"},
	"core/indicator":   {"core/kind", "core/record", "core/access", "core/unit", "core/sdk", "core/manifest", "core/db", "core/job", "core/calendar", "core/tenant", "core/identity"},
	"core/notice":      {"core/kind", "core/record", "core/duty", "core/unit", "core/identity", "core/db", "core/job", "core/sdk", "core/manifest", "core/calendar", "core/tenant"},
	"core/overlap":     {"core/kind", "core/record", "core/unit", "core/sdk", "core/manifest", "core/db", "core/job", "core/calendar"},
	"core/programme":   {"core/upload", "core/kind", "core/record", "core/indicator", "core/access", "core/identity", "core/unit", "core/manifest", "core/db", "core/job", "core/calendar"},
	"core/report":      {"core/tenant", "core/paper", "core/kind", "core/record", "core/indicator", "core/access", "core/audit", "core/identity", "core/unit", "core/manifest", "core/db", "core/calendar"},
	"core/closing":     {"core/seal", "core/kind", "core/record", "core/indicator", "core/access", "core/audit", "core/identity", "core/unit", "core/tenant", "core/manifest", "core/db", "core/job", "core/blob", "core/calendar"},
	"core/search":      {"core/kind", "core/record", "core/upload", "core/unit", "core/db", "core/job", "core/manifest", "core/calendar"},
	"core/sheet":       {"core/kind", "core/record", "core/access", "core/audit", "core/identity", "core/unit", "core/manifest", "core/db", "core/job", "core/upload", "core/calendar"},
	"core/province":    {"core/audit", "core/programme", "core/kind", "core/seal", "core/record", "core/blob", "core/access", "core/unit", "core/identity", "core/tenant", "core/sdk", "core/manifest", "core/db", "core/calendar"},
	"core/switchboard": {"core/kind", "core/duty", "core/programme", "core/unit", "core/tenant", "core/manifest", "core/db"},
	"core/setup":       {"core/province", "core/kind", "core/unit", "core/identity", "core/tenant", "core/manifest", "core/db", "core/calendar"}, // the packs a province is begun from are the province's
	"core/proposal":    {"core/identity", "core/audit", "core/db"},
	"core/ledger":      {"core/kind", "core/record", "core/db", "core/calendar"},
	"core/publication": {"core/kind", "core/record", "core/unit", "core/tenant", "core/manifest", "core/db", "core/calendar"},
	"core/web":         {"core/setup", "core/proposal", "core/publication", "core/switchboard", "core/ledger", "core/succession", "core/kind", "core/idempotency", "core/seal", "core/report", "core/closing", "core/sheet", "core/upload", "core/document", "core/duty", "core/indicator", "core/programme", "core/search", "core/notice", "core/record", "core/identity", "core/tenant", "core/unit", "core/sdk", "core/manifest", "core/calendar"},
	// Joins the rooms for cmd/doanket and for tests of the whole (adr/0007).
	"core/installation": {"*"},
	"core/coretest":     {"*"},
	"cmd/doanket":       {"*"},
	"cmd/dev":           {"*"}, // its demo lives a year through the rooms, as people do
	"core":              {},
}

// rooms names the only rooms that may import a library, with the reason.
var rooms = []struct {
	library string
	rooms   []string
	reason  string
}{
	{"github.com/gofiber/fiber", []string{"core/web/server", "cmd/dev/floor"}, "a framework outside its room is the framework everywhere; the floor of the bench is bare Fiber"},
	{"github.com/casbin/", []string{"core/access"}, "one gate, one model"},
	{"github.com/minio/minio-go", []string{"core/blob"}, "the store has one door"},
	{"github.com/versity/versitygw", []string{"core/blob"}, "only blob/embedded starts a gateway"},
	{"github.com/hashicorp/go-plugin", []string{"core/sdk", "core/module"}, "the wall between host and module"},
	{"cel.dev/cel-go", []string{"core/manifest"}, "only manifest/rule speaks CEL"},
	{"github.com/ncruces/go-sqlite3", []string{"core/db"}, "drivers stay behind db"},
	{"github.com/jackc/pgx", []string{"core/db"}, "drivers stay behind db"},
	{"github.com/xuri/excelize", []string{"core/sheet", "core/report", "cmd/dev/demo"}, "sheets are written by who writes sheets"},
	{"golang.org/x/text/unicode/norm", []string{"core/text"}, "one way to clean what people type"},
	{"golang.org/x/text/collate", []string{"core/text"}, "one Vietnamese order"},
	{"net/http", []string{"core/web", "core/blob", "core/identity", "core/coretest", "cmd"}, "HTTP is the business of web"},
}

// ground is what every room stands on.
var ground = []string{"core/fault", "core/id", "core/text"}

type source struct {
	path string // slash path from the repository's root
	room string
	file *ast.File
	fset *token.FileSet
	text string
}

func TestArrowsPointDown(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if strings.HasSuffix(s.path, "_test.go") {
			continue
		}
		for _, imp := range imports(s) {
			to, ours := strings.CutPrefix(imp, modulePath)
			if !ours {
				continue
			}
			if why := refuse(s.room, roomOf(to)); why != "" {
				t.Errorf("%s imports %s: %s", s.path, to, why)
			}
		}
	}
}

func refuse(from, to string) string {
	if from == to || slices.Contains(ground, to) {
		return ""
	}
	if strings.HasPrefix(from, "plugins/") {
		if to == "core/sdk" {
			return ""
		}
		return "a module knows the sdk and itself, nothing else"
	}
	allowed, known := arrows[from]
	switch {
	case !known:
		return "the room " + from + " is not on the map of core/house_test.go"
	case slices.Contains(allowed, "*"), slices.Contains(allowed, to):
		return ""
	}
	return "the arrow " + from + " → " + to + " is not on the map"
}

func TestLibrariesStayInTheirRooms(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if strings.HasSuffix(s.path, "_test.go") || strings.HasSuffix(s.path, "test/suite.go") {
			continue
		}
		for _, imp := range imports(s) {
			for _, r := range rooms {
				if !strings.HasPrefix(imp, r.library) {
					continue
				}
				if !slices.ContainsFunc(r.rooms, func(room string) bool { return strings.HasPrefix(path.Dir(s.path)+"/", room+"/") }) {
					t.Errorf("%s imports %s: %s", s.path, imp, r.reason)
				}
			}
		}
	}
}

func TestPackageNamesAreThings(t *testing.T) {
	t.Parallel()
	banned := []string{"util", "utils", "common", "helper", "helpers", "manager", "base", "models", "types", "handlers", "services", "misc"}
	for _, s := range sources(t) {
		if name := strings.TrimSuffix(s.file.Name.Name, "_test"); slices.Contains(banned, name) && s.room != "core/manifest" { // its base manifest is a thing
			t.Errorf("%s: package %s names no thing", s.path, name)
		}
	}
}

// sources are the Go files of the repository but generated ones, parsed once
// for all tests.
func sources(t *testing.T) []source {
	t.Helper()
	all, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var parsed = sync.OnceValues(func() (out []source, err error) {
	for _, top := range []string{"core", "cmd", "plugins"} {
		err := filepath.WalkDir(filepath.Join("..", top), func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil //nolint:nilerr // a top folder may be absent
			}
			name := d.Name()
			if d.IsDir() && (name == "node_modules" || name == "testdata" || name == "warmtmp") {
				return fs.SkipDir
			}
			if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, ".pb.go") || strings.HasSuffix(name, "_gen.go") {
				return nil
			}
			s, err := parse(p)
			out = append(out, s)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
})

func parse(p string) (source, error) {
	raw, err := os.ReadFile(p)
	if err != nil {
		return source{}, err
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, p, raw, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		return source{}, err
	}
	rel := filepath.ToSlash(strings.TrimPrefix(p, ".."+string(filepath.Separator)))
	return source{path: rel, room: roomOf(path.Dir(rel)), file: f, fset: fset, text: string(raw)}, nil
}

// roomOf is the room a folder belongs to: core/<room>, plugins/<area>,
// cmd/<command>; folders below belong to their room.
func roomOf(dir string) string {
	parts := strings.Split(dir, "/")
	return strings.Join(parts[:min(2, len(parts))], "/")
}

func imports(s source) []string {
	var out []string
	for _, i := range s.file.Imports {
		out = append(out, strings.Trim(i.Path.Value, `"`))
	}
	return out
}

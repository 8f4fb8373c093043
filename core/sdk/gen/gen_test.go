package gen_test

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk/gen"
	"github.com/doanket/doanket/core/sdk/scaffold"
)

func TestGoReadsAsGo(t *testing.T) {
	t.Parallel()
	out, err := gen.Go(manifest.Core())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.ParseFile(token.NewFileSet(), gen.File, out, parser.AllErrors); err != nil {
		t.Fatal(err)
	}
	flat := strings.Join(strings.Fields(string(out)), " ")
	for _, want := range []string{"type Recommendation struct {", "DueOn sdk.Date `json:\"due_on\"`", "Reminders int64 `json:\"reminders\"`",
		"Decisions []MeetingDecisions `json:\"decisions\"`", "type MeetingDecisions struct {", "UnitID string `json:\"unit_id\"`", `RecommendationResultAccepted = "accepted"`} {
		if !strings.Contains(flat, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestWriteAndFresh(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "minutes")
	if err := scaffold.Write(dir, "minutes"); err != nil {
		t.Fatal(err)
	}
	if err := gen.Fresh(dir); !fault.HasCode(err, "model_stale") {
		t.Errorf("no model yet: %v", err)
	}
	for i, want := range []bool{true, false} {
		if changed, err := gen.Write(dir); err != nil || changed != want {
			t.Errorf("write %d: %v, %v", i, changed, err)
		}
	}
	if err := gen.Fresh(dir); err != nil {
		t.Error(err)
	}
	swap(t, dir, "module.yaml", "type: int,", "type: integer,")
	if _, err := gen.Write(dir); err == nil || !strings.Contains(err.Error(), "integer") {
		t.Errorf("a broken manifest: %v", err)
	}
}

func swap(t *testing.T, dir, name, from, to string) {
	t.Helper()
	path := filepath.Join(dir, name)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(raw), from, to)), 0o600); err != nil {
		t.Fatal(err)
	}
}

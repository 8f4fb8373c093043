package module_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/module/moduletest"
)

// TestABinaryIsFoundByModuleAndVersion under whatever name it lies: two
// versions of one module stand side by side, and one that claims a version it
// does not have cannot run.
func TestABinaryIsFoundByModuleAndVersion(t *testing.T) {
	t.Parallel()
	dir := demo.Install(t, "")
	sum := sha256.Sum256(demo.Binary)
	pins := map[string]any{}
	for _, name := range []string{"demo@1.2.3", "demo@9.9.9"} {
		moduletest.Put(t, filepath.Join(dir, name), demo.Binary)
		pins[name] = map[string]string{"sha256": hex.EncodeToString(sum[:]), "version": name[len("demo@"):], "manifest": "demo.yaml"}
	}
	raw, err := json.Marshal(pins)
	if err != nil {
		t.Fatal(err)
	}
	moduletest.Put(t, filepath.Join(dir, "catalog.json"), raw)
	h := start(t, dir, nil)
	found, err := h.Discover(context.Background())
	if err != nil || len(found) != 2 || found[0].Manifest == nil || found[0].Version != found[0].Manifest.Version {
		t.Fatalf("%+v %v", found, err)
	}
	if !fault.HasCode(found[1].Problem, "module.id") {
		t.Errorf("a version that the manifest does not have: %v", found[1].Problem)
	}
	if _, err := h.Running(context.Background(), "demo@"+found[0].Version); err != nil {
		t.Error(err)
	}
	if _, err := h.Running(context.Background(), "demo@0.0.1"); !fault.HasCode(err, "module_unavailable") {
		t.Errorf("a version that is not there: %v", err)
	}
}

package sdktest

import (
	"os"
	"path/filepath"
	"testing"
)

// TestOnlyWhatCanRefuseOwesARefusal: by itself or through what it calls, however
// another decision of the module may be.
func TestOnlyWhatCanRefuseOwesARefusal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const text = `package x

func describe(m *Module) {
	Type(m).Decide("sow", sow).Decide("water", func(e *Eval) { check(e) }).Decide("add", add)
}

func sow(e *Eval)   { e.Deny("size", "too_wide") }
func check(e *Eval) { sow(e) }
func add(e *Eval)   { e.Create("bed"); again(e) }
func again(e *Eval) { add(e) }
`
	if err := os.WriteFile(filepath.Join(dir, "decide.go"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := deniers(dir)
	if err != nil || !got("sow") || !got("water") || got("add") || !got("elsewhere") {
		t.Errorf("sow %v water %v add %v elsewhere %v, %v", got("sow"), got("water"), got("add"), got("elsewhere"), err)
	}
}

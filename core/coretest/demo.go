package coretest

import (
	"embed"
	"io/fs"
	"strconv"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk"
)

//go:embed demo/module.yaml
var demoFiles embed.FS

// visit is what the demo's decision looks at.
type visit struct {
	Title  string           `json:"title"`
	HeldOn string           `json:"held_on"`
	Asks   []map[string]any `json:"asks"`
}

// Demo is a task module for tests: a visit is submitted, approved, and closed
// with a signed report; closing sends its asks on as recommendations.
func Demo(t testing.TB) *sdk.Module {
	t.Helper()
	files, err := fs.Sub(demoFiles, "demo")
	if err != nil {
		t.Fatal(err)
	}
	manifest, problems := manifest.Parse(files)
	for _, p := range problems {
		t.Fatal(p)
	}
	m := sdk.FromManifest(manifest)
	sdk.Type[visit](m, "visit").Decide("close", func(e *sdk.Eval[visit]) {
		if e.New.HeldOn > e.Today.String() {
			e.Deny("held_on", "not_held")
		}
		for n, ask := range e.New.Asks {
			e.Create("ask:"+strconv.Itoa(n), sdk.CreateEffect{Kind: "core.recommendation",
				Fields: map[string]any{"title": ask["content"], "content": ask["content"], "to_unit": ask["to_unit"]}})
		}
	})
	return m
}

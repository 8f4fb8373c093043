package main

import (
	"testing"

	"github.com/doanket/doanket/core/sdk/gen"
	"github.com/doanket/doanket/core/sdk/rule"
)

func TestManifestIsSound(t *testing.T) {
	t.Parallel()
	m, problems := rule.Parse(manifest)
	for _, p := range problems {
		t.Error(p)
	}
	if m == nil {
		t.FailNow()
	}
	if missing := Build().Missing(); len(missing) > 0 {
		t.Errorf("declared, but no Go: %v", missing)
	}
}

func TestModelIsFresh(t *testing.T) {
	t.Parallel()
	if err := gen.Fresh("."); err != nil {
		t.Error(err)
	}
}

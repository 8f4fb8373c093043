package unit_test

import (
	"slices"
	"testing"

	"github.com/doanket/doanket/core/unit"
)

func TestPaths(t *testing.T) {
	t.Parallel()
	from, to := unit.Range("/0001/000a/")
	for path, in := range map[string]bool{
		"/0001/000a/": true, "/0001/000a/zzzz/": true, "/0001/000a/0001/0002/": true,
		"/0001/": false, "/0001/000b/": false, "/0001/0009/zzzz/": false, "/0002/000a/": false,
	} {
		if got := from <= path && path < to; got != in {
			t.Errorf("%s in range: %v", path, got)
		}
		if got := unit.Under(path, "/0001/000a/"); got != in {
			t.Errorf("%s under: %v", path, got)
		}
	}
	if got := unit.Ancestors("/0001/000a/00zz/"); !slices.Equal(got, []string{"/0001/", "/0001/000a/", "/0001/000a/00zz/"}) {
		t.Errorf("ancestors: %v", got)
	}
	if from, to := unit.Range(""); from > "/0000/" || to <= "/zzzz/" {
		t.Errorf("everything: %q %q", from, to)
	}
}

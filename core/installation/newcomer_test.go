package installation_test

import (
	"path/filepath"
	"testing"

	"github.com/doanket/doanket/core/province"
)

// Whoever comes new to a role of our provinces is told where to begin, in three lines.
func TestEachRoleTellsWhereToBegin(t *testing.T) {
	t.Parallel()
	for _, slug := range []string{"ha-tinh", "da-nang"} {
		f, err := province.ReadFolder(filepath.Join(repository, "tenants", slug))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range f.Roles {
			if len(r.Help) != 3 {
				t.Errorf("%s: %s has %d lines of help", slug, r.ID, len(r.Help))
			}
		}
	}
}

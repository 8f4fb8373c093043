package sheet_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/sheet"
)

// TestBlankRowsAreNoRows: a sheet formatted far down has the rows something stands in.
func TestBlankRowsAreNoRows(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	ctx := r.As(coretest.An, coretest.Officer)
	blank := strings.Repeat(",,\n", sheet.MaxRows+100)
	imp := brought(t, ctx, r, "a.csv", []byte("title,held_on,people\n"+blank+"Thăm hộ nghèo,2026-03-10,3\n"), "")
	if imp.State != sheet.Ready || imp.Rows() != 1 {
		t.Errorf("%s, %+v, %v", imp.State, imp.Counts, imp.Problem)
	}
}

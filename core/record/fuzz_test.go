package record_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// FuzzCursor continues a list behind whatever somebody sends as a cursor: it
// is refused as a bad cursor, or answers with records the list has, each once.
func FuzzCursor(f *testing.F) {
	home, err := os.Getwd()
	if err != nil {
		f.Fatal(err)
	}
	r := coretest.New(f, coretest.Options{})
	if err := os.Chdir(home); err != nil { // the store's server took its own; what fails is kept in testdata
		f.Fatal(err)
	}
	ctx, known := r.As(coretest.An, coretest.Officer), map[string]bool{}
	for n := range 5 {
		made, err := r.Records.Create(ctx, "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"),
			Fields: map[string]any{"title": fmt.Sprintf("Chuyến thăm %d", n), "held_on": fmt.Sprintf("2026-03-1%d", n), "people": n}})
		if err != nil {
			f.Fatal(err)
		}
		known[made.ID] = true
	}
	for _, sort := range []string{"", "due_on", "-title", "people", "-held_on", "created_at"} {
		page, err := r.Records.List(ctx, record.Query{Kind: "demo.visit", Sort: sort, Limit: 2})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(sort, page.Next)
		for _, value := range []any{"x", 1.5, 1e300, -9007199254740993, true, []any{}, map[string]any{"a": 1}, "\x00", nil} {
			f.Add(sort, forged(sort, value))
		}
	}
	f.Fuzz(func(t *testing.T, sort, cursor string) {
		page, err := r.Records.List(ctx, record.Query{Kind: "demo.visit", Sort: sort, Cursor: cursor})
		if err != nil {
			if !fault.HasCode(err, "bad_cursor") && !fault.HasCode(err, "unknown_field") {
				t.Errorf("%q behind %q: %v", sort, cursor, err)
			}
			return
		}
		seen := map[string]bool{}
		for _, rec := range page.Items {
			if !known[rec.ID] || seen[rec.ID] {
				t.Errorf("%q behind %q shows %s, unknown or twice", sort, cursor, rec.ID)
			}
			seen[rec.ID] = true
		}
	})
}

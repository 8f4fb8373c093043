package record_test

import (
	"fmt"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// TestForgedCursors continues a list behind whatever somebody sends as a cursor:
// it is refused as a bad cursor, or answers with records the list has, each once.
func TestForgedCursors(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		ctx, known := r.As(coretest.An, coretest.Officer), map[string]bool{}
		for n := range 5 {
			made, err := r.Records.Create(ctx, "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"),
				Fields: map[string]any{"title": fmt.Sprintf("Chuyến thăm %d", n), "held_on": fmt.Sprintf("2026-03-1%d", n), "people": n}})
			if err != nil {
				t.Fatal(err)
			}
			known[made.ID] = true
		}
		for _, sort := range []string{"", "due_on", "-title", "people", "-held_on", "created_at"} {
			first, err := r.Records.List(ctx, record.Query{Kind: "demo.visit", Sort: sort, Limit: 2})
			if err != nil {
				t.Fatal(err)
			}
			cursors := []string{first.Next, first.Next[:len(first.Next)-3], "%%%"}
			for _, value := range []any{"x", 1.5, 1e300, -9007199254740993, true, []any{}, map[string]any{"a": 1}, "\x00", nil} {
				cursors = append(cursors, forged(sort, value))
			}
			for _, cursor := range cursors {
				page, err := r.Records.List(ctx, record.Query{Kind: "demo.visit", Sort: sort, Cursor: cursor})
				if err != nil && !fault.HasCode(err, "bad_cursor") {
					t.Errorf("%q behind %q: %v", sort, cursor, err)
				}
				seen := map[string]bool{}
				for _, rec := range page.Items {
					if !known[rec.ID] || seen[rec.ID] {
						t.Errorf("%q behind %q shows %s, unknown or twice", sort, cursor, rec.ID)
					}
					seen[rec.ID] = true
				}
			}
		}
	})
}

package kind_test

import (
	"testing"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
)

// TestEachValueHasItsBook where the kind has books; without, all records share one.
func TestEachValueHasItsBook(t *testing.T) {
	t.Parallel()
	books := map[string]string{"criticism": "PB", "consultation": "TV"}
	for _, c := range []struct {
		number string
		books  map[string]string
		value  any
		want   string
	}{
		{"{nature}-{unit.code}-{year}-{seq:3}", books, "criticism", "PB-{unit.code}-{year}-{seq:3}"},
		{"{nature}-{unit.code}-{year}-{seq:3}", books, "consultation", "TV-{unit.code}-{year}-{seq:3}"},
		{"HS-{year}-{seq}", nil, "criticism", "HS-{year}-{seq}"},
		{"HS-{year}-{seq}", books, "criticism", "HS-{year}-{seq}"},
	} {
		k := &kind.Kind{Kind: &manifest.Kind{Number: c.number, Books: c.books}}
		if got := k.Book(map[string]any{"nature": c.value, "year": 2026}); got != c.want {
			t.Errorf("%s of %v: %s, want %s", c.number, c.value, got, c.want)
		}
	}
}

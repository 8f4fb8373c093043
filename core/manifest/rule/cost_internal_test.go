package rule

import (
	"testing"

	"github.com/doanket/doanket/core/manifest"
)

// TestAListIsMadeOnce: a loop over one list that only names another would make
// it anew at every turn, a thousand rows for the price of a name.
func TestAListIsMadeOnce(t *testing.T) {
	t.Parallel()
	k := &manifest.Kind{Fields: []manifest.Field{{Name: "lines", Type: manifest.TypeList, Fields: []manifest.Field{{Name: "what", Type: manifest.TypeText}}}}}
	set, err := Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	s := set.sight(&Input{Fields: map[string]any{"lines": []map[string]any{{"what": "a"}}}, Found: map[string][]map[string]any{"theirs": {{"id": "rec_1"}}}})
	s.near = &near{found: map[string][]*manifest.Field{"theirs": {{Name: "id", Type: manifest.TypeText}}}}
	for _, name := range []string{"lines", "theirs"} {
		first, _ := s.ResolveName(name)
		if again, there := s.ResolveName(name); !there || first != again {
			t.Errorf("%s is made anew", name)
		}
	}
}

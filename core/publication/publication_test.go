package publication_test

import (
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/showing"
	"github.com/doanket/doanket/core/publication"
	"github.com/doanket/doanket/core/record"
)

// TestWhatIsClosedIsNeverShown: a setting that names what a manifest does not let be
// shown, or a manifest that would let be shown what is sealed, opens nothing.
func TestWhatIsClosedIsNeverShown(t *testing.T) {
	t.Parallel()
	fields := []manifest.Field{{Name: "open", Type: manifest.TypeText}, {Name: "shut", Type: manifest.TypeText, Sealed: true},
		{Name: "ours", Type: manifest.TypeText, Audience: manifest.AudienceOwn}, {Name: "inner", Type: manifest.TypeText, Internal: true}, {Name: "more", Type: manifest.TypeText}}
	all := []string{"more", "inner", "ours", "shut", "open", "nowhere"}
	k := &manifest.Kind{Fields: fields, Public: &showing.Publication{Fields: []string{"open", "shut", "ours", "inner"}}}
	if got := publication.Shown(k, all); len(got) != 1 || got[0].Name != "open" {
		t.Errorf("shown: %v", got)
	}
	if got := publication.Shown(k, nil); len(got) != 0 {
		t.Errorf("with nothing switched on: %v", got)
	}
	k.Sensitivity = manifest.SensitivityRestricted
	if got := publication.Shown(k, all); len(got) != 0 {
		t.Errorf("of a restricted kind: %v", got)
	}
	if got := publication.Shown(&manifest.Kind{Fields: fields}, all); len(got) != 0 {
		t.Errorf("of a kind that says nothing: %v", got)
	}
}

// TestAPageIsBoundedAndKept: the newest fifty of a kind stand on it; it is not made anew
// at each visit, but at once where the province decides otherwise.
func TestAPageIsBoundedAndKept(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		show := func(fields ...string) {
			if _, err := r.Tenants.Change(r.In(coretest.An), coretest.An, map[string]any{"settings": map[string]any{"public": map[string]any{"demo.visit": fields}}}); err != nil {
				t.Fatal(err)
			}
		}
		show("title")
		p := &publication.Publications{Kinds: r.Kinds, Tree: r.Tree}
		add := func(n int) {
			for range n {
				rec, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"), Submit: "submit",
					Fields: map[string]any{"title": "Thăm", "held_on": "2026-03-10", "form": "direct"}})
				if err != nil {
					t.Fatal(err)
				}
				if _, err := r.Records.Do(r.As(coretest.An, coretest.Approver), rec.ID, "approve", 0, record.Act{}); err != nil {
					t.Fatal(err)
				}
			}
		}
		items := func() (int, bool) {
			page, err := p.Page(r.In(coretest.An))
			if err != nil {
				t.Fatal(err)
			}
			if len(page.Sections) == 0 {
				return 0, false
			}
			return len(page.Sections[0].Items), page.Sections[0].More
		}
		add(2)
		if n, more := items(); n != 2 || more {
			t.Errorf("%d items, more %v", n, more)
		}
		add(publication.MostItems)
		if n, _ := items(); n != 2 {
			t.Errorf("%d items within the minute, want the page that is kept", n)
		}
		show("title", "form") // another page, at once
		if n, more := items(); n != publication.MostItems || !more {
			t.Errorf("%d items, more %v; want %d and more", n, more, publication.MostItems)
		}
	})
}

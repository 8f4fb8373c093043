package province_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/clause"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/province"
)

const (
	twoClauses = "clauses:\n  - {id: A.1, title: {vi: Thăm hỏi}}\n  - {id: A.2, title: {vi: Qua mạng, en: Online}}\n"
	ourMap     = "serves:\n  demo.visit:\n    always: [A.1]\n    by:\n      form:\n        online: [A.2]\n"
)

func withProgramme(t testing.TB, body string) *province.Folder {
	t.Helper()
	return read(t, folder(t, map[string]string{"programme.yaml": body}))
}

// TestAProvincesProgrammeApplies: once, and twice changes nothing; what a person
// changed or added stays; what the folder no longer names goes.
func TestAProvincesProgrammeApplies(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		f := withProgramme(t, twoClauses+ourMap)
		dry := apply(t, i, f, true)
		if done := apply(t, i, f, false); !slices.Equal(dry, done) || !slices.Contains(done, "change programme: A.1, A.2, own map true, demo.visit") {
			t.Errorf("dry %q, done %q", dry, done)
		}
		settled(t, i, f)

		book(t, i, func(b *programme.Book) {
			b.Clauses[0].Title = manifest.Text{VI: "Thăm hộ nghèo"}
			b.Clauses = append(b.Clauses, programme.Clause{ID: "B.1", Title: manifest.Text{VI: "Việc khác"}})
			b.Serves["core.meeting"] = clause.Served{Always: []string{"B.1"}}
		})
		settled(t, i, f, "clause A.1")
		if r := report(t, i, f, province.ApplyOptions{TakeOver: true}); len(r.Changes) != 1 || len(r.Drift) != 0 {
			t.Errorf("taken over: %+v", r)
		}
		b := book(t, i, nil)
		if b.Clauses[0].Title.VI != "Thăm hỏi" || len(b.Clauses) != 3 || len(b.Serves) != 2 {
			t.Errorf("taken over: %+v", b)
		}

		less := withProgramme(t, "clauses:\n  - {id: A.1, title: {vi: Thăm hỏi}}\nserves:\n  demo.visit: {always: [A.1]}\n")
		if done := apply(t, i, less, false); !slices.Equal(done, []string{"change programme: -A.2, demo.visit"}) {
			t.Errorf("a clause less: %q", done)
		}
		settled(t, i, less)
		if b := book(t, i, nil); len(b.Clauses) != 2 || len(b.Serves["demo.visit"].By) != 0 {
			t.Errorf("a clause less: %+v", b)
		}
	})
}

// book changes the programme as an administrator does, and tells it.
func book(t testing.TB, i *installation.Installation, change func(*programme.Book)) programme.Book {
	t.Helper()
	in := enter(t, i, "mau")
	b, err := i.Programme.Book(in)
	if err != nil {
		t.Fatal(err)
	}
	if change == nil {
		return *b
	}
	next := *b
	next.Clauses = slices.Clone(b.Clauses)
	next.Serves = map[string]clause.Served{}
	for full, s := range b.Serves {
		next.Serves[full] = s
	}
	change(&next)
	if err := i.Programme.Set(in, next, b.Version); err != nil {
		t.Fatal(err)
	}
	return next
}

// TestAWrongProgrammeIsNamedByItsLine with the word probably meant.
func TestAWrongProgrammeIsNamedByItsLine(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		for _, c := range []struct{ from, to, at, why string }{
			{"  demo.visit:", "  demo.vist:", "programme.yaml:5", "unknown kind of records 'demo.vist'; did you mean 'demo.visit'?"},
			{"always: [A.1]", "always: [A.3]", "programme.yaml:6", "unknown clause 'A.3'"},
			{"form:", "from:", "programme.yaml:8", "unknown field with values 'from'"},
			{"online:", "onlin:", "programme.yaml:9", "unknown value 'onlin'; did you mean 'online'?"},
			{"id: A.2", "id: A.1", "programme.yaml:3", "duplicate"},
			{"id: A.2", "id: Mục 2", "programme.yaml:3", "clause_id"},
		} {
			f := withProgramme(t, strings.Replace(twoClauses+ourMap, c.from, c.to, 1))
			_, err := i.Provinces.Apply(t.Context(), f, province.ApplyOptions{})
			if err == nil {
				t.Errorf("%s → %s is taken", c.from, c.to)
				continue
			}
			e := fault.Of(err)
			found := e.Code == "folder_unknown" && slices.ContainsFunc(e.Fields, func(w fault.FieldError) bool { return w.Field == c.at && strings.Contains(w.Params["why"], c.why) })
			if !found {
				t.Errorf("%s → %s: want %s %q, got %v %+v", c.from, c.to, c.at, c.why, err, e.Fields)
			}
		}
	})
}

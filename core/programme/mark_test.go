package programme_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/programme"
)

// TestAResolutionIsReadWhereItIsFollowed: its name, headings and words are kept, the
// clauses of a field keep their short titles, counts leave the words out.
func TestAResolutionIsReadWhereItIsFollowed(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		in := r.In(coretest.An)
		want := programme.Book{Title: "Nghị quyết số 5", Sections: []programme.Heading{{ID: "II", Title: "Nhiệm vụ"}, {ID: "II.1", Title: "Chăm lo đời sống"}},
			Clauses: []programme.Clause{{ID: "II.1.a", Title: title("Thăm hỏi"), Words: "Thăm hỏi, giúp đỡ hộ nghèo hằng quý"}}}
		if err := r.Programme.Set(in, want, 0); err != nil {
			t.Fatal(err)
		}
		got, err := r.Programme.Book(in)
		if err != nil || got.Title != want.Title || !slices.Equal(got.Sections, want.Sections) || got.Clauses[0].Words != want.Clauses[0].Words {
			t.Errorf("kept %+v, %v", got, err)
		}
		leader := r.As(coretest.An, coretest.Leader)
		if c, err := r.Programme.Cover(leader, "", period); err != nil || c.Clauses[0].Words != "" {
			t.Errorf("the matrix carries the text: %+v, %v", c.Clauses, err)
		}
		if m, err := r.Programme.Mark(leader, "II.1.a", "", period); err != nil || m.Clause.Words != want.Clauses[0].Words || m.Section != "Chăm lo đời sống" {
			t.Errorf("the clause alone says %+v, %v", m, err)
		}
		long := want
		long.Clauses = []programme.Clause{{ID: "II.1.a", Title: title("Thăm hỏi"), Words: strings.Repeat("a", 10_001)}}
		if err := r.Programme.Set(in, long, -1); !fault.Is(err, fault.Invalid) {
			t.Errorf("a clause as long as a book: %v", err)
		}
	})
}

// TestAClauseOpensToItsRecordsAndPapers, and one verb tells every unit that lacks them,
// once a day; what is there is not asked for.
func TestAClauseOpensToItsRecordsAndPapers(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		leader := r.As(coretest.An, coretest.Leader)
		rec := visit(t, r, "direct")
		r.Settle(coretest.An)
		m, err := r.Programme.Mark(leader, "II.2.b", "", period)
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Records) != 1 || m.Records[0].ID != rec || m.Covered.Records != 1 || m.Proven != 0 {
			t.Errorf("the clause says %+v with %d records", m.Covered, len(m.Records))
		}
		there := func(m *programme.Marked, code string) int {
			return m.Units[slices.IndexFunc(m.Units, func(u programme.MarkedUnit) bool { return u.Unit.Code == code })].Records
		}
		if there(m, "X1") != 1 || there(m, "X2") != 0 {
			t.Errorf("units below: %+v", m.Units)
		}

		told, err := r.Programme.Remind(leader, "II.2.b", "", period, programme.NoRecord)
		if err != nil || told.Missing != len(m.Units)-1 || told.People == 0 {
			t.Fatalf("told %+v, %v", told, err)
		}
		if _, err := r.Programme.Remind(leader, "II.2.b", "", period, programme.NoRecord); err != nil {
			t.Fatal(err)
		}
		if got := wanted(t, r, coretest.Officer2); got != 1 {
			t.Errorf("who has none was told %d times", got)
		}
		if got := wanted(t, r, coretest.Officer); got != 0 {
			t.Errorf("who has one was told %d times", got)
		}
		if _, err := r.Programme.Remind(leader, "II.2.b", "", period, programme.NoEvidence); err != nil {
			t.Fatal(err)
		}
		if got := wanted(t, r, coretest.Officer); got != 1 {
			t.Errorf("who has no paper was told %d times", got)
		}
		attach(t, r, rec)
		r.Settle(coretest.An)
		if _, err := r.Programme.Remind(leader, "II.2.b", "", period, programme.NoEvidence); !fault.HasCode(err, "nothing_missing") {
			t.Errorf("asked for what is there: %v", err)
		}
		if m, err = r.Programme.Mark(leader, "II.2.b", "", period); err != nil || len(m.Papers[rec]) != 1 || m.Proven != 1 {
			t.Errorf("the paper is not shown: %+v, %v", m, err)
		}
		if _, err := r.Programme.Remind(r.As(coretest.An, coretest.Watcher), "II.2.b", "", period, programme.NoRecord); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who only watches reminds: %v", err)
		}
		if _, err := r.Programme.Mark(leader, "IX.1", "", period); !fault.Is(err, fault.NotFound) {
			t.Errorf("no such clause: %v", err)
		}
	})
}

// wanted is how many reminders of missing things a person has.
func wanted(t *testing.T, r *coretest.Rig, who string) int {
	t.Helper()
	page, err := r.Box.List(r.As(coretest.An, who), notice.Filter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, one := range page.Items {
		if one.Code == notice.Wanted {
			n++
		}
	}
	return n
}

package programme_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest/clause"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/record"
)

// TestARecordServesItsClauses from the day it leaves its draft, by what it is;
// the count of each clause follows, up the tree, and tells approved and proven apart.
func TestARecordServesItsClauses(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		draft, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit",
			record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: map[string]any{"title": "Nháp", "held_on": "2026-03-10", "form": "online"}})
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := ids(t, r, coretest.Officer, draft.ID); !slices.Equal(got, []string{"II.1.a", "II.2.c"}) {
			t.Errorf("the page of a draft tells %v", got)
		}
		counts(t, r, "II.1.a", "T", 0, 0, 0, 0)

		rec := visit(t, r, "direct")
		counts(t, r, "II.1.a", "X1", 1, 0, 0, 0)
		counts(t, r, "II.2.b", "T", 1, 0, 0, 0)
		counts(t, r, "II.2.c", "T", 0, 0, 0, 0)
		counts(t, r, "II.1.a", "X2", 0, 0, 0, 0)
		if got := listed(t, r, "II.2.b"); !slices.Equal(got, []string{rec}) {
			t.Errorf("listed by clause: %v", got)
		}
		if got := listed(t, r, "II.2.c"); len(got) != 0 {
			t.Errorf("a draft serves nothing yet: %v", got)
		}

		attach(t, r, rec)
		counts(t, r, "II.1.a", "T", 1, 0, 1, 0)
		do(t, r, coretest.Approver, rec, "approve", "")
		do(t, r, coretest.Officer, rec, "close", "")
		counts(t, r, "II.1.a", "T", 1, 1, 1, 0)

		other := visit(t, r, "")
		do(t, r, coretest.Approver, other, "return", "Thiếu ảnh")
		counts(t, r, "II.1.a", "T", 1, 1, 1, 0) // what was returned counts nowhere
		do(t, r, coretest.Officer, other, "submit", "")
		do(t, r, coretest.Officer, other, "withdraw", "Nhầm")
		counts(t, r, "II.1.a", "T", 1, 1, 1, 1)
		if drifts, err := r.Figures.Recompute(r.In(coretest.An), false); err != nil || len(drifts) > 0 {
			t.Errorf("recomputed: %v, %v", drifts, err)
		}
	})
}

// TestAPersonCorrectsWhatARecordServes with a reason that stays in its history;
// later steps leave it; taken back, the record serves what it is again.
func TestAPersonCorrectsWhatARecordServes(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		rec := visit(t, r, "direct")
		officer := r.As(coretest.An, coretest.Officer)
		choose := func(who string, c programme.Choice) error {
			return r.Programme.Choose(r.As(coretest.An, who), rec, c)
		}
		for what, wrong := range map[string]struct {
			err  error
			kind fault.Kind
		}{
			"no reason":      {choose(coretest.Officer, programme.Choice{Clauses: []string{"II.2.c"}}), fault.Invalid},
			"no such clause": {choose(coretest.Officer, programme.Choice{Clauses: []string{"II.2.z"}, Reason: "Thử"}), fault.Invalid},
			"twice":          {choose(coretest.Officer, programme.Choice{Clauses: []string{"II.2.c", "II.2.c"}, Reason: "Thử"}), fault.Invalid},
			"an old version": {choose(coretest.Officer, programme.Choice{Clauses: []string{"II.2.c"}, Reason: "Thử", Version: 7}), fault.Stale},
			"who reads only": {choose(coretest.Watcher, programme.Choice{Clauses: []string{"II.2.c"}, Reason: "Thử"}), fault.Forbidden},
		} {
			if !fault.Is(wrong.err, wrong.kind) {
				t.Errorf("%s: %v", what, wrong.err)
			}
		}
		if err := choose(coretest.Officer, programme.Choice{Clauses: []string{"II.2.c"}, Reason: "Thăm qua mạng"}); err != nil {
			t.Fatal(err)
		}
		if got, chosen := ids(t, r, coretest.Officer, rec); !chosen || !slices.Equal(got, []string{"II.2.c"}) {
			t.Errorf("serves %v, chosen %v", got, chosen)
		}
		counts(t, r, "II.2.c", "T", 1, 0, 0, 0)
		counts(t, r, "II.1.a", "T", 0, 0, 0, 0)
		history, err := r.Records.History(officer, rec)
		if err != nil {
			t.Fatal(err)
		}
		if i := slices.IndexFunc(history, func(v record.Revision) bool { return v.Action == record.Classify }); i < 0 {
			t.Fatalf("no line in the history: %+v", history)
		} else if v := history[i]; v.Reason != "Thăm qua mạng" || len(v.Changes) != 1 || v.Changes[0].Old != "II.1.a, II.2.b" || v.Changes[0].New != "II.2.c" {
			t.Errorf("history says %+v", v)
		}

		do(t, r, coretest.Approver, rec, "approve", "")
		counts(t, r, "II.2.c", "T", 1, 0, 0, 0) // a step leaves what a person chose
		if err := choose(coretest.Officer, programme.Choice{Clauses: []string{}, Reason: "Không thuộc nội dung nào"}); err != nil {
			t.Fatal(err)
		}
		counts(t, r, "II.2.c", "T", 0, 0, 0, 0)
		if got, chosen := ids(t, r, coretest.Officer, rec); !chosen || len(got) != 0 {
			t.Errorf("none was chosen: %v, %v", got, chosen)
		}
		if err := choose(coretest.Officer, programme.Choice{Reason: "Theo hồ sơ"}); err != nil {
			t.Fatal(err)
		}
		counts(t, r, "II.2.b", "T", 1, 0, 0, 0)
		if s, err := r.Programme.Of(r.As(coretest.An, coretest.Watcher), rec); err != nil || s.Choices != nil {
			t.Errorf("whoever reads only is offered %v, %v", s.Choices, err)
		}
	})
}

// TestAProvinceMapsItsOwnResolution: its clauses and its map take the place of the
// manifests', for old records too; what a person chose stays.
func TestAProvinceMapsItsOwnResolution(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		rec, corrected := visit(t, r, "direct"), visit(t, r, "direct")
		in := r.In(coretest.An)
		own := programme.Book{Clauses: []programme.Clause{{ID: "NQ5.2", Title: title("Chăm lo hộ nghèo")}, {ID: "NQ5.1", Title: title("Thăm hỏi")}, {ID: "II.2.c", Title: title("Qua mạng")}},
			Serves: map[string]clause.Served{"demo.visit": {Always: []string{"NQ5.1"}, By: map[string]map[string][]string{"form": {"direct": {"NQ5.2"}}}}}}
		officer := r.As(coretest.An, coretest.Officer)
		if err := r.Programme.Choose(officer, corrected, programme.Choice{Clauses: []string{"II.2.c"}, Reason: "Qua mạng"}); err != nil {
			t.Fatal(err)
		}
		if err := r.Programme.Set(in, own, 0); err != nil {
			t.Fatal(err)
		}
		reckoned(t, r)
		counts(t, r, "NQ5.2", "T", 1, 0, 0, 0)
		counts(t, r, "NQ5.1", "T", 1, 0, 0, 0)
		counts(t, r, "II.2.c", "T", 1, 0, 0, 0)
		if tally, err := r.Programme.Count(r.As(coretest.An, coretest.Leader), "", period); err != nil || len(tally.Items) != 3 || tally.Items[0].ID != "NQ5.2" || tally.Reckoning {
			t.Errorf("the province's own clauses in its order: %+v, %v", tally, err)
		}
		if got := listed(t, r, "II.1.a"); len(got) != 0 {
			t.Errorf("still listed by the manifest's clause: %v", got)
		}
		if got := listed(t, r, "NQ5.2"); !slices.Equal(got, []string{rec}) {
			t.Errorf("listed by the province's: %v", got)
		}
		if err := r.Programme.Set(in, own, 0); !fault.Is(err, fault.Stale) {
			t.Errorf("over another's: %v", err)
		}
		own.Serves = nil // the manifests' map again, of clauses the province has
		if err := r.Programme.Set(in, own, 1); err != nil {
			t.Fatal(err)
		}
		reckoned(t, r)
		counts(t, r, "NQ5.2", "T", 0, 0, 0, 0)
		if got, _ := ids(t, r, coretest.Officer, rec); len(got) != 0 {
			t.Errorf("serves %v, none of which the province has", got)
		}
		if far, err := r.Programme.Clauses(r.In(coretest.Binh)); err != nil || len(far) < 3 || far[0].ID != "II.1.a" {
			t.Errorf("the other province has %v, %v", far, err)
		}
	})
}

// TestABookIsCheckedPlaceByPlace with the nearest right word.
func TestABookIsCheckedPlaceByPlace(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	one := []programme.Clause{{ID: "A.1", Title: title("Một")}}
	serves := func(kind string, s clause.Served) map[string]clause.Served { return map[string]clause.Served{kind: s} }
	by := func(field, value, id string) clause.Served {
		return clause.Served{By: map[string]map[string][]string{field: {value: {id}}}}
	}
	for _, c := range []struct {
		book              programme.Book
		field, code, near string
	}{
		{programme.Book{Clauses: []programme.Clause{{ID: "mục 1", Title: title("Một")}}}, "clauses.0.id", "clause_id", ""},
		{programme.Book{Clauses: append(one, one...)}, "clauses.1.id", "duplicate", ""},
		{programme.Book{Clauses: []programme.Clause{{ID: "A.1"}}}, "clauses.0.title", "required", ""},
		{programme.Book{Clauses: []programme.Clause{{ID: "A.1", Title: title(strings.Repeat("a", 301))}}}, "clauses.0.title", "too_long", ""},
		{programme.Book{Clauses: one, Serves: serves("demo.vist", clause.Served{})}, "serves.demo.vist", "unknown_kind", "demo.visit"},
		{programme.Book{Clauses: one, Serves: serves("demo.visit", clause.Served{Always: []string{"A.2"}})}, "serves.demo.visit.always.0", "unknown_clause", "A.1"},
		{programme.Book{Clauses: one, Serves: serves("demo.visit", by("frm", "direct", "A.1"))}, "serves.demo.visit.by.frm", "clause_field", "form"},
		{programme.Book{Clauses: one, Serves: serves("demo.visit", by("title", "x", "A.1"))}, "serves.demo.visit.by.title", "clause_field", ""},
		{programme.Book{Clauses: one, Serves: serves("demo.visit", by("form", "drect", "A.1"))}, "serves.demo.visit.by.form.drect", "unknown_value", "direct"},
		{programme.Book{Clauses: one, Serves: serves("demo.visit", by("form", "direct", "B.1"))}, "serves.demo.visit.by.form.direct.0", "unknown_clause", "A.1"},
	} {
		_, wrong := r.Programme.Clean(r.In(coretest.An), c.book)
		i := slices.IndexFunc(wrong, func(w fault.FieldError) bool { return w.Field == c.field && w.Code == c.code })
		if i < 0 || c.near != "" && wrong[i].Params["near"] != c.near {
			t.Errorf("want %s=%s (%s), got %+v", c.field, c.code, c.near, wrong)
		}
	}
}

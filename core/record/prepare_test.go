package record_test

import (
	"context"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/record"
)

const more = "\n      - {id: 25, name: extra_day, type: date, index: true, label: {vi: \"Ngày thêm\", en: \"Extra day\"}}\n    deadlines:\n      - {code: HS-01"

// TestANewFieldIsANewColumn: old rows stay readable, and the version before,
// still running beside, goes on as if nothing were.
func TestANewFieldIsANewColumn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		old := r.create(t, r.as(coretest.Officer), "demo.paper", whole(fields{"n": 4}), "")
		newer := r.open(t, trialManifest(t, "\n    deadlines:\n      - {code: HS-01", more))
		in := enter(t, newer)
		for range 2 { // a second time changes nothing
			if err := newer.Kinds.Prepare(in); err != nil {
				t.Fatal(err)
			}
		}
		if n := r.count(t, "SELECT rev FROM record_schema WHERE kind = 'demo.paper'"); n != 2 {
			t.Errorf("schema revision %d", n)
		}
		got, err := newer.Records.Get(in, old.ID)
		if err != nil || got.Fields["n"] != int64(4) || got.Fields["extra_day"] != nil || got.SchemaRev != 1 {
			t.Fatalf("%+v %v", got, err)
		}
		got, err = newer.Records.Change(in, old.ID, 0, fields{"extra_day": "2026-07-01"}, "")
		if err != nil || got.SchemaRev != 2 {
			t.Fatalf("%+v %v", got, err)
		}
		page, err := newer.Records.List(in, record.Query{Kind: "demo.paper", Filter: fields{"extra_day": "2026-07-01"}})
		if err != nil || len(page.Items) != 1 {
			t.Errorf("%+v %v", page, err)
		}
		// The binary before, on the wider table.
		if _, err := r.Records.Change(r.as(coretest.Officer), old.ID, 0, fields{"n": 5}, ""); err != nil {
			t.Fatal(err)
		}
		r.create(t, r.as(coretest.Officer), "demo.paper", whole(), "submit")
		if err := r.Kinds.Prepare(r.In(coretest.An)); err != nil {
			t.Fatal(err)
		}
		if got, err = newer.Records.Get(in, old.ID); err != nil || got.Fields["extra_day"] != "2026-07-01" || got.Fields["n"] != int64(5) {
			t.Errorf("the older binary lost what it does not know: %+v %v", got, err)
		}
	})
}

// TestARemovedFieldKeepsItsColumn so that the version before can come back.
func TestARemovedFieldKeepsItsColumn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		rec := r.create(t, me, "demo.paper", whole(fields{"at": "2026-03-10T00:00:00Z"}), "")
		without := r.open(t, trialManifest(t, "\n      - {id: 8, name: at, type: datetime, label: {vi: \"Lúc\", en: \"At\"}}", ""))
		in := enter(t, without)
		if err := without.Kinds.Prepare(in); err != nil {
			t.Fatal(err)
		}
		got, err := without.Records.Change(in, rec.ID, 0, fields{"n": 1}, "")
		if err != nil || got.Fields["at"] != nil {
			t.Fatalf("%+v %v", got, err)
		}
		if got := r.get(t, me, rec.ID); got.Fields["at"] != "2026-03-10T00:00:00Z" || got.Fields["n"] != int64(1) {
			t.Errorf("%+v", got)
		}
	})
}

// TestANarrowerTypeIsRefused and changes nothing, not even what came with it.
func TestANarrowerTypeIsRefused(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		rec := r.create(t, r.as(coretest.Officer), "demo.paper", whole(fields{"d": 1.5}), "")
		wrong := r.open(t, trialManifest(t, "name: d, type: decimal", "name: d, type: int", "\n    deadlines:\n      - {code: HS-01", more))
		in := enter(t, wrong)
		err := wrong.Kinds.Prepare(in)
		refuses(t, err, fault.Conflict, "schema_type_changed", "d=schema_type_changed")
		if n := r.count(t, "SELECT rev FROM record_schema WHERE kind = 'demo.paper'"); n != 1 {
			t.Errorf("schema revision %d", n)
		}
		if got := r.get(t, r.as(coretest.Officer), rec.ID); got.Fields["d"] != 1.5 {
			t.Errorf("%+v", got)
		}
		// What keeps its shape may change its name for the shape: a longer text.
		wider := r.open(t, trialManifest(t, "name: title, type: text, max: 60", "name: title, type: longtext, max: 600"))
		if err := wider.Kinds.Prepare(enter(t, wider)); err != nil {
			t.Error(err)
		}
	})
}

// TestAnIndexMayComeLater without a new field.
func TestAnIndexMayComeLater(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		indexed := r.open(t, trialManifest(t, "{id: 9, name: e, type: enum,", "{id: 9, name: e, type: enum, index: true,"))
		if err := indexed.Kinds.Prepare(enter(t, indexed)); err != nil {
			t.Fatal(err)
		}
		text := "SELECT COUNT(*) FROM sqlite_master WHERE type = 'index' AND name = ?"
		if r.Cluster.Dialect() == "postgres" {
			text = "SELECT COUNT(*) FROM pg_indexes WHERE schemaname = current_schema() AND indexname = ?"
		}
		if n := r.count(t, text, "m_demo__paper_e"); n != 1 {
			t.Errorf("%d indexes", n)
		}
	})
}

// TestRecordsOfAGoneModuleAreStillThere in the directory, for whoever may see
// everything.
func TestRecordsOfAGoneModuleAreStillThere(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		rec := r.create(t, r.as(coretest.Officer), "demo.tally", fields{"title": "Sổ"}, "")
		gone := r.open(t, trialManifest(t, "id: demo\n", "id: other\n", "to: demo.", "to: other.", "of: demo.", "of: other."))
		in := enter(t, gone)
		if err := gone.Kinds.Prepare(in); err != nil {
			t.Fatal(err)
		}
		got, err := gone.Records.Get(in, rec.ID)
		if err != nil || got.Title != "Sổ" || len(got.Fields) != 0 {
			t.Errorf("%+v %v", got, err)
		}
		if _, err := gone.Records.Recompute(in); err != nil {
			t.Error(err)
		}
	})
}

func enter(t testing.TB, i *installation.Installation) context.Context {
	t.Helper()
	in, err := i.Enter(context.Background(), coretest.An, "test")
	if err != nil {
		t.Fatal(err)
	}
	return in
}

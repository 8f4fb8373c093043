package record_test

import (
	"context"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// TestADraftMayBeIncomplete keeps what there is; leaving the draft asks for all
// of it at once.
func TestADraftMayBeIncomplete(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		rec := r.create(t, me, "demo.paper", fields{"n": 4}, "")
		if !rec.Draft || rec.State != "draft" || rec.Version != 1 || rec.Fields["twice"] != int64(8) || rec.Fields["tongue"] != "vi" {
			t.Fatalf("%+v", rec)
		}
		_, err := r.Records.Do(me, rec.ID, "submit", 0, record.Act{})
		refuses(t, err, fault.Invalid, "required", "title=required", "day=required")
		if got := r.get(t, me, rec.ID); got.Version != 1 || got.State != "draft" {
			t.Errorf("a refused submit left %+v", got)
		}
		rec = r.do(t, me, rec.ID, "submit", whole())
		if rec.Draft || rec.State != "submitted" || rec.Phase != record.Active || rec.Version != 2 || rec.Title != "Thăm hộ nghèo" || rec.Period != "2026-03" {
			t.Errorf("%+v", rec)
		}
		if got := r.get(t, me, rec.ID); got.Fields["day"] != "2026-03-10" || got.Actors["submit"] == "" {
			t.Errorf("read back %+v", got)
		}
	})
}

// TestCreateAndSubmitAtOnce is one write: one version, one line of history.
func TestCreateAndSubmitAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		rec := r.create(t, me, "demo.paper", whole(), "submit")
		if rec.State != "submitted" || rec.Draft || rec.Version != 1 {
			t.Errorf("%+v", rec)
		}
		if h, err := r.Records.History(me, rec.ID); err != nil || len(h) != 1 || h[0].Action != "do:submit" {
			t.Errorf("%+v %v", h, err)
		}
		_, err := r.Records.Create(me, "demo.paper", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: fields{"title": "x"}, Submit: "submit"})
		refuses(t, err, fault.Invalid, "required", "day=required")
		_, err = r.Records.Create(me, "demo.paper", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: whole(), Submit: "approve"})
		refuses(t, err, fault.Forbidden, "forbidden")
		if n := r.count(t, "SELECT COUNT(*) FROM record"); n != 1 {
			t.Errorf("%d records", n)
		}
	})
}

// TestWhoMayCreateWhere goes by the post, and by nothing the request says.
func TestWhoMayCreateWhere(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		create := func(login, kind, unit string) error {
			_, err := r.Records.Create(r.as(login), kind, record.Input{UnitID: unit, Fields: whole()})
			return err
		}
		x1, x2 := r.Unit(coretest.An, "X1"), r.Unit(coretest.An, "X2")
		refuses(t, create(coretest.Officer, "demo.paper", x2), fault.Forbidden, "forbidden")
		refuses(t, create(coretest.Watcher, "demo.paper", x1), fault.Forbidden, "forbidden")
		refuses(t, create(coretest.Approver, "demo.paper", x1), fault.Forbidden, "forbidden")
		refuses(t, create(coretest.Admin, "demo.paper", x1), fault.Forbidden, "forbidden")
		refuses(t, create(coretest.Officer, "demo.none", x1), fault.NotFound, "not_found")
		refuses(t, create(coretest.Officer, "demo.paper", r.Unit(coretest.Binh, "X1")), fault.Invalid, "unknown_value", "unit=unknown_value")
		refuses(t, create(coretest.Officer, "demo.paper", ""), fault.Invalid, "unknown_value", "unit=unknown_value")
		_, err := r.Records.Create(r.In(coretest.An), "demo.paper", record.Input{UnitID: x1})
		if err != nil {
			t.Errorf("the system itself: %v", err)
		}
		if err := r.SwitchModule(r.In(coretest.An), "demo", false); err != nil {
			t.Fatal(err)
		}
		refuses(t, create(coretest.Officer, "demo.paper", x1), fault.Conflict, "module_disabled")
	})
}

// TestAClosedUnitTakesNoNewRecords keeps what it has.
func TestAClosedUnitTakesNoNewRecords(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		area := r.Unit(coretest.An, "X1-K2")
		sys := r.In(coretest.An)
		rec, err := r.Records.Create(sys, "demo.paper", record.Input{UnitID: area, Fields: whole(), Submit: "submit"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Tree.Close(sys, coretest.Today(sys), area); err != nil {
			t.Fatal(err)
		}
		_, err = r.Records.Create(sys, "demo.paper", record.Input{UnitID: area, Fields: whole()})
		refuses(t, err, fault.Invalid, "unit_closed", "unit=unit_closed")
		r.get(t, r.as(coretest.Watcher), rec.ID)
	})
}

// TestEvidenceIsCountedPerTransition asks for two reports to close, and says
// how many there are.
func TestEvidenceIsCountedPerTransition(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		rec := r.approved(t, nil)
		close := func() error {
			_, err := r.Records.Do(me, rec.ID, "close", 0, record.Act{Fields: fields{"body": "đã làm xong"}})
			return err
		}
		refuses(t, close(), fault.Invalid, "evidence_missing", "report=evidence_missing")
		r.attach(t, me, rec.ID)
		err := close()
		refuses(t, err, fault.Invalid, "evidence_missing", "report=evidence_missing")
		if p := fault.Of(err).Fields[0].Params; p["min"] != "2" || p["have"] != "1" {
			t.Errorf("says %v", p)
		}
		r.attach(t, me, rec.ID)
		_, err = r.Records.Do(me, rec.ID, "close", 0, record.Act{})
		refuses(t, err, fault.Invalid, "required", "body=required")
		if err := close(); err != nil {
			t.Fatal(err)
		}
		_, err = r.Records.Change(me, rec.ID, 0, fields{"body": "sửa lại"}, "")
		refuses(t, err, fault.Conflict, "record_closed")
		_, err = r.attachErr(me, rec.ID)
		refuses(t, err, fault.Conflict, "record_closed")
	})
}

func (r *rig) attachErr(ctx context.Context, recordID string) (document.Document, error) {
	return r.attachTo(ctx, recordID, "report")
}

func (r *rig) attachTo(ctx context.Context, recordID, slot string) (document.Document, error) {
	body := coretest.PDF(coretest.Word())
	return r.Documents.Attach(ctx, recordID, slot, document.Source{Body: strings.NewReader(body), Size: int64(len(body)), Name: "báo cáo.pdf"}, document.Meta{})
}

func (r *rig) attach(t testing.TB, ctx context.Context, recordID string) document.Document {
	t.Helper()
	d, err := r.attachErr(ctx, recordID)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

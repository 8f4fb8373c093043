package bin_test

import (
	"context"
	"testing"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/record/bin"
)

// TestADiscardedDraftComesBackAsItWas, to who made or discarded it, for thirty days
// and while they may still change it.
func TestADiscardedDraftComesBackAsItWas(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		b := &bin.Bin{Records: r.Records}
		me := r.As(coretest.An, coretest.Officer)
		made, err := r.Records.Create(me, "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: map[string]any{"title": "Thăm hộ nghèo", "people": 7}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Restore(me, made.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a draft that is there: %v", err)
		}
		if err := r.Records.Discard(me, made.ID, 0); err != nil {
			t.Fatal(err)
		}
		if list, err := b.List(me); err != nil || len(list) != 1 || list[0].ID != made.ID || list[0].Title != "Thăm hộ nghèo" {
			t.Errorf("%+v %v", list, err)
		}
		if list, err := b.List(r.As(coretest.An, coretest.Approver)); err != nil || len(list) != 0 {
			t.Errorf("another's: %+v %v", list, err)
		}
		late := id.WithClock(me, func() time.Time { return time.Now().Add(bin.Kept + time.Hour) })
		if list, err := b.List(late); err != nil || len(list) != 0 {
			t.Errorf("after thirty days: %+v %v", list, err)
		}
		if _, err := b.Restore(late, made.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("after thirty days: %v", err)
		}
		back, err := b.Restore(me, made.ID)
		if err != nil || back.Version != made.Version+2 {
			t.Fatalf("%+v %v", back, err)
		}
		got, err := r.Records.Get(me, made.ID)
		if err != nil || got.State != made.State || got.Fields["title"] != "Thăm hộ nghèo" || got.Fields["people"] != made.Fields["people"] || !got.Draft {
			t.Errorf("%+v %v", got, err)
		}
		if _, err := r.Records.Change(me, made.ID, got.Version, map[string]any{"people": 8}, ""); err != nil {
			t.Error(err)
		}
		if err := r.Records.Discard(me, made.ID, 0); err != nil {
			t.Fatal(err)
		}
		posts, err := r.People.Posts(r.In(coretest.An), made.CreatedBy)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.People.Revoke(r.In(coretest.An), posts[0].ID, calendar.Date{}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Restore(r.As(coretest.An, coretest.Officer), made.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("who may no longer change it: %v", err)
		}
		if list, err := b.List(r.As(coretest.An, coretest.Officer)); err != nil || len(list) != 0 {
			t.Errorf("titles are shown after the post ended: %+v %v", list, err)
		}
	})
}

// TestADraftOfAClosedUnitStaysWhereItIs: nothing is begun there, so nothing begins
// there again.
func TestADraftOfAClosedUnitStaysWhereItIs(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		b := &bin.Bin{Records: r.Records}
		me, sys := r.As(coretest.An, coretest.Officer), r.In(coretest.An)
		made, err := r.Records.Create(me, "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: map[string]any{"title": "Thăm hộ nghèo"}})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Records.Discard(me, made.ID, 0); err != nil {
			t.Fatal(err)
		}
		area := r.Unit(coretest.An, "X1-K2")
		if _, err := r.Tree.Close(sys, coretest.Today(sys), area); err != nil {
			t.Fatal(err)
		}
		if err := db.InTx(sys, func(ctx context.Context) error {
			_, err := db.Exec(ctx, "UPDATE record SET unit_id = ? WHERE id = ?", area, made.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Restore(me, made.ID); !fault.HasCode(err, "unit_closed") {
			t.Errorf("restored at a closed unit: %v", err)
		}
	})
}

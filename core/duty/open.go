package duty

import (
	"context"
	"fmt"
	"strconv"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/record"
)

// OpenRecord gives the record under way for the obligation, or begins one with the
// duty's prefill: a second tap gives the same. Faults: NotFound; Forbidden;
// Conflict duty_settled when there is nothing left to do; what Create refuses.
func (ds *Duties) OpenRecord(ctx context.Context, obligationID string) (*record.Record, error) {
	r, err := ds.reachable(ctx, obligationID)
	if err != nil {
		return nil, err
	}
	if r.WorkingID != "" {
		rec, err := ds.Records.Get(ctx, r.WorkingID)
		if !fault.Is(err, fault.NotFound) {
			return rec, err
		}
	}
	if err := ds.Gate.Check(ctx, access.Create, r.object()); err != nil {
		return nil, err
	}
	if r.State != Open {
		return nil, fault.New(fault.Conflict, "duty_settled")
	}
	fields, err := ds.prefill(ctx, r)
	if err != nil {
		return nil, err
	}
	rec, err := ds.Records.Create(ctx, r.Kind, record.Input{UnitID: r.UnitID, Fields: fields, IdemKey: r.ID + "-" + strconv.Itoa(r.Opened)})
	if err != nil {
		return nil, fmt.Errorf("open a record for %s: %w", obligationID, err)
	}
	return rec, db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.Exec(ctx, "UPDATE duty_obligation SET working_id = ?, begun = ?, opened = opened + 1 WHERE id = ? AND opened = ?", rec.ID, true, r.ID, r.Opened)
		return err
	})
}

// prefill is what the record begins with.
func (ds *Duties) prefill(ctx context.Context, r *row) (map[string]any, error) {
	p := calendar.Period(r.Period)
	d := inForce(ds.active(ctx), r.Duty, p)
	if d == nil {
		return nil, fault.New(fault.Conflict, "duty_settled")
	}
	from, to := p.Range()
	year, month, _ := from.Civil()
	book := bookOf(ctx)
	fields, err := d.rule.Prefill(rule.Input{Fields: map[string]any{}, Unit: r.UnitID, Today: today(ctx), CreatedOn: today(ctx), Settings: settingsOf(ctx).Deadlines, Book: &book},
		rule.Obligation{PeriodFrom: from.String(), PeriodTo: to.String(), Year: year, Month: int(month), DueOn: r.DueOn, Occasion: r.Occasion})
	if err == nil && d.Rhythm == manifest.RhythmBefore {
		fields[d.Before.Link] = r.Occasion
	}
	return fields, err
}

package duty

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record"
)

// wantBefore puts in what a rule asks for before each record it falls due before.
func (ds *Duties) wantBefore(ctx context.Context, d *owed, since calendar.Date, want map[string]*row) error {
	k, err := ds.Kinds.Of(ctx, d.Before.Kind)
	if err != nil || !ds.Kinds.Enabled(ctx, d.Before.Kind) {
		return err
	}
	ids, err := dated(ctx, k, d.Before.Field, since)
	if err != nil {
		return err
	}
	for _, recordID := range ids {
		c, err := ds.Records.Shown(ctx, recordID)
		if err != nil {
			return err
		}
		if err := ds.wantOccasion(ctx, d, c, since, want); err != nil {
			return fmt.Errorf("before %s: %w", recordID, err)
		}
	}
	return nil
}

// wantOccasion puts in what is owed before one record: by the units of the place
// the record's unit belongs to.
func (ds *Duties) wantOccasion(ctx context.Context, d *owed, c record.Change, since calendar.Date, want map[string]*row) error {
	r, s := c.After, settingsOf(ctx)
	text, _ := r.Fields[d.Before.Field].(string)
	on, err := calendar.ParseDay(text)
	if err != nil || on.IsZero() || r.Draft || r.Phase == record.Cancelled || r.Phase == record.Discarded || !d.InForce(on) {
		return nil
	}
	in, err := ds.input(ctx, c)
	if err != nil {
		return err
	}
	if counts, err := d.occasion.Counts(in); err != nil || !counts {
		return err
	}
	at, err := DaysBefore(ctx, d.Duty, on, s)
	if err != nil || at.Due.Before(since) || at.Opens.After(today(ctx)) {
		return err
	}
	owner, err := ds.Tree.Get(ctx, r.UnitID)
	if err != nil {
		return err
	}
	units, err := ds.owing(ctx, d, at.Due)
	if err != nil {
		return err
	}
	for i := range units {
		if units[i].PlaceID == owner.PlaceID {
			w := newRow(d, &units[i], periodOf(d, on, s), at, 1)
			w.Occasion = r.ID
			want[w.key()] = w
		}
	}
	return nil
}

// dayOf is the day of the record an obligation falls due before, none where it falls
// due before no record or the record has gone.
func (ds *Duties) dayOf(ctx context.Context, d *owed, recordID string) (calendar.Date, error) {
	if recordID == "" || d.Before == nil {
		return calendar.Date{}, nil
	}
	c, err := ds.Records.Shown(ctx, recordID)
	if fault.Is(err, fault.NotFound) {
		return calendar.Date{}, nil
	}
	if err != nil {
		return calendar.Date{}, err
	}
	text, _ := c.After.Fields[d.Before.Field].(string)
	return calendar.ParseDay(text)
}

// dated are the records of a kind whose date is the day or later.
func dated(ctx context.Context, k *kind.Kind, field string, since calendar.Date) ([]string, error) {
	rows, err := db.Query(ctx, "SELECT id FROM "+k.SQLTable+" WHERE CAST("+kind.Quote(field)+" AS TEXT) >= ? ORDER BY id", since.String())
	if err != nil {
		return nil, err
	}
	var out []string
	err = db.Each(rows, func(rows *sql.Rows) error {
		var recordID string
		err := rows.Scan(&recordID)
		out = append(out, recordID)
		return err
	})
	return out, err
}

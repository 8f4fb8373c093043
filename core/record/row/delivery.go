package row

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/db"
)

// Delivery is one unit a record was sent to: the field that names it, and the
// version of the record that was sent.
type Delivery struct {
	RecordID string
	Field    string
	UnitID   string
	Path     string
	Version  int
}

// Deliveries are the units records were sent to, in the order they were.
func Deliveries(ctx context.Context, recordIDs ...string) ([]Delivery, error) {
	rows, err := db.Query(ctx, "SELECT record_id, field, unit_id, path, version FROM record_delivery WHERE record_id IN (?) ORDER BY record_id, version, path", recordIDs)
	if err != nil {
		return nil, err
	}
	var out []Delivery
	err = Each(rows, func() error {
		var d Delivery
		err := rows.Scan(&d.RecordID, &d.Field, &d.UnitID, &d.Path, &d.Version)
		out = append(out, d)
		return err
	})
	return out, err
}

// fillSent reads where records went that were sent to many.
func fillSent(ctx context.Context, records []*Record) error {
	byID := map[string]*Record{}
	var ids []string
	for _, rec := range records {
		if rec.SentCount > 0 {
			byID[rec.ID] = rec
			ids = append(ids, rec.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	found, err := Deliveries(ctx, ids...)
	if err != nil {
		return fmt.Errorf("read deliveries: %w", err)
	}
	for _, d := range found {
		if rec := byID[d.RecordID]; !slices.Contains(rec.Sent, d.Path) {
			rec.Sent, rec.SentTo = append(rec.Sent, d.Path), append(rec.SentTo, d.UnitID)
		}
	}
	return nil
}

// Deliver makes the units those that the field of the record delivers it to, all
// in the record's version; those that had it before keep the version they got.
func Deliver(ctx context.Context, rec *Record, field string, to []Delivery) error {
	ids := make([]string, len(to))
	rows := make([][]any, len(to))
	at := Micros(db.Now(ctx))
	for i, d := range to {
		ids[i] = d.UnitID
		rows[i] = []any{rec.ID, field, d.UnitID, d.Path, rec.Version, at}
	}
	if _, err := db.Exec(ctx, "DELETE FROM record_delivery WHERE record_id = ? AND field = ? AND unit_id NOT IN (?)", rec.ID, field, ids); err != nil {
		return fmt.Errorf("take back deliveries: %w", err)
	}
	_, err := db.InsertRows(ctx, "INSERT INTO record_delivery (record_id, field, unit_id, path, version, at)", rows, "ON CONFLICT (record_id, field, unit_id) DO NOTHING")
	if err != nil {
		return fmt.Errorf("deliver: %w", err)
	}
	return nil
}

package row

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/record"
)

// Delta is what a change of a contribution adds to the figures above it; the
// fold job consumes it.
type Delta struct {
	bun.BaseModel `bun:"table:figure_delta,alias:figure_delta"`

	ID      string        `bun:"id,pk"`
	Measure string        `bun:"measure"`
	UnitID  string        `bun:"unit_id"`
	Day     calendar.Date `bun:"day"`
	Num     int64         `bun:"num"`
	Den     int64         `bun:"den"`
	Proven  int64         `bun:"proven"`
	Cover   bool          `bun:"cover"`
	At      time.Time     `bun:"at"`

	Approved  int64 `bun:"approved"`
	Withdrawn int64 `bun:"withdrawn"`
	Grains    int64 `bun:"grains"`
}

// deltaOf is the row of figure_delta by which the contribution comes or goes.
func deltaOf(c measure.Contribution, sign int64, at time.Time) []any {
	return []any{id.New("ctb"), c.Measure, c.UnitID, c.Day, sign * c.Num, sign * c.Den, sign * c.Proven, c.Cover, at,
		sign * c.Approved, sign * c.Withdrawn, c.Grains}
}

// Counted is what records now contribute to measures.
type Counted struct {
	Records []string
	Old     []string        // those of them of which something may be stored, see Old
	Keys    map[string]bool // of the measures that have been counted
	Rows    []measure.Contribution
}

// Replace brings the stored contributions of the records to the measures to
// what has been counted, leaves the difference as deltas and reports whether
// there is one.
func Replace(ctx context.Context, now Counted) (bool, error) {
	if len(now.Records) == 0 {
		return false, nil
	}
	have, err := stored(ctx, now.Old)
	if err != nil {
		return false, fmt.Errorf("read contributions: %w", err)
	}
	have = slices.DeleteFunc(have, func(c measure.Contribution) bool { return !now.Keys[measure.WholeOf(c.Measure)] })
	have, want, err := rank(ctx, have, now.Rows, now.Records)
	if err != nil {
		return false, fmt.Errorf("rank contributions: %w", err)
	}
	add, gone := difference(have, want)
	if len(add)+len(gone) == 0 {
		return false, nil
	}
	if err := write(ctx, add, gone); err != nil {
		return false, fmt.Errorf("write contributions: %w", err)
	}
	return true, nil
}

// Old are those of the records of which something may be stored: nothing is of one
// that was a draft, or was not yet, before the first of the changes.
func Old(changes []record.Change, records []string) []string {
	drafts := map[string]bool{}
	for _, c := range changes {
		if _, seen := drafts[c.After.ID]; !seen {
			drafts[c.After.ID] = c.Before == nil || c.Before.Draft
		}
	}
	return slices.DeleteFunc(slices.Clone(records), func(recordID string) bool { return drafts[recordID] })
}

// stored are the contributions of records.
func stored(ctx context.Context, records []string) ([]measure.Contribution, error) {
	if len(records) == 0 {
		return nil, nil
	}
	return db.Find[measure.Contribution](ctx, "WHERE record_id IN (?)", records)
}

// write adds and removes contributions and leaves what that changes as deltas.
func write(ctx context.Context, add, gone []measure.Contribution) error {
	at := db.Now(ctx)
	old := make([]string, 0, len(gone))
	rows, deltas := make([][]any, 0, len(add)), make([][]any, 0, len(add)+len(gone))
	for _, g := range gone {
		old, deltas = append(old, g.ID), append(deltas, deltaOf(g, -1, at))
	}
	for _, a := range add {
		rows = append(rows, []any{a.ID, a.Measure, a.RecordID, a.UnitID, a.UnitPath, a.Day, a.Num, a.Den, a.Proven, a.Cover,
			a.Approved, a.Withdrawn, a.Grains, a.Rank})
		deltas = append(deltas, deltaOf(a, 1, at))
	}
	if len(old) > 0 {
		if _, err := db.Exec(ctx, "DELETE FROM contribution WHERE id IN (?)", old); err != nil {
			return err
		}
	}
	_, err := db.InsertRows(ctx, "INSERT INTO contribution (id, measure, record_id, unit_id, unit_path, day, num, den, proven, cover, approved, withdrawn, grains, rank)", rows)
	if err != nil {
		return err
	}
	_, err = db.InsertRows(ctx, "INSERT INTO figure_delta (id, measure, unit_id, day, num, den, proven, cover, at, approved, withdrawn, grains)", deltas)
	return err
}

// difference is what must be added and what must go to turn have into want.
func difference(have, want []measure.Contribution) (add, gone []measure.Contribution) {
	old := map[string]measure.Contribution{}
	for _, h := range have {
		old[h.Key()] = h
	}
	for _, w := range want {
		h, ok := old[w.Key()]
		if ok {
			delete(old, w.Key())
			if h.Same(w) {
				continue
			}
			gone = append(gone, h)
		}
		add = append(add, w)
	}
	for _, h := range have {
		if _, left := old[h.Key()]; left {
			gone = append(gone, h)
		}
	}
	return add, gone
}

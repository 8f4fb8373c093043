package job

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// hanoi is Vietnam's time, which knows no summer time.
var hanoi = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// slot is the last slot of a schedule that was enqueued in a province.
type slot struct {
	bun.BaseModel `bun:"table:job_schedule"`

	Kind string    `bun:"kind,pk"`
	Slot time.Time `bun:"slot"`
}

// Due is the argument of a scheduled job: the slot it stands for.
type Due struct {
	Slot time.Time `json:"slot"`
}

// Schedule enqueues kind in every province at the times of a cron line (five
// fields, Asia/Ho_Chi_Minh), once per slot over all replicas. Slots missed
// while nothing ran are made up by one job. Before Start only.
func (q *Queue) Schedule(kind, line string) error {
	s, err := cron.ParseStandard(line)
	if err != nil {
		return fault.New(fault.Invalid, "invalid", fault.Field("cron"), fault.Cause(err))
	}
	q.schedules[kind] = s
	return nil
}

// keepSchedules enqueues what of the desk's kinds has come due since the last
// look.
func (q *Queue) keepSchedules(ctx context.Context, d *desk, p *place) error {
	if time.Now().Before(p.nextSlot) {
		return nil
	}
	var first time.Time
	for kind, s := range q.schedules {
		if !slices.Contains(d.kinds, kind) {
			continue
		}
		next, err := keepSchedule(ctx, kind, s)
		if err != nil {
			return fmt.Errorf("schedule %s: %w", kind, err)
		}
		if first.IsZero() || next.Before(first) {
			first = next
		}
	}
	if !first.IsZero() {
		p.nextSlot = time.Now().Add(first.Sub(db.Now(ctx)))
	}
	return nil
}

// keepSchedule enqueues the latest slot that has passed, if no other replica
// has, and returns the next to come.
func keepSchedule(ctx context.Context, kind string, s cron.Schedule) (next time.Time, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		now := db.Now(ctx)
		next = s.Next(now.In(hanoi))
		last := slot{Kind: kind}
		err = tx.NewSelect().Model(&last).WherePK().Scan(ctx)
		if errors.Is(err, sql.ErrNoRows) { // a new schedule starts now
			last.Slot = now
			_, err = tx.NewInsert().Model(&last).On("CONFLICT (kind) DO NOTHING").Exec(ctx)
			return err
		}
		if err != nil {
			return err
		}
		passed := latest(s, last.Slot, now)
		if passed.IsZero() {
			return nil
		}
		res, err := tx.NewUpdate().Model((*slot)(nil)).Set("slot = ?", passed).
			Where("kind = ? AND slot = ?", kind, last.Slot).Exec(ctx)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); n == 0 || err != nil {
			return err
		}
		return Enqueue(ctx, kind, Due{passed})
	})
	return next, err
}

// latest is the last slot after from and not after now; zero if there is none.
func latest(s cron.Schedule, from, now time.Time) time.Time {
	var passed time.Time
	for t := s.Next(from.In(hanoi)); !t.IsZero() && !t.After(now); t = s.Next(t) {
		passed = t
	}
	return passed
}

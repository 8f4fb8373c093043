package indicator

import (
	"context"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/job"
)

// DailyJob counts anew what depends on the day: one for all measures right after
// midnight in Vietnam, which makes one for each measure that reads today. Records
// that only wait change nothing themselves when a day ends.
const DailyJob = "indicator.daily"

const dailyCron = "1 0 * * *"

// daily does one DailyJob, or a turn of it.
func (f *Figures) daily(ctx context.Context, j job.Job) error {
	var p part
	if err := j.Decode(&p); err != nil {
		return err
	}
	if p.Measure == "" {
		return f.beginDay(ctx)
	}
	m := f.catalogue.byCode[p.Measure]
	if m == nil {
		return nil // its module is gone
	}
	for end := time.Now().Add(turn); ; {
		ids, err := f.Records.IDs(ctx, m.Of, p.Record, countPage)
		if err != nil || len(ids) == 0 {
			return err
		}
		err = db.InTx(ctx, func(ctx context.Context) error {
			for _, recordID := range ids {
				if err := f.recount(ctx, m, recordID); err != nil {
					return fmt.Errorf("record %s: %w", recordID, err)
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("count %s of the day: %w", m.Code, err)
		}
		p.Record = ids[len(ids)-1]
		if time.Now().After(end) {
			return enqueueDaily(ctx, p)
		}
	}
}

func (f *Figures) beginDay(ctx context.Context) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		for _, m := range f.catalogue.byCode {
			if !m.ReadsToday() || !on(ctx, m.Module) {
				continue
			}
			if err := enqueueDaily(ctx, part{Measure: m.Code}); err != nil {
				return err
			}
		}
		return nil
	})
}

// enqueueDaily goes on after the record p names.
func enqueueDaily(ctx context.Context, p part) error {
	return job.Enqueue(ctx, DailyJob, p, job.Unique(DailyJob+" "+p.Measure+" "+p.Record))
}

package indicator

import (
	"context"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record"
)

// RebuildJob counts all records of a kind for a measure that is new or has
// changed, then lets the figures show it.
const RebuildJob = "indicator.rebuild"

const (
	countPage = 100             // records counted in one transaction
	turn      = 2 * time.Second // after which other jobs have their turn
)

// rebuild does one RebuildJob, or a turn of it: how far it came is kept, so
// neither a turn nor a crash counts anything twice.
func (f *Figures) rebuild(ctx context.Context, j job.Job) error {
	var p part
	if err := j.Decode(&p); err != nil {
		return err
	}
	m := f.catalogue.byCode[p.Measure]
	if m == nil {
		return nil // its module is gone
	}
	for end := time.Now().Add(turn); ; {
		more, err := f.count(ctx, m)
		if err != nil {
			return fmt.Errorf("rebuild %s: %w", m.Code, err)
		}
		if !more {
			return nil
		}
		if time.Now().After(end) {
			return enqueueRebuild(ctx, m)
		}
	}
}

// count takes the next page of records, or ends the rebuild when there is none.
func (f *Figures) count(ctx context.Context, m *Measure) (more bool, err error) {
	states, err := measureStates(ctx, []*Measure{m})
	if err != nil {
		return false, err
	}
	s := states[m.Code]
	if s.Building != m.Key() {
		return false, nil // ended, or another version of the module counts
	}
	ids, err := f.Records.IDs(ctx, m.Of, s.Reached, countPage)
	if err != nil {
		return false, err
	}
	if len(ids) == 0 {
		return false, f.swap(ctx, m)
	}
	if m.Computed() { // the module is asked: no transaction waits for it
		for _, recordID := range ids {
			if err := f.computeOne(ctx, m, recordID); err != nil {
				return false, err
			}
		}
	}
	return true, db.InTx(ctx, func(ctx context.Context) error {
		for _, recordID := range ids {
			if m.Computed() {
				break
			}
			if err := f.recount(ctx, m, recordID); err != nil {
				return fmt.Errorf("record %s: %w", recordID, err)
			}
		}
		return s.Set(ctx, "reached = ?", ids[len(ids)-1])
	})
}

// recount brings one record's contributions to the measure. The lock keeps a
// change of the record from being counted before what it changed.
func (f *Figures) recount(ctx context.Context, m *Measure, recordID string) error {
	if err := db.Lock(ctx, "record:"+recordID); err != nil {
		return err
	}
	c, err := f.Records.Shown(ctx, recordID)
	if err != nil {
		return err
	}
	past, err := f.past(ctx, []record.Change{c})
	if err != nil {
		return err
	}
	want, err := m.Contributions(ctx, f.Tree, c, past[recordID])
	if err != nil {
		return err
	}
	return f.replace(ctx, row.Counted{Records: []string{recordID}, Old: []string{recordID}, Keys: map[string]bool{m.Key(): true}, Rows: want})
}

// swap folds what is left and lets the figures show the new revision, in one
// transaction; then the old one is deleted in small ones.
func (f *Figures) swap(ctx context.Context, m *Measure) error {
	if err := f.Fold(ctx); err != nil {
		return err
	}
	err := db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, FoldJob); err != nil {
			return err
		}
		if err := f.foldAll(ctx); err != nil {
			return err
		}
		f.Forget(ctx)
		s := measureState{Code: m.Code, Building: m.Key()}
		return s.Set(ctx, "shown = building, building = '', reached = ''")
	})
	if err != nil {
		return err
	}
	return f.prune(ctx, m)
}

// prune deletes every other revision of the measure.
func (f *Figures) prune(ctx context.Context, m *Measure) error {
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	var old []string
	err = tx.NewSelect().Model((*cell)(nil)).Distinct().Column("measure").
		Where("(measure = ? OR measure >= ? AND measure < ?) AND measure <> ? AND NOT (measure >= ? AND measure < ?)",
			m.Code, m.Code+"@", m.Code+"A", m.Key(), measure.PartKey(m.Key(), ""), measure.PartsEnd(m.Key())).Scan(ctx, &old)
	if err != nil || len(old) == 0 {
		return db.Fault(err)
	}
	for more := true; more; {
		err := db.InTx(ctx, func(ctx context.Context) error {
			n, err := db.Exec(ctx, `DELETE FROM contribution WHERE id IN (SELECT id FROM contribution WHERE measure IN (?) LIMIT ?)`, old, batch)
			more = n == batch
			return err
		})
		if err != nil {
			return err
		}
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, FoldJob); err != nil {
			return err
		}
		for _, table := range []string{"figure_delta", "figure", "figure_cover"} {
			if _, err := db.Exec(ctx, "DELETE FROM "+table+" WHERE measure IN (?)", old); err != nil {
				return err
			}
		}
		return nil
	})
}

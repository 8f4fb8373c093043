package indicator

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/job"
)

// measureStates reads how the measures stand, by code; one that is new stands
// nowhere and shows nothing.
func measureStates(ctx context.Context, measures []*Measure) (map[string]measureState, error) {
	all, err := row.States(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]measureState{}
	for _, m := range measures {
		if s, known := all[m.Code]; known {
			out[m.Code] = s
		}
	}
	return out, nil
}

// statesOf is measureStates with those of the coverages a measure is made of.
func (f *Figures) statesOf(ctx context.Context, measures []*Measure) (map[string]measureState, error) {
	all := slices.Clone(measures)
	for _, m := range measures {
		for _, code := range m.AllOf {
			if one := f.catalogue.byCode[code]; one != nil {
				all = append(all, one)
			}
		}
	}
	return measureStates(ctx, all)
}

// whole reports whether the figures show this revision of the measure, and of
// those it is made of, whole.
func (f *Figures) whole(m *Measure, states map[string]measureState) bool {
	for _, code := range m.AllOf {
		if one := f.catalogue.byCode[code]; one == nil || !states[code].Settled(one) {
			return false
		}
	}
	return states[m.Code].Settled(m)
}

// Prepare compares the measures with what the province's figures show and has
// those that are new or changed counted in the background, over old records
// too. Until that is done the old figures stand and say so. It only reads when
// nothing has changed.
func (f *Figures) Prepare(ctx context.Context) error {
	if err := f.rename(ctx); err != nil {
		return err
	}
	changed, err := f.changed(ctx)
	if err != nil || len(changed) == 0 {
		return err
	}
	err = db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, RebuildJob); err != nil {
			return err
		}
		f.Forget(ctx)
		changed, err := f.changed(ctx) // another replica may have been first
		if err != nil {
			return err
		}
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		for m, s := range changed {
			s.Code, s.Building, s.Reached = m.Code, m.Key(), ""
			old, err := f.Records.IDs(ctx, m.Of, "", 1)
			if err != nil {
				return err
			}
			if len(old) == 0 { // nothing to count
				s.Shown, s.Building = m.Key(), ""
			} else if err := enqueueRebuild(ctx, m); err != nil {
				return err
			}
			_, err = tx.NewInsert().Model(&s).On("CONFLICT (code) DO UPDATE").
				Set("shown = EXCLUDED.shown").Set("building = EXCLUDED.building").Set("reached = EXCLUDED.reached").Exec(ctx)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("prepare measures: %w", err)
	}
	return nil
}

// changed are the measures whose figures are not this revision's, and are not
// being made so.
func (f *Figures) changed(ctx context.Context) (map[*Measure]measureState, error) {
	var all []*Measure
	for _, m := range f.catalogue.byCode {
		if !ofDuty(m) {
			all = append(all, m)
		}
	}
	states, err := measureStates(ctx, all)
	if err != nil {
		return nil, err
	}
	out := map[*Measure]measureState{}
	for _, m := range all {
		if s := states[m.Code]; !s.Settled(m) && s.Building != m.Key() {
			out[m] = s
		}
	}
	return out, nil
}

func enqueueRebuild(ctx context.Context, m *Measure) error {
	return job.Enqueue(ctx, RebuildJob, part{Measure: m.Code}, job.Unique(RebuildJob+" "+m.Key()))
}

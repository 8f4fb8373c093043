package indicator

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record"
)

// past reads the history of those records that some measure cannot be read
// without.
func (f *Figures) past(ctx context.Context, changes []record.Change) (map[string][]record.Passage, error) {
	var ids []string
	for _, c := range changes {
		asks := func(m *Measure) bool { return m.AsksPast(c.After) }
		if slices.ContainsFunc(f.catalogue.byKind[c.After.Kind], asks) {
			ids = append(ids, c.After.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return f.Records.Passages(ctx, ids)
}

// Recorded writes the records' contributions in the transaction of their
// changes, all of them by the same few statements.
func (f *Figures) Recorded(ctx context.Context, changes []record.Change) error {
	last := map[string]int{} // a record that changes twice counts as it is in the end
	for i, c := range changes {
		last[c.After.ID] = i
	}
	now, all := row.Counted{Keys: map[string]bool{}}, changes
	changes = slices.DeleteFunc(slices.Clone(changes), func(c record.Change) bool { return changes[last[c.After.ID]].After != c.After })
	past, err := f.past(ctx, changes)
	if err != nil {
		return err
	}
	for _, c := range changes {
		if err := f.recorded(ctx, c, past[c.After.ID], &now); err != nil {
			return err
		}
	}
	now.Old = row.Old(all, now.Records)
	return f.replace(ctx, now)
}

func (f *Figures) recorded(ctx context.Context, c record.Change, past []record.Passage, now *row.Counted) error {
	measures := f.catalogue.byKind[c.After.Kind]
	if len(measures) == 0 || (c.After.Draft && (c.Before == nil || c.Before.Draft)) {
		return nil // a draft counts nowhere and never did
	}
	now.Records = append(now.Records, c.After.ID)
	for _, m := range measures {
		if m.Computed() {
			if err := enqueueCompute(ctx, m.Code, c.After.ID); err != nil {
				return err
			}
			continue
		}
		rows, err := m.Contributions(ctx, f.Tree, c, past)
		if err != nil {
			return fmt.Errorf("contribute to %s: %w", m.Code, err)
		}
		now.Keys[m.Key()], now.Rows = true, append(now.Rows, rows...)
	}
	return nil
}

// replace brings what is stored of the records to what has been counted, and has
// the difference folded.
func (f *Figures) replace(ctx context.Context, now row.Counted) error {
	changed, err := row.Replace(ctx, now)
	if err != nil || !changed {
		return err
	}
	return EnqueueFold(ctx)
}

// EnqueueFold asks for a fold within a second. One job serves all writes of a
// second; the minute's own fold catches a write that commits late.
func EnqueueFold(ctx context.Context) error {
	at := db.Now(ctx).Truncate(time.Second).Add(time.Second)
	return job.Enqueue(ctx, FoldJob, nil, job.At(at), job.Unique(FoldJob))
}

var _ record.Watcher = (*Figures)(nil)

package indicator

import (
	"context"
	"fmt"
	"iter"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
)

// ComputeJob asks a module for one record's part in a measure declared
// `compute: go`. No transaction waits for a module, so this part follows the
// record within a second or so instead of standing in its transaction; while
// the module is away the part stays what it was and the job is tried again.
const ComputeJob = "indicator.compute"

// Folder is what figures ask of the module host.
type Folder interface {
	Fold(ctx context.Context, module string, caller sdk.Caller, measure string, pages iter.Seq2[[]map[string]any, error]) (sdk.Figure, error)
}

// part names a record's part in a measure.
type part struct {
	Measure string `json:"measure"`
	Record  string `json:"record"`
}

func enqueueCompute(ctx context.Context, measure, recordID string) error {
	return job.Enqueue(ctx, ComputeJob, part{measure, recordID}, job.Unique(ComputeJob+" "+measure+" "+recordID))
}

// compute does one ComputeJob. A record that changed while the module thought
// is left to the job its change asked for.
func (f *Figures) compute(ctx context.Context, j job.Job) error {
	var p part
	if err := j.Decode(&p); err != nil {
		return err
	}
	m := f.catalogue.byCode[p.Measure]
	if m == nil || !on(ctx, m.Module) {
		return nil
	}
	return f.computeOne(ctx, m, p.Record)
}

func (f *Figures) computeOne(ctx context.Context, m *Measure, recordID string) error {
	c, err := f.Records.Shown(ctx, recordID)
	if err != nil {
		return fmt.Errorf("compute %s: %w", m.Code, err)
	}
	want, err := f.computed(ctx, m, c)
	if err != nil {
		return fmt.Errorf("compute %s of %s: %w", m.Code, recordID, err)
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, "record:"+recordID); err != nil {
			return err
		}
		now, err := f.Records.Shown(ctx, recordID)
		if err != nil || now.After.Version != c.After.Version {
			return err
		}
		return f.replace(ctx, row.Counted{Records: []string{recordID}, Old: []string{recordID}, Keys: map[string]bool{m.Key(): true}, Rows: want})
	})
}

// computed is contributions, with the amounts the module says.
func (f *Figures) computed(ctx context.Context, m *Measure, c record.Change) ([]contribution, error) {
	past, err := f.past(ctx, []record.Change{c})
	if err != nil {
		return nil, err
	}
	reading, err := m.Read(ctx, c, past[c.After.ID])
	if err != nil || !reading.Counts {
		return nil, err
	}
	if c.After.Phase != record.Cancelled {
		figure, err := f.fold(ctx, m, c.After.ID, c.After.State, c.After.Fields)
		if err != nil {
			return nil, err
		}
		reading.Numerator, reading.Denominator = figure.Numerator, figure.Denominator
	}
	return m.Place(ctx, f.Tree, c, past[c.After.ID], reading)
}

// fold shows the module one record's fields, with its id and state.
func (f *Figures) fold(ctx context.Context, m *Measure, recordID, state string, fields map[string]any) (sdk.Figure, error) {
	if f.Folder == nil {
		return sdk.Figure{}, fault.New(fault.Unavailable, "module_unavailable", fault.Param("module", m.Module))
	}
	row := map[string]any{"id": recordID, "state": state}
	for name, v := range fields {
		row[name] = v
	}
	caller := sdk.Caller{CallID: id.New("act"), Province: db.Province(ctx), Locale: "vi", Purpose: "job", Now: db.Now(ctx)}
	program := f.Kinds.In(ctx).Manifest(m.Module).Program()
	return f.Folder.Fold(ctx, program, caller, m.Measure.Code, func(yield func([]map[string]any, error) bool) { yield([]map[string]any{row}, nil) })
}

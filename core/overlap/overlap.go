package overlap

import (
	"context"

	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/unit"
)

// CheckJob finds the pairs of what has changed. FillJob takes in first what was there
// before its kind was compared, or stands elsewhere since; FillCron is when it does.
const (
	CheckJob = "overlap.check"
	FillJob  = "overlap.fill"
	FillCron = "35 0 * * *"
)

// Records is the part of record.Records that keeping what is found needs.
type Records interface {
	Shown(ctx context.Context, recordID string) (record.Change, error)
	Follow(ctx context.Context, module, recordID string, effects []sdk.Effect) error
}

// Tree is the part of unit.Tree that knows where units are.
type Tree interface {
	Get(ctx context.Context, id string) (*unit.Unit, error)
	Seat(ctx context.Context, id string) (path, name, place, branch string, err error)
	ByPath(ctx context.Context, path string) (*unit.Unit, error)
}

// Deps are the rooms it leans on.
type Deps struct {
	Kinds   *kind.Kinds
	Records Records
	Tree    Tree
}

// Overlaps finds what overlaps in the province in ctx.
type Overlaps struct{ Deps }

// New makes Overlaps.
func New(d Deps) *Overlaps { return &Overlaps{d} }

// Register gives the queue its work.
func (o *Overlaps) Register(q *job.Queue) error {
	q.Register(CheckJob, func(ctx context.Context, _ job.Job) error { return o.Check(ctx) })
	q.Register(FillJob, func(ctx context.Context, _ job.Job) error { return o.fill(ctx) })
	return q.Schedule(FillJob, FillCron)
}

// keeper is the kind that keeps what is found among the kinds it names, nil when the
// province has none. Of several the first by name.
func (o *Overlaps) keeper(ctx context.Context) *kind.Kind {
	var out *kind.Kind
	for _, k := range o.Kinds.In(ctx).All() {
		if k.OverlapOf != nil && (out == nil || k.Full < out.Full) {
			out = k
		}
	}
	return out
}

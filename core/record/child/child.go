package child

import (
	"context"

	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
)

// Job does the next turn of a cascade; its arguments are the id.
const Job = "record.cascade"

// MaxInline is how many records one act may make or move on in its own
// transaction; more are left to a job.
const MaxInline = 100

// Writer is the part of record.Records that children go through. All but Get,
// Fill and MayStill run in the open transaction.
type Writer interface {
	Get(ctx context.Context, recordID string) (*row.Record, error)
	Fill(ctx context.Context, records ...*row.Record) error
	// MayStill reports whether the actor could today take one of the steps they took
	// of the record.
	MayStill(ctx context.Context, rec *row.Record) bool
	// Make makes the records an act's verdict or step asks for.
	Make(ctx context.Context, parent *act.Act, made []sdk.Effect) error
	// Advance judges the acts and stores those nothing is said against; what is
	// wrong with one stands in its Err.
	Advance(ctx context.Context, acts []*act.Act) error
	// Store stores the acts as they are.
	Store(ctx context.Context, acts []*act.Act) error
}

// Children does what steps do to the records below.
type Children struct {
	kinds *kind.Kinds
	w     Writer
}

// New makes Children.
func New(kinds *kind.Kinds, w Writer) *Children { return &Children{kinds, w} }

// Proceed does the next turn of a cascade and asks for the one after it.
func (c *Children) Proceed(ctx context.Context, j job.Job) error {
	var cascadeID string
	if err := j.Decode(&cascadeID); err != nil {
		return err
	}
	return c.turn(ctx, cascadeID)
}

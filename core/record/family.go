package record

import (
	"context"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/child"
	"github.com/doanket/doanket/core/sdk"
)

// CascadeJob is the kind of the job that Proceed does.
const CascadeJob = child.Job

// UndoCascade is child.Children's.
func (r *Records) UndoCascade(ctx context.Context, recordID, cascadeID, reason string) error {
	return r.children.UndoCascade(ctx, recordID, cascadeID, reason)
}

// Proceed does the next turn of a cascade.
func (r *Records) Proceed(ctx context.Context, j job.Job) error { return r.children.Proceed(ctx, j) }

// writer is Records as the room of children sees it.
type writer struct{ *Records }

func (w writer) MayStill(ctx context.Context, rec *Record) bool {
	for step, by := range rec.Actors {
		if by == identity.By(ctx) && w.Guard.Can(ctx, access.Do(step), rec.Object()) {
			return true
		}
	}
	return false
}

func (w writer) Make(ctx context.Context, parent *act.Act, made []sdk.Effect) error {
	births := make([]birth, len(made))
	for i, e := range made {
		births[i] = birth{parent, e}
	}
	return w.createChildren(ctx, births)
}

func (w writer) Advance(ctx context.Context, acts []*act.Act) error {
	if err := w.CountEvidence(ctx, acts...); err != nil {
		return err
	}
	for _, a := range acts {
		a.Take(false)
	}
	if err := w.conclude(ctx, acts); err != nil {
		return err
	}
	return w.Store(ctx, act.Alive(acts))
}

func (w writer) Store(ctx context.Context, acts []*act.Act) error {
	if len(acts) == 0 {
		return nil
	}
	return w.store(ctx, acts)
}

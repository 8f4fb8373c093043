package record

import (
	"cmp"
	"context"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/idempotency"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
)

// EventJob delivers what happened to one module that listens; its arguments
// are a Delivery.
const EventJob = "record.event"

// Delivery is an event on its way to a module, at least once.
type Delivery struct {
	Module string        `json:"module"`
	Event  sdk.Happening `json:"event"`
}

// publish enqueues the events for each module that listens, in the transaction
// of what happened. Each delivery is a job of its own: one module that is away
// holds up no other.
func (r *Records) publish(ctx context.Context, events ...sdk.Happening) error {
	var jobs []job.Item
	for _, h := range events {
		for _, module := range r.Kinds.Listeners(ctx, h.Name) {
			h.ID = id.New("evt")
			jobs = append(jobs, job.Item{Args: Delivery{Module: module, Event: h}})
		}
	}
	return job.EnqueueAll(ctx, EventJob, jobs)
}

// Follow does the effects a module answered an event about a record with, all
// or none, under the module's own grants. Keys are the module's: the same event
// delivered twice acts once. Faults: NotFound; Internal "module_malformed" for
// what the module may not want.
func (r *Records) Follow(ctx context.Context, module, recordID string, effects []sdk.Effect) error {
	m := r.Kinds.In(ctx).Manifest(module)
	if m == nil {
		return fault.New(fault.NotFound, "not_found", fault.Param("module", module))
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, "record:"+recordID); err != nil {
			return err
		}
		a, err := r.load(ctx, recordID, 0)
		if err != nil {
			return err
		}
		a.Speaker, a.After.UpdatedBy = m, identity.By(ctx)
		for _, e := range effects {
			if what := a.Illegal(e); what != "" {
				return act.Malformed(a, what)
			}
			e.IdemKey = m.ID + ":" + e.IdemKey
			a.Effects = append(a.Effects, e)
		}
		if err := r.CheckTies(ctx, a); err != nil || a.Err != nil {
			return cmp.Or(err, a.Err)
		}
		return r.effects(ctx, []*act.Act{a})
	})
}

// Perform does the effects of one run of a module's job, all or none, once per
// run and key, under the module's own grants. There is no record to tie them
// to: what is created must name its unit. Faults: as Follow.
func (r *Records) Perform(ctx context.Context, module, run string, effects []sdk.Effect) error {
	m := r.Kinds.In(ctx).Manifest(module)
	if m == nil {
		return fault.New(fault.NotFound, "not_found", fault.Param("module", module))
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		for _, e := range effects {
			if err := r.perform(ctx, m, run, e); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *Records) perform(ctx context.Context, m *manifest.Manifest, run string, e sdk.Effect) error {
	a := &act.Act{Speaker: m, After: &Record{UpdatedBy: identity.By(ctx)}}
	if what := a.Illegal(e); what != "" {
		return act.Malformed(a, what)
	}
	switch e.Kind {
	case sdk.EffectNotify:
		return job.Enqueue(ctx, NotifyJob, Notify{Module: m.ID, By: a.After.UpdatedBy, Key: run + ":" + e.IdemKey, Effect: *e.Notify})
	case sdk.EffectEmit:
		return r.publish(ctx, sdk.Happening{Name: m.ID + "." + e.Emit.Name, Payload: e.Emit.Payload})
	case sdk.EffectCreate:
		if e.Create.UnitID == "" {
			return act.Malformed(a, "create without unit")
		}
		child, err := r.unborn(ctx, a, e.Create)
		if err != nil {
			return err
		}
		child.Repeat = &idempotency.Key{Text: "run:" + m.ID + ":" + run + ":" + e.IdemKey, Hash: "run"}
		return r.found(ctx, child)
	}
	return act.Malformed(a, "effect "+e.Kind)
}

// found stores a record that comes from nowhere, unless its key was used.
func (r *Records) found(ctx context.Context, child *act.Act) error {
	n, err := row.Count(ctx, "SELECT COUNT(*) FROM idempotency WHERE person = ? AND key = ?", identity.By(ctx), child.Repeat.Text)
	if err != nil || n > 0 {
		return err
	}
	if err := remember(ctx, []*act.Act{child}); err != nil {
		return err
	}
	if err := r.settle(ctx, child); err != nil {
		return err
	}
	if err := child.Judge(); err != nil {
		return err
	}
	return r.store(ctx, []*act.Act{child})
}

package record

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/idempotency"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/near"
	"github.com/doanket/doanket/core/record/secret"
)

// maxRetries is how often a write is thought over anew because another one came
// first, when the caller did not name a version.
const maxRetries = 2

// carry runs one write to its end. A twin of the request that came first has
// moved the record on, so whatever this one stumbles over, the twin's answer is
// its answer too.
func (r *Records) carry(ctx context.Context, key *idempotency.Key, build func(ctx context.Context) (*act.Act, error)) (*Record, error) {
	rec, err := r.attempt(ctx, build)
	if err == nil || key == nil {
		return rec, err
	}
	if twin, missed := r.answered(ctx, key); twin != nil || fault.HasCode(missed, "idempotency_mismatch") {
		return twin, missed
	}
	return nil, err
}

// attempt is carry without twins. build loads the record and makes the act; it
// is asked again when another write came first.
func (r *Records) attempt(ctx context.Context, build func(ctx context.Context) (*act.Act, error)) (*Record, error) {
	for try := 0; ; try++ {
		a, err := build(ctx)
		if err != nil {
			return nil, err
		}
		if err := r.run(ctx, []*act.Act{a}); err != nil {
			return nil, err
		}
		switch {
		case a.Err == nil:
			a.After.Warnings = a.Warnings
			return r.Show(ctx, a.After), nil
		case fault.Is(a.Err, fault.Stale) && !a.Pinned && try < maxRetries:
		case a.Keeps():
			return nil, r.keep(ctx, a, a.Err)
		default:
			return nil, a.Err
		}
	}
}

// run brings acts on different records through the whole pipeline. What is wrong
// with one stands in its err and stops no other; an error of run itself stops
// all.
func (r *Records) run(ctx context.Context, acts []*act.Act) error {
	if err := r.think(ctx, acts); err != nil {
		return err
	}
	return r.commit(ctx, acts)
}

// think is everything before the transaction: input, derived values, rules,
// evidence and, where the manifest says so, the module's decision.
func (r *Records) think(ctx context.Context, acts []*act.Act) error {
	for _, a := range acts {
		if a.Err = secret.Close(ctx, r.Sealer, a); a.Err != nil {
			continue
		}
		a.Aside = a.Before != nil && len(a.Input) > 0 && len(a.Kind.Own) > 0 && !r.Owns(ctx, a.Before)
		a.Take(a.Move == nil || a.Before == nil || (a.Before.Open() && r.Guard.Can(ctx, "update", a.Before.Object())))
	}
	if err := r.CheckPointers(ctx, r.People, acts); err != nil {
		return err
	}
	if err := r.CountEvidence(ctx, acts...); err != nil {
		return err
	}
	r.undoubled(ctx, acts)
	if err := r.conclude(ctx, acts); err != nil {
		return err
	}
	asking := slices.DeleteFunc(act.Alive(acts), func(a *act.Act) bool { return !a.AsksModule() })
	if len(asking) == 0 {
		return nil
	}
	if err := r.decide(ctx, asking); err != nil {
		return err
	}
	if err := r.CheckTies(ctx, act.Alive(asking)...); err != nil {
		return err
	}
	return r.conclude(ctx, asking)
}

// conclude computes what follows from each act's input, finds what its rules ask
// for and judges the whole. Its error is of none of them alone.
func (r *Records) conclude(ctx context.Context, acts []*act.Act) error {
	return near.Judge(ctx, r.Kinds, r.Guard, acts, r.settle)
}

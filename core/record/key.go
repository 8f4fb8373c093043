package record

import (
	"context"

	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/idempotency"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/record/secret"
)

// keys are the commands' Idempotency-Keys, nil where the caller sent none.
func (r *Records) keys(ctx context.Context, commands ...Command) ([]*idempotency.Key, error) {
	var ids []string
	for _, c := range commands {
		if c.IdemKey != "" && len(c.Fields) > 0 && id.Valid(c.RecordID, "rec") {
			ids = append(ids, c.RecordID)
		}
	}
	kinds, err := row.KindsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]*idempotency.Key, len(commands))
	for i, c := range commands {
		if c.IdemKey == "" {
			continue
		}
		full := c.Kind
		if full == "" {
			full = kinds[c.RecordID]
		}
		if k, err := r.Kinds.Of(ctx, full); err == nil { // else the write itself says so
			if c.Fields, err = secret.Remembered(ctx, r.Sealer, k, c.Fields); err != nil {
				return nil, err
			}
		}
		switch {
		case c.Kind != "":
			out[i] = idempotency.Of(c.IdemKey, "create", c.Kind, c.UnitID, c.Fields, c.Submit)
		case c.Transition != "":
			out[i] = idempotency.Of(c.IdemKey, "do", c.RecordID, c.Transition, c.Fields, c.Reason)
		default:
			out[i] = idempotency.Of(c.IdemKey, "change", c.RecordID, c.Fields, c.Reason)
		}
	}
	return out, nil
}

// keepKeys makes sure of the keys of what the acts seal.
func keepKeys(ctx context.Context, acts []*act.Act) error {
	for _, a := range acts {
		if a.KeepKey == nil {
			continue
		}
		if err := a.KeepKey(ctx); err != nil {
			return &failed{a, err}
		}
	}
	return nil
}

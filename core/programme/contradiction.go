package programme

import (
	"context"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest/clause"
	"github.com/doanket/doanket/core/programme/target"
	"github.com/doanket/doanket/core/record"
)

// holdTargets refuses, in the transaction of its issue, a target whose code cannot be
// one, whose unit has the same in force already, or that contradicts the target above it:
// one its people would meet while those above miss theirs.
func (p *Programme) holdTargets(ctx context.Context, changes []record.Change) error {
	for _, c := range changes {
		if c.After.Kind != targetKind || c.After.State != inForce || c.Before != nil && c.Before.State == inForce {
			continue
		}
		child, err := p.set(ctx, c.After)
		if err != nil {
			return err
		}
		if !clause.ValidTarget(child.Code) {
			return refused("code", "target_code", "")
		}
		all, err := p.goals(ctx)
		if err != nil {
			return err
		}
		above := all.Above(child)
		if code, unit := all.Clash(child); code != "" {
			return refused("code", code, unit)
		}
		if above == nil {
			continue
		}
		if field, code := target.Contradicts(child.Goal, above.Goal, !above.Amount); code != "" {
			e := fault.FieldError{Field: field, Code: code, Params: map[string]string{"unit": above.Unit.Name, "above": above.Said()}}
			return fault.New(fault.Invalid, "invalid", fault.Fields(e))
		}
	}
	return nil
}

func refused(field, code, unit string) error {
	return fault.New(fault.Invalid, "invalid", fault.Fields(fault.FieldError{Field: field, Code: code, Params: map[string]string{"unit": unit}}))
}

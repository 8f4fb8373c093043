package permission

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/web/view"
)

// Holder is a role that may take a step of records of its own unit, or of those sent
// to it.
type Holder struct {
	Role      manifest.Text
	Addressed bool
}

// Waiting is the step a record waits for and the unit that takes it; of the record's own
// unit the roles that may.
type Waiting struct {
	Step  manifest.Text   `json:"step"`
	Roles []manifest.Text `json:"roles"`
	Unit  view.UnitRef    `json:"unit"`
}

// WaitsFor says who takes the step: roles of the record's unit, or of the one it was
// sent to where no role of its own unit may; nil where no role may.
func WaitsFor(ctx context.Context, g Gate, kind, step string, label manifest.Text, own view.UnitRef, to *view.UnitRef) (*Waiting, error) {
	holders, err := g.Holders(ctx, kind, step)
	if err != nil || len(holders) == 0 {
		return nil, err
	}
	sent := to != nil && !slices.ContainsFunc(holders, func(h Holder) bool { return !h.Addressed })
	out := &Waiting{Step: label, Unit: own, Roles: []manifest.Text{}}
	if sent { // which of its roles answers is that unit's affair
		out.Unit = *to
		return out, nil
	}
	for _, h := range holders {
		if !h.Addressed {
			out.Roles = append(out.Roles, h.Role)
		}
	}
	if len(out.Roles) == 0 {
		return nil, nil //nolint:nilnil // sent to nobody yet
	}
	return out, nil
}

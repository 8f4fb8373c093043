package admin

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/tenant"
)

// knownSelfApprovals refuses an exception at a unit, or for a step, that is not
// there, and for a step anybody may take on their own work anyway.
func (h Settings) knownSelfApprovals(ctx context.Context, list []tenant.SelfApproval) error {
	steps := h.Kinds.SeparatedSteps()
	var wrong []fault.FieldError
	for i, e := range list {
		at := fmt.Sprintf("settings.self_approvals[%d].", i)
		switch _, err := h.Tree.ByCode(ctx, e.Unit); {
		case fault.Is(err, fault.NotFound):
			wrong = append(wrong, fault.FieldError{Field: at + "unit", Code: "unknown_value"})
		case err != nil:
			return err
		}
		if !slices.Contains(steps, e.Step) {
			wrong = append(wrong, fault.FieldError{Field: at + "step", Code: "unknown_value"})
		}
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "invalid", fault.Fields(wrong...))
	}
	return nil
}

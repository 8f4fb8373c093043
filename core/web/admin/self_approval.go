package admin

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/proposal"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/web/endpoint"
	consent "github.com/doanket/doanket/core/web/proposal"
)

// selfApprovals puts what stays of the exceptions into the change; what is new, or at
// another unit or step, weakens a check, and is for a second administrator to confirm.
func (h Settings) selfApprovals(c *endpoint.Call, list *[]tenant.SelfApproval, merge map[string]any) (added []tenant.SelfApproval, err error) {
	if list == nil {
		return nil, nil
	}
	if err := h.knownSelfApprovals(c.Ctx, *list); err != nil {
		return nil, err
	}
	kept := []tenant.SelfApproval{}
	for _, e := range *list {
		if c.Tenant.Settings.SelfApprovalOf(e.Unit, e.Step) != nil {
			kept = append(kept, e)
		} else {
			added = append(added, e)
		}
	}
	merge["self_approvals"] = kept
	whole := c.Tenant.Settings
	whole.SelfApprovals = *list
	return added, whole.Check()
}

// Acts are what another administrator confirms of settings.
func (h Settings) Acts() map[string]consent.Act {
	return map[string]consent.Act{consent.SelfApproval: {
		Check: func(c *endpoint.Call, _ *proposal.Proposal) error {
			return h.Gate.Check(c.Ctx, "admin:settings", "", "")
		},
		Do: func(ctx context.Context, c *endpoint.Call, p *proposal.Proposal) (*consent.OnceLinkOut, error) {
			added := consent.BodyOf(p).SelfApprovals
			if err := h.knownSelfApprovals(ctx, added); err != nil {
				return nil, err
			}
			list := slices.DeleteFunc(slices.Clone(c.Tenant.Settings.SelfApprovals), func(e tenant.SelfApproval) bool {
				return slices.ContainsFunc(added, func(a tenant.SelfApproval) bool { return a.Unit == e.Unit && a.Step == e.Step })
			})
			_, err := h.merge(ctx, c.Tenant.Slug, map[string]any{"self_approvals": append(list, added...)})
			return nil, err
		},
	}}
}

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

package tenant

import (
	"fmt"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

// SelfApproval lets people of one unit take one step on work of their own, where
// the unit has nobody else for it. The log names every use, and the step says so
// before it is taken.
type SelfApproval struct {
	Unit   string `json:"unit"`   // code of the unit whose records they are
	Step   string `json:"step"`   // "module.kind.transition"
	Reason string `json:"reason"` // why nobody else can, for whoever reads the record; required
}

// Bounds of the list and of a reason, in characters.
const (
	maxSelfApprovals      = 2_000
	maxSelfApprovalReason = 300
)

// SelfApprovalOf is the exception for a step ("module.kind.transition") on
// records of the unit with the code, nil if there is none.
func (s Settings) SelfApprovalOf(unit, step string) *SelfApproval {
	i := slices.IndexFunc(s.SelfApprovals, func(e SelfApproval) bool { return e.Unit == unit && e.Step == step })
	if i < 0 {
		return nil
	}
	return &s.SelfApprovals[i]
}

// checkSelfApprovals names the exceptions that cannot be. Whether their units and
// steps exist is for whoever knows both.
func (s Settings) checkSelfApprovals(bad func(field, code string)) {
	if len(s.SelfApprovals) > maxSelfApprovals {
		bad("self_approvals", "too_many_entries")
	}
	for i, e := range s.SelfApprovals {
		at := fmt.Sprintf("self_approvals[%d].", i)
		if e.Unit == "" {
			bad(at+"unit", "required")
		}
		if strings.Count(e.Step, ".") != 2 {
			bad(at+"step", "unknown_value")
		}
		if _, err := text.Check("reason", e.Reason, maxSelfApprovalReason, true); err != nil {
			bad(at+"reason", fault.Of(err).Code)
		}
		if s.SelfApprovalOf(e.Unit, e.Step) != &s.SelfApprovals[i] {
			bad(at+"step", "exists")
		}
	}
}

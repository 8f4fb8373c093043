package main

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/fault"
)

// TestComplaintTellsTheMend: the sentence, and what helps, beside the code.
func TestComplaintTellsTheMend(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	complain(&out, fault.New(fault.NotFound, "module_unknown", fault.Param("module", "gardn"), fault.Param("fix", "did you mean garden?")))
	for _, want := range []string{`There is no module "gardn" in this installation.`, "fix: did you mean garden?"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}

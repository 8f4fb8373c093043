package lane

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/doanket/doanket/cmd/dev/supply"
)

// TestLanesRunSideBySide, in whole lines; one that fails stops its own steps,
// and what it printed is shown.
func TestLanesRunSideBySide(t *testing.T) {
	t.Parallel()
	met := make(chan struct{})
	meet := func(context.Context, io.Writer) error {
		select {
		case met <- struct{}{}:
		case <-met:
		}
		return nil
	}
	never := func(context.Context, io.Writer) error { t.Error("a step after a failure"); return nil }
	var out bytes.Buffer
	err := Run(t.Context(), &out,
		Lane{"one", []Step{{"meet", false, meet}, {"say", true, func(_ context.Context, out io.Writer) error {
			for _, piece := range []string{"first ", "line\nsecond line\n", "unfinished"} {
				if _, err := fmt.Fprint(out, piece); err != nil {
					return err
				}
			}
			return nil
		}}}},
		Lane{"two", []Step{{"meet", false, meet}, {"break", false, func(_ context.Context, out io.Writer) error {
			_, _ = fmt.Fprintln(out, "what went wrong")
			return errors.New("broken")
		}}, {"after", false, never}}})
	if err == nil || err.Error() != "two: break: broken" {
		t.Errorf("failed with %v", err)
	}
	for _, want := range []string{"        one │ first line\n        one │ second line\n", "/ 5] one: meet ", "/ 5] two: meet ", "/ 5] one: say ", "[failed] two: break", "broken\nwhat went wrong\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("nothing says %q:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "unfinished") {
		t.Errorf("half a line was shown:\n%s", out.String())
	}
}

// TestASkippedStepIsSaidAloud: it neither fails the lane nor counts as done.
func TestASkippedStepIsSaidAloud(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	err := Run(t.Context(), &out, Lane{"supply", []Step{
		{"known vulnerabilities", true, func(context.Context, io.Writer) error { return fmt.Errorf("%w: no network", supply.ErrNoDatabase) }},
		{"next", false, func(context.Context, io.Writer) error { return nil }},
	}})
	if said := out.String(); err != nil || !strings.Contains(said, "[SKIPPED] supply: known vulnerabilities: the database of known vulnerabilities cannot be had, so nothing was looked at: no network") || !strings.Contains(said, "[ 1/ 2] supply: next") {
		t.Errorf("%v\n%s", err, said)
	}
}

package trial_test

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/module/moduletest"
	"github.com/doanket/doanket/core/module/trial"
)

var demo *moduletest.Demo

func TestMain(m *testing.M) {
	moduletest.Main(m, func(d *moduletest.Demo) { demo = d })
}

// silent are options without a log.
func silent() module.Options {
	return module.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
}

func TestASoundBinaryPassesFortyChecks(t *testing.T) {
	t.Parallel()
	checks, err := trial.Verify(context.Background(), filepath.Join(demo.Install(t, ""), "demo"), silent())
	if err != nil || len(checks) < 40 {
		t.Fatalf("%d checks, %v\n%s", len(checks), err, trial.Lines(checks))
	}
	seen := map[string]bool{}
	for _, c := range checks {
		if seen[c.Name] {
			t.Errorf("two checks are called %q", c.Name)
		}
		seen[c.Name] = true
	}
	if _, err := os.Stat(filepath.Join(os.TempDir(), "doanket-module-probe")); err == nil {
		t.Error("the write probe left a file")
	}
}

// Every bad binary must fail the check that is there for it.
func TestBadBinariesFail(t *testing.T) {
	t.Parallel()
	heard := map[string][]string{"textless": {"answers every record"}} // what must be asked before
	for boot, want := range map[string]string{
		"exit":     "starts through the sandbox",
		"lie":      "starts through the sandbox",
		"chatter":  "starts through the sandbox",
		"mix":      "two provinces never mix",
		"clock":    "same question, same answer",
		"crash":    "hostile records",
		"slow":     "answers in time",
		"textless": "every code said has a text",
		"grab":     "answers every record",
		"extra":    "everything declared is implemented",
		"forever":  "binary does not run without a host",
		"wide":     "a message above 8 MiB",
	} {
		t.Run(boot, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(demo.Install(t, boot), "demo")
			checks, err := trial.VerifyOnly(context.Background(), path, silent(), append([]string{want}, heard[boot]...)...)
			if !fault.HasCode(err, "module_unfit") {
				t.Fatalf("got %v", err)
			}
			for _, c := range checks {
				if !c.OK && strings.Contains(c.Name, want) {
					return
				}
			}
			t.Errorf("no check named %q failed\n%s", want, trial.Lines(checks))
		})
	}
}

// TestOneFaultIsToldOnce: the exam names the fault of a decision in words that
// tell the mend, once, and says of the checks it did not make which one failed.
func TestOneFaultIsToldOnce(t *testing.T) {
	t.Parallel()
	for boot, want := range map[string]string{
		"panics":  "the code panics on this record",
		"talks":   "lines of it were dropped after 1 questions: a decision answers, it does not log",
		"strange": `is at "titel", which is no field of demo.visit`,
		"slow":    "may take 800ms",
		"hangs":   "no answer within 10s: the code waits for something, or never ends, on this record",
		"meddles": `changes e.Old.note, which it is only given`,
		"clock":   "another time: a decision keeps nothing between questions",
	} {
		t.Run(boot, func(t *testing.T) {
			t.Parallel()
			checks, err := trial.VerifyOnly(context.Background(), filepath.Join(demo.Install(t, boot), "demo"), silent(), "visit.close: ")
			if !fault.HasCode(err, "module_unfit") {
				t.Fatalf("got %v", err)
			}
			said := trial.Lines(checks)
			if !strings.Contains(said, want) || boot != "clock" && strings.Count(said, "BAD") != 1 {
				t.Errorf("it says\n%s\nwant %q, and nothing else that is bad", said, want)
			}
			if boot != "clock" && !strings.Contains(said, "not asked: it fails «") {
				t.Errorf("what was not asked is not told:\n%s", said)
			}
		})
	}
}

func TestWhatIsNoModuleFails(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	moduletest.Put(t, filepath.Join(dir, "demo"), []byte("#!/bin/sh\nexit 1\n"))
	for _, path := range []string{filepath.Join(dir, "demo"), filepath.Join(dir, "nobody")} {
		checks, err := trial.Verify(context.Background(), path, module.Options{})
		if !fault.HasCode(err, "module_unfit") || len(checks) == 0 || checks[len(checks)-1].OK {
			t.Errorf("%s: %+v, %v", path, checks, err)
		}
	}
}

package module_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/module/moduletest"
)

func TestAKilledModuleAnswersTheSameCall(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), module.Patient)
	if _, err := ask(h, "p1", ""); err != nil {
		t.Fatal(err)
	}
	first := stateOf(h).PID
	done := make(chan error, 1)
	go func() {
		_, err := ask(h, "p1", "sleep 300ms")
		done <- err
	}()
	wait.Until(t, "in flight", func() bool { return stateOf(h).InFlight == 1 })
	if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if err := wait.Receive(t, "the answer", done); err != nil {
		t.Errorf("a pure question is asked again: %v", err)
	}
	if s := stateOf(h); s.PID == first || s.Retries != 1 || s.Crashes != 1 || s.Restarts != 1 {
		t.Errorf("state %+v", s)
	}
}

func TestAModuleKilledAgainAndAgainBacksOffIntoQuarantine(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), module.Brisk)
	for range 40 {
		if stateOf(h).Status == module.StatusQuarantined {
			break
		}
		_, err := ask(h, "p1", "exit")
		wantUnavailable(t, err)
	}
	if s := stateOf(h); s.Status != module.StatusQuarantined || s.Crashes < 5 {
		t.Fatalf("state %+v", s)
	}
	crashes := stateOf(h).Crashes
	_, err := ask(h, "p1", "exit")
	wantUnavailable(t, err)
	if s := stateOf(h); s.Crashes != crashes {
		t.Errorf("a quarantined module was asked: %+v", s)
	}
	wait.Until(t, "three good probes", func() bool { return stateOf(h).Status == module.StatusReady })
	if _, err := ask(h, "p1", ""); err != nil {
		t.Errorf("good again: %v", err)
	}
}

func TestAStoppedProcessIsKilledAndReplaced(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), module.Standard) // whose deadline comes before the health checks' verdict
	warm(t, h)
	first := stateOf(h).PID
	if err := syscall.Kill(first, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	wait.Until(t, "stopped", func() bool { return standing(first) == "T" })
	_, err := ask(h, "p1", "")
	wantUnavailable(t, err)
	wait.Until(t, "replaced", func() bool {
		s := stateOf(h)
		return s.Status == module.StatusReady && s.PID != first
	})
	if alive(first) {
		t.Error("the stopped process still lives")
	}
}

func TestStopAndCloseAreBounded(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), module.Patient)
	if _, err := ask(h, "p1", ""); err != nil {
		t.Fatal(err)
	}
	pid := stateOf(h).PID
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	stopped := make(chan error, 1)
	go func() { stopped <- h.Stop(context.Background(), "demo") }()
	if err := wait.Receive(t, "a process that does not answer to be stopped", stopped); err != nil {
		t.Fatal(err)
	}
	if alive(pid) || stateOf(h).Status != module.StatusAbsent {
		t.Error("not stopped")
	}
	if _, err := ask(h, "p1", ""); err != nil {
		t.Errorf("the next call starts it: %v", err)
	}
	pid = stateOf(h).PID
	if err := h.Kill("demo"); err != nil {
		t.Fatal(err)
	}
	wait.Until(t, "killed", func() bool { return !alive(pid) })
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := ask(h, "p1", "")
	wantUnavailable(t, err)
}

func TestManyDeadlinesMissedAreAHang(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), module.Standard)
	warm(t, h)
	first := stateOf(h).PID
	var group sync.WaitGroup
	for _, province := range []string{"p1", "p1", "p2", "p2", "p3", "p3"} {
		group.Go(func() {
			if _, err := ask(h, province, "sleep 60s"); !fault.Is(err, fault.Unavailable) {
				t.Errorf("got %v", err)
			}
		})
	}
	wait.All(t, "every call to be answered", &group)
	wait.Until(t, "replaced", func() bool {
		s := stateOf(h)
		return s.PID != 0 && s.PID != first
	})
}

func TestBadStartsNeverStopTheHost(t *testing.T) {
	t.Parallel()
	for boot, want := range map[string]string{"exit": "code 7", "mute": "timeout", "chatter": "Unrecognized", "lie": "manifest"} {
		t.Run(boot, func(t *testing.T) {
			t.Parallel()
			shape := module.Brisk
			if boot == "mute" {
				shape = module.Hasty
			}
			h := start(t, demo.Install(t, boot), shape)
			_, err := ask(h, "p1", "")
			wantUnavailable(t, err)
			wait.Until(t, "a clear error", func() bool {
				s := stateOf(h)
				return s.LastError != "" && s.Status != module.StatusReady && strings.Contains(s.LastError, want)
			})
		})
	}
}

func TestAWrongChecksumIsNeverRunAndHeals(t *testing.T) {
	t.Parallel()
	dir := demo.Install(t, "")
	moduletest.Put(t, filepath.Join(dir, "demo"), append(demo.Binary[:len(demo.Binary):len(demo.Binary)], "changed"...))
	h := start(t, dir, module.Brisk)
	_, err := ask(h, "p1", "")
	wantUnavailable(t, err)
	if s := stateOf(h); s.Status != module.StatusQuarantined || !strings.Contains(s.LastError, "checksum") || s.PID != 0 || s.Crashes != 0 {
		t.Fatalf("state %+v", s)
	}
	infos, err := h.Discover(context.Background())
	if err != nil || len(infos) != 1 || infos[0].Manifest.Kind("visit") == nil {
		t.Errorf("the manifest is readable all the same: %+v, %v", infos, err)
	}
	moduletest.Put(t, filepath.Join(dir, "demo"), demo.Binary)
	if _, err := ask(h, "p1", ""); err != nil {
		t.Errorf("healed upon demand: %v", err)
	}
}

func TestAMissingBinaryHealsByItself(t *testing.T) {
	t.Parallel()
	dir := demo.Install(t, "")
	if err := os.Remove(filepath.Join(dir, "demo")); err != nil {
		t.Fatal(err)
	}
	h := start(t, dir, module.Brisk)
	_, err := ask(h, "p1", "")
	wantUnavailable(t, err)
	if s := stateOf(h); s.Status != module.StatusAbsent || !strings.Contains(s.LastError, "missing") {
		t.Errorf("state %+v", s)
	}
	moduletest.Put(t, filepath.Join(dir, "demo"), demo.Binary)
	wait.Until(t, "started without anybody asking", func() bool { return stateOf(h).Status == module.StatusReady })
}

func TestAPinOverridesTheCatalogue(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), func(o module.Options) module.Options {
		o.Pins = map[string]string{"demo": strings.Repeat("0", 64)}
		return o
	})
	_, err := ask(h, "p1", "")
	wantUnavailable(t, err)
	if s := stateOf(h); !strings.Contains(s.LastError, "checksum") {
		t.Errorf("state %+v", s)
	}
}

func TestAFloodIsCapped(t *testing.T) {
	t.Parallel()
	log := &lines{}
	h := start(t, demo.Install(t, ""), func(o module.Options) module.Options {
		o = module.Patient(o)
		o.Log = slog.New(slog.NewTextHandler(log, nil))
		return o
	})
	if _, err := ask(h, "p1", "longline"); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_, _ = ask(h, "p1", "flood")
	if s := stateOf(h); s.LogDropped == 0 {
		t.Error("nothing was dropped")
	}
	wait.Until(t, "the host to say how much was dropped", func() bool { return strings.Contains(log.String(), "lines_dropped") })
	seconds, text, size := int(time.Since(began)/time.Second)+2, log.String(), 0
	if n := strings.Count(text, "module log\""); n > module.LogLines+10*seconds {
		t.Errorf("%d lines in %d s", n, seconds)
	}
	for _, line := range strings.Split(text, "\n") {
		if strings.Contains(line, "module log\"") {
			size += len(line)
		}
		if len(line) > module.LogBytes+1024 {
			t.Errorf("a line of %d bytes passed", len(line))
		}
	}
	if most := module.LogSize + (4<<10)*seconds + 200*(module.LogLines+10*seconds); size > most {
		t.Errorf("%d bytes passed in %d s, at most %d", size, seconds, most)
	}
	var lines, bytes int
	for rest := text; ; {
		_, after, there := strings.Cut(rest, "lines_dropped=")
		if !there {
			break
		}
		var l, b int
		if _, err := fmt.Sscanf(after, "%d bytes_dropped=%d", &l, &b); err != nil {
			t.Fatal(err)
		}
		lines, bytes, rest = lines+l, bytes+b, after
	}
	if lines < 1000 || bytes < 100_000 {
		t.Errorf("said to be dropped: %d lines, %d bytes", lines, bytes)
	}
	if !strings.Contains(text, "module=demo") || !strings.Contains(text, "p1") {
		t.Error("the lines are not tagged with module and province")
	}
}

func TestACatalogueThatIsNoneMeansNoModules(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "{", `{"../evil":{"sha256":"x","manifest":"demo.yaml"}}`, `{"demo":{"sha256":"x","manifest":"demo.yaml"}}`} {
		dir := t.TempDir()
		if text != "" {
			moduletest.Put(t, filepath.Join(dir, "catalog.json"), []byte(text))
		}
		h := start(t, dir, nil)
		_, err := ask(h, "p1", "")
		wantUnavailable(t, err)
		infos, _ := h.Discover(context.Background())
		for _, i := range infos {
			if i.Problem == nil {
				t.Errorf("%s: no problem told", text)
			}
		}
	}
}

// TestAManifestThatDoesNotCompileIsSetAside: the catalogue tells which line is
// wrong, nothing of the module runs, and a mended manifest is accepted.
func TestAManifestThatDoesNotCompileIsSetAside(t *testing.T) {
	t.Parallel()
	dir := demo.Install(t, "")
	bad := strings.Replace(string(demo.Manifest), "transitions:\n", "transitions:\n        - {name: never, label: {vi: \"Không\", en: \"Never\"}, from: [draft], to: draft, roles: [officer], when: \"state == 'drafft'\"}\n", 1)
	if bad == string(demo.Manifest) {
		t.Fatal("the case changes nothing")
	}
	moduletest.Put(t, filepath.Join(dir, "demo.yaml"), []byte(bad))
	h := start(t, dir, nil)
	infos, err := h.Discover(context.Background())
	if err != nil || len(infos) != 1 || infos[0].Manifest != nil || !fault.HasCode(infos[0].Problem, "module.manifest") {
		t.Fatalf("got %+v, %v", infos, err)
	}
	if text := infos[0].Problem.Error(); !strings.Contains(text, "demo.yaml:") || !strings.Contains(text, "did you mean draft") {
		t.Errorf("the reason says %s", text)
	}
	_, err = ask(h, "p1", "")
	wantUnavailable(t, err)
	moduletest.Put(t, filepath.Join(dir, "demo.yaml"), demo.Manifest)
	if infos, err = h.Discover(context.Background()); err != nil || infos[0].Manifest == nil {
		t.Errorf("mended: %+v, %v", infos, err)
	}
}

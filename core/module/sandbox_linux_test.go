package module_test

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/module"
)

func probe(t *testing.T, h *module.Host, what string) string {
	t.Helper()
	v, err := ask(h, "p1", "probe "+what)
	if err != nil {
		t.Fatalf("probe %s: %v", what, err)
	}
	note, _ := v.Set["note"].(string)
	return note
}

func TestTheSandboxDeniesWhatAModuleNeedsNot(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), module.Patient)
	for _, what := range []string{"read", "list", "write", "tcp", "listen", "udp", "unix", "exec", "self", "signal"} {
		if got := probe(t, h, what); !strings.HasPrefix(got, "denied") {
			t.Errorf("%s: %s", what, got)
		}
	}
	if _, err := os.Stat("/tmp/doanket-module-probe"); err == nil {
		t.Error("the write probe left a file")
	}
	if s := stateOf(h); s.Crashes != 0 {
		t.Errorf("a denial must not end the process: %+v", s)
	}
}

func TestTheProbesSucceedWithoutTheSandbox(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), func(o module.Options) module.Options {
		o = module.Patient(o)
		o.Unconfined = []string{"demo"}
		return o
	})
	for _, what := range []string{"read", "list", "tcp", "listen", "exec", "signal"} {
		if got := probe(t, h, what); got != "SUCCEEDED" {
			t.Errorf("%s: %s; the probe proves nothing", what, got)
		}
	}
}

// TestAHostileModuleReachesNothing lets the module try what would hurt the host
// or what is stored; without the cell most of it works, or the test proves
// nothing.
func TestAHostileModuleReachesNothing(t *testing.T) {
	t.Parallel()
	open := func(o module.Options) module.Options {
		o = module.Patient(o)
		o.Sandbox = "off"
		return o
	}
	for name, c := range map[string]struct {
		shape       func(module.Options) module.Options
		least, most int
	}{"in the cell": {module.Patient, 0, 0}, "outside": {open, 20, 100}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			file := filepath.Join(dir, "evidence")
			if err := os.WriteFile(file, []byte("stored"), 0o600); err != nil {
				t.Fatal(err)
			}
			h := start(t, demo.Install(t, ""), c.shape)
			warm(t, h)
			v, err := ask(h, "p1", "hostile "+file)
			if err != nil {
				t.Fatal(err)
			}
			said, _ := v.Set["note"].(string)
			if done := strings.FieldsFunc(said, func(r rune) bool { return r == ',' }); len(done) < c.least || len(done) > c.most {
				t.Errorf("%d attempts succeeded: %s", len(done), said)
			}
			if c.most > 0 {
				return
			}
			st, err := os.Stat(file)
			left, rerr := os.ReadDir(dir)
			if err != nil || rerr != nil || st.Size() != 6 || st.Mode().Perm() != 0o600 || len(left) != 1 {
				t.Errorf("the file is %v, %v; beside it lie %v", st, err, left)
			}
		})
	}
}

// TestThreadsAndFilesAreBounded: a module that starts threads or makes files
// without end dies at its bound, and the host serves on.
func TestThreadsAndFilesAreBounded(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), module.Patient)
	warm(t, h)
	v, err := ask(h, "p1", "hoard")
	if err != nil {
		t.Fatal(err)
	}
	if held, _ := strconv.Atoi(fmt.Sprint(v.Set["note"])); held < 100 || held > 256 {
		t.Errorf("it holds %d files, may hold 256", held)
	}
	for _, what := range []string{"crowd", "litter"} {
		was := stateOf(h).Crashes
		_, _ = ask(h, "p1", what)
		wait.Until(t, "the module to die of "+what, func() bool { return stateOf(h).Crashes > was })
		warm(t, h)
	}
}

// TestAMinerDies: who counts for itself when nothing is asked is ended, and the
// host says why.
func TestAMinerDies(t *testing.T) {
	t.Parallel()
	log := &lines{}
	h := start(t, demo.Install(t, ""), func(o module.Options) module.Options {
		o = module.Austere(o)
		o.Log = slog.New(slog.NewTextHandler(log, nil))
		return o
	})
	warm(t, h)
	if _, err := ask(h, "p1", "spin"); err != nil {
		t.Fatal(err)
	}
	wait.Until(t, "the miner to die", func() bool { return strings.Contains(log.String(), "processors") })
	warm(t, h)
}

// TestAModuleIsNobody: where the host is root, its module is a user that owns
// nothing.
func TestAModuleIsNobody(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("only root may give a module a user of its own")
	}
	h := start(t, demo.Install(t, ""), module.Patient)
	warm(t, h)
	st, err := os.Stat(fmt.Sprintf("/proc/%d", h.PID("demo")))
	if err != nil {
		t.Fatal(err)
	}
	if uid := st.Sys().(*syscall.Stat_t).Uid; uid < 1<<30 {
		t.Errorf("it runs as user %d", uid)
	}
}

func TestTheEnvironmentHoldsSixNames(t *testing.T) {
	t.Setenv("DB_PASSWORD", "secret")
	h := start(t, demo.Install(t, ""), module.Patient)
	names := strings.Fields(probe(t, h, "env"))
	if len(names) == 0 || len(names) > 6 || strings.Contains(strings.Join(names, " "), "DB_PASSWORD") {
		t.Errorf("the module sees %v", names)
	}
	if got := probe(t, h, "cwd"); got != "empty" {
		t.Errorf("the working directory is %s", got)
	}
}

func TestAGreedyModuleDiesAtItsCap(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), module.Patient)
	if _, err := ask(h, "p1", ""); err != nil {
		t.Fatal(err)
	}
	_, err := ask(h, "p1", "eat") // asked twice: the process dies under the first
	wantUnavailable(t, err)
	if s := stateOf(h); s.Retries != 1 || s.Crashes < 1 {
		t.Errorf("state %+v", s)
	}
	wait.Until(t, "back again", func() bool {
		_, err := ask(h, "p1", "")
		return err == nil
	})
	if rss := stateOf(h).RSS; rss > 256<<20 {
		t.Errorf("holds %d MiB", rss>>20)
	}
}

func TestTheWatchKillsAboveTheCapWithoutLimits(t *testing.T) {
	t.Parallel()
	h := start(t, demo.Install(t, ""), func(o module.Options) module.Options {
		o = module.Patient(o)
		o.Memory = 16 << 20 // less than the runtime itself needs resident
		return o
	})
	_, _ = ask(h, "p1", "sleep 2s")
	wait.Until(t, "killed for its memory", func() bool { return stateOf(h).Crashes > 0 })
}

// TestNoOrphanOutlivesTheHost kills a host with SIGKILL and looks for its
// module.
func TestNoOrphanOutlivesTheHost(t *testing.T) {
	t.Parallel()
	dir := demo.Install(t, "")
	cmd := exec.Command(os.Args[0], "host-helper", dir)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(wait.Line(t, "the module to run in the helper", out))
	if err != nil || pid == 0 {
		t.Fatalf("no module in the helper: %v", err)
	}
	if !alive(pid) {
		t.Fatal("the module does not live")
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = wait.Exit(t, "the killed host to end", cmd)
	wait.Until(t, "the module ended with its host", func() bool { return !alive(pid) })
}

// hostHelper is a host in a process of its own: it starts the module, says its
// process id and waits to be killed.
func hostHelper(dir string) {
	sockets, err := os.MkdirTemp(filepath.Dir(dir), "h")
	if err != nil {
		os.Exit(1)
	}
	h, err := module.New(module.Patient(module.Options{Dir: dir, SocketDir: sockets}))
	if err != nil {
		os.Exit(1)
	}
	if _, err := ask(h, "p1", ""); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(h.PID("demo"))
	_, _ = io.Copy(io.Discard, os.Stdin) // until killed, or the parent has gone
}

// alive reports whether a process runs; one that is dead but not yet buried
// does not.
func alive(pid int) bool {
	s := standing(pid)
	return s != "" && s != "Z"
}

// standing is the letter of a process's state, "" if there is none.
func standing(pid int) string {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return ""
	}
	_, after, _ := strings.Cut(string(raw), ") ")
	letter, _, _ := strings.Cut(after, " ")
	return letter
}

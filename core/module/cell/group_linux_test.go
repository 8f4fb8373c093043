package cell_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/doanket/doanket/core/coretest/task"
	"github.com/doanket/doanket/core/module/cell"
)

// kernelsFolder is a group of the test's own in the kernel's tree, "" where the test
// may make none.
func kernelsFolder(t *testing.T) string {
	t.Helper()
	root, err := cell.GroupRoot()
	if err != nil {
		return ""
	}
	folder := filepath.Join(root, "doanket-test-"+strconv.Itoa(os.Getpid())+"-"+t.Name())
	if err := os.Mkdir(folder, 0o700); err != nil {
		return ""
	}
	t.Cleanup(func() {
		if err := unix.Rmdir(folder); err != nil {
			t.Errorf("something is left in the group: %v", err)
		}
	})
	return folder
}

// TestAProcessBeginsInItsGroupAndEndsWithIt, in the kernel's own tree where the test
// may write there: nothing of the command runs outside, and what it started ends too.
func TestAProcessBeginsInItsGroupAndEndsWithIt(t *testing.T) {
	task.Alone(t, func(t *testing.T) {
		folder := kernelsFolder(t)
		if folder == "" {
			t.Log("no tree of version 2 that the test may write: the kernel was not asked")
			return
		}
		g, err := cell.TakeGroups(folder)
		if err != nil {
			t.Logf("the tree has no controller to bound by (%v): held by a group without limits", err)
			g = cell.GroupsIn(folder)
		}
		group, err := g.Make(64 << 20)
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("sh", "-c", "cat /proc/self/cgroup; sleep 60 & sleep 60")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		group.Hold(cmd)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		said := make([]byte, 4096)
		n, _ := out.Read(said)
		if want := "0::/" + filepath.Base(folder) + "/" + filepath.Base(cell.Folder(group)) + "\n"; !strings.HasSuffix(string(said[:n]), want) {
			t.Errorf("it is in %q, want %q", said[:n], want)
		}
		if slices.Contains(g.Holds(), "pids") {
			if raw, err := os.ReadFile(filepath.Join(cell.Folder(group), "pids.max")); err != nil || strings.TrimSpace(string(raw)) != strconv.Itoa(cell.MaxThreads) {
				t.Errorf("pids.max is %q, %v", raw, err)
			}
		}
		started := time.Now()
		if err := group.Remove(); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err == nil || time.Since(started) > 10*time.Second {
			t.Errorf("it ended by %v after %v", err, time.Since(started))
		}
		if err := group.Remove(); err != nil {
			t.Errorf("a second time: %v", err)
		}
	})
}

// TestGroupsAskForTheirLimits in a folder of plain files that has the names of the
// kernel's: what is asked, and what is asked of nobody who has it not.
func TestGroupsAskForTheirLimits(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("cgroup.controllers", "cpuset memory pids\n")
	write("cgroup.subtree_control", "")
	g := cell.GroupsIn(folder, "memory", "pids")
	group, err := g.Make(256 << 20)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"memory.max": "335544320", "memory.swap.max": "0", "memory.oom.group": "1", "pids.max": "128"} {
		if raw, err := os.ReadFile(filepath.Join(cell.Folder(group), name)); err != nil || string(raw) != want {
			t.Errorf("%s is %q, %v; want %s", name, raw, err, want)
		}
	}
	if _, err := os.Stat(filepath.Join(cell.Folder(group), "cpu.weight")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("cpu.weight was asked of a tree without the controller: %v", err)
	}
	write("cgroup.controllers", "hugetlb\n")
	if _, err := cell.TakeGroups(folder); err == nil || !strings.Contains(err.Error(), "none of memory, pids and cpu") {
		t.Errorf("a tree that bounds nothing: %v", err)
	}
	if _, err := cell.OpenGroups(folder); err == nil || !strings.Contains(err.Error(), "version 2") {
		t.Errorf("a folder that is none of the kernel's: %v", err)
	}
}

// TestBoundsSayWhatIsNotInForce for each reason there is.
func TestBoundsSayWhatIsNotInForce(t *testing.T) {
	t.Parallel()
	missing := func(all []cell.Bound) (out []string) {
		for _, b := range all {
			if b.Missing != "" {
				out = append(out, b.Name+": "+b.Missing)
			}
		}
		return out
	}
	all := missing(cell.Bounds("MODULE_SANDBOX is off", nil, errors.New("nothing is delegated")))
	if len(all) != 7 || !strings.Contains(all[0], "Landlock") || !strings.HasSuffix(all[6], "nothing is delegated") {
		t.Errorf("with all left out: %q", all)
	}
	some := missing(cell.Bounds("", cell.GroupsIn("", "memory", "cpu"), nil))
	if len(some) == 0 || !strings.Contains(some[len(some)-1], "controller pids") || len(some) > 5 {
		t.Errorf("without pids: %q", some)
	}
}

package cell

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Limits of the kernel's groups (cgroup version 2).
const (
	groupSpare  = 64 << 20 // beyond the memory a module may hold: its binary lies in memory too, and the watch is to speak first
	groupWeight = 50       // of processors, where the host and everybody else have 100
	groupName   = "module-"
)

// hostsGroup is what the server's own group is called where systemd keeps the rest of
// its tree free for it (Delegate=yes, DelegateSubgroup=server).
const hostsGroup = "server"

// Groups is a folder of a cgroup tree of version 2 in which the host may make groups;
// nil holds nothing.
type Groups struct {
	folder string
	holds  []string // memory, pids, cpu: those of the kernel's that are there
}

// limit is one of a group's: its controller, the file, what is asked.
type limit struct{ controller, file, value string }

func groupLimits(memory int64) []limit {
	return []limit{
		{"memory", "memory.max", strconv.FormatInt(memory+groupSpare, 10)},
		{"memory", "memory.swap.max", "0"},
		{"memory", "memory.oom.group", "1"},
		{"pids", "pids.max", strconv.Itoa(MaxThreads)},
		{"cpu", "cpu.weight", strconv.Itoa(groupWeight)},
	}
}

// OpenGroups takes the folder the operator names, else the one systemd delegated.
// Error: why there is none; with a folder named it must be set right, without one
// modules are held by the other bounds.
func OpenGroups(folder string) (*Groups, error) {
	if folder == "" {
		var err error
		if folder, err = delegated(); err != nil {
			return nil, err
		}
	}
	var st unix.Statfs_t
	if err := unix.Statfs(folder, &st); err != nil {
		return nil, fmt.Errorf("%s: %w", folder, err)
	}
	if st.Type != unix.CGROUP2_SUPER_MAGIC {
		return nil, fmt.Errorf("%s is no folder of a cgroup tree of version 2", folder)
	}
	return takeGroups(folder)
}

// takeGroups has the folder's children bounded and tries whether one can be made.
func takeGroups(folder string) (*Groups, error) {
	g := &Groups{folder: folder}
	for _, c := range []string{"memory", "pids", "cpu"} {
		if holds(filepath.Join(folder, "cgroup.controllers"), c) &&
			os.WriteFile(filepath.Join(folder, "cgroup.subtree_control"), []byte("+"+c), 0) == nil { //nolint:gosec // a file of the kernel's
			g.holds = append(g.holds, c)
		}
	}
	if len(g.holds) == 0 {
		return nil, fmt.Errorf("%s gives its groups none of memory, pids and cpu, or has processes of its own", folder)
	}
	g.sweep()
	trial, err := g.Make(0)
	if err != nil {
		return nil, err
	}
	return g, trial.Remove()
}

// sweep removes what a host that was killed has left; the kernel keeps those with a
// process in them, and a young one may be about to get one.
func (g *Groups) sweep() {
	old, _ := filepath.Glob(filepath.Join(g.folder, groupName+"*"))
	for _, folder := range old {
		if st, err := os.Stat(folder); err == nil && time.Since(st.ModTime()) > time.Minute {
			_ = unix.Rmdir(folder)
		}
	}
}

func holds(file, word string) bool {
	raw, err := os.ReadFile(file)
	return err == nil && slices.Contains(strings.Fields(string(raw)), word)
}

// delegated is the folder above the server's own group, where systemd keeps one apart.
func delegated() (string, error) {
	own := ""
	raw, err := os.ReadFile("/proc/self/cgroup")
	for line := range strings.Lines(string(raw)) {
		if path, ok := strings.CutPrefix(strings.TrimSpace(line), "0::"); ok {
			own = path
		}
	}
	if err != nil || filepath.Base(own) != hostsGroup {
		return "", errors.New("no cgroup tree of version 2 is delegated to the server")
	}
	root, err := groupRoot()
	return filepath.Join(root, filepath.Dir(own)), err
}

// groupRoot is where the tree of version 2 is mounted.
func groupRoot() (string, error) {
	f, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return "", err
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		mount, kind, _ := strings.Cut(lines.Text(), " - ")
		if fields := strings.Fields(mount); strings.HasPrefix(kind, "cgroup2 ") && len(fields) > 4 {
			return fields[4], nil
		}
	}
	return "", errors.New("no cgroup tree of version 2 is mounted")
}

// Holds names what the groups bound: memory, pids, cpu.
func (g *Groups) Holds() []string {
	if g == nil {
		return nil
	}
	return g.holds
}

// Group is one module's process and whatever it starts.
type Group struct {
	folder string
	fd     *os.File
}

// Make makes a group with its limits, before there is a process in it. A nil Groups
// makes a nil Group, which holds nobody.
func (g *Groups) Make(memory int64) (*Group, error) {
	if g == nil {
		return nil, nil //nolint:nilnil // no groups, no group
	}
	folder, err := os.MkdirTemp(g.folder, groupName)
	if err != nil {
		return nil, fmt.Errorf("make a group: %w", err)
	}
	out := &Group{folder: folder}
	for _, l := range groupLimits(memory) {
		err := error(nil)
		if slices.Contains(g.holds, l.controller) {
			err = os.WriteFile(filepath.Join(folder, l.file), []byte(l.value), 0o600)
		}
		if err != nil && !(l.file == "memory.swap.max" && errors.Is(err, os.ErrNotExist)) { // a kernel without swap has none
			return nil, errors.Join(fmt.Errorf("%s: %w", l.file, err), out.Remove())
		}
	}
	if out.fd, err = os.Open(folder); err != nil {
		return nil, errors.Join(err, out.Remove())
	}
	return out, nil
}

// Hold has the command begin in the group: no instruction of it runs outside.
func (g *Group) Hold(cmd *exec.Cmd) {
	if g == nil {
		return
	}
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.UseCgroupFD, cmd.SysProcAttr.CgroupFD = true, int(g.fd.Fd())
}

// Remove ends all that is left in the group, and the group; it may come twice.
func (g *Group) Remove() error {
	if g == nil {
		return nil
	}
	if g.fd != nil {
		_ = g.fd.Close()
	}
	_ = os.WriteFile(filepath.Join(g.folder, "cgroup.kill"), []byte("1"), 0) //nolint:gosec // a file of the kernel's, since 5.14
	var err error
	for range 20 { // the dead leave a little later
		if err = unix.Rmdir(g.folder); err == nil || errors.Is(err, unix.ENOENT) {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("remove a group: %w", err)
}

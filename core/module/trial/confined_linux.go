package trial

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/module/cell"
)

// confined looks at the process as the kernel shows it, and lets the cell try
// from inside what no module may do.
func (v *verification) confined(ctx context.Context, p module.Running) {
	proc := "/proc/" + strconv.Itoa(p.PID())
	v.check("environment holds at most six known names", environment(proc))
	v.check("working directory is empty and its own", directory(proc))
	v.check("holds no open file of the host", openFiles(proc))
	v.check("leads a process group of its own", group(p.PID()))
	v.check("may open 256 files, write none, dump no core", limited(proc, v.host.Options().Memory))
	if !v.host.Confined(v.info.ID) {
		return // on purpose, for development
	}
	v.check("has no capability, can gain none, is filtered", rights(proc))
	found, err := v.probes(ctx)
	for _, name := range cell.Attempts {
		why := err
		if err == nil && found[name] != cell.Denied {
			why = fmt.Errorf("%s", found[name])
		}
		v.check("from inside: "+name+" is denied", why)
	}
}

func environment(proc string) error {
	raw, err := os.ReadFile(proc + "/environ")
	if err != nil {
		return err
	}
	known := module.Environment()
	names := []string{}
	for kv := range bytes.SplitSeq(bytes.Trim(raw, "\x00"), []byte{0}) {
		name, _, _ := strings.Cut(string(kv), "=")
		names = append(names, name)
		if !slices.Contains(known, name) {
			return fmt.Errorf("it sees %s", name)
		}
	}
	if len(names) == 0 || len(names) > 6 {
		return fmt.Errorf("it sees %v", names)
	}
	return nil
}

func directory(proc string) error {
	st, err := os.Stat(proc + "/cwd")
	if err != nil {
		return err
	}
	if st.Mode().Perm() != 0o700 {
		return fmt.Errorf("others may enter it: %v", st.Mode())
	}
	entries, err := os.ReadDir(proc + "/cwd")
	for _, e := range entries {
		if e.Type().IsRegular() {
			return fmt.Errorf("there is %s in it", e.Name())
		}
	}
	return err
}

func openFiles(proc string) error {
	links, err := filepath.Glob(proc + "/fd/*")
	if err != nil || len(links) == 0 {
		return errors.Join(err, errors.New("its files cannot be seen"))
	}
	for _, l := range links {
		to, err := os.Readlink(l)
		if err != nil {
			continue // closed meanwhile
		}
		kind, _, _ := strings.Cut(to, ":")
		if to != "/dev/null" && !slices.Contains([]string{"socket", "pipe", "anon_inode"}, kind) && !strings.HasPrefix(to, "/memfd:") {
			return fmt.Errorf("it holds %s", to)
		}
	}
	return nil
}

func group(pid int) error {
	if got, err := unix.Getpgid(pid); err != nil || got != pid {
		return fmt.Errorf("its group is %d: %w", got, err)
	}
	return nil
}

func limited(proc string, memory int64) error {
	raw, err := os.ReadFile(proc + "/limits")
	if err != nil {
		return err
	}
	for name, want := range map[string]string{"Max open files": "256", "Max core file size": "0", "Max file size": "0", "Max data size": strconv.FormatInt(memory, 10)} {
		_, rest, _ := strings.Cut(string(raw), name)
		if f := strings.Fields(rest); len(f) < 2 || f[0] != want || f[1] != want {
			return fmt.Errorf("%s is not %s", name, want)
		}
	}
	return nil
}

func rights(proc string) error {
	raw, err := os.ReadFile(proc + "/status")
	if err != nil {
		return err
	}
	for name, want := range map[string]string{"NoNewPrivs:": "1", "Seccomp:": "2", "CapEff:": "0000000000000000", "CapPrm:": "0000000000000000"} {
		_, rest, _ := strings.Cut(string(raw), name)
		if f := strings.Fields(rest); len(f) == 0 || f[0] != want {
			return fmt.Errorf("%s is not %s", name, want)
		}
	}
	return nil
}

// halted stops a process as a debugger would, and waits until it stands.
func halted(p module.Running) error {
	pid := p.PID()
	if err := unix.Kill(pid, unix.SIGSTOP); err != nil {
		return err
	}
	for range 200 {
		raw, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		if err != nil {
			return err
		}
		if _, rest, _ := strings.Cut(string(raw), ") "); strings.HasPrefix(rest, "T") {
			return nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	return errors.New("it does not stop")
}

// probes lets the confined side try what is denied.
func (v *verification) probes(ctx context.Context) (map[string]string, error) {
	dir, err := os.MkdirTemp(v.host.Options().SocketDir, "p")
	if err != nil {
		return nil, err
	}
	return cell.Probe(ctx, v.host.Command(v.info), v.info.SHA256, v.info.Path, dir)
}

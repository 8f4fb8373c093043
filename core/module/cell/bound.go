package cell

import (
	"cmp"
	"os"
	"slices"
)

// Bound is one of those that hold a module's process.
type Bound struct {
	Name    string
	Missing string // why it is not in force here; "": it is
}

// feature is one thing the cell needs of the kernel.
type feature struct {
	name  string
	there func() bool
}

// Bounds names all there are and which this machine lacks; off says why the sandbox was
// left out, without why there are no groups.
func Bounds(off string, groups *Groups, without error) []Bound {
	var out []Bound
	for _, f := range features {
		missing := off
		if missing == "" && !f.there() {
			missing = "this kernel has it not, so no confined module starts"
		}
		out = append(out, Bound{f.name, missing})
	}
	user := off
	if os.Geteuid() != 0 {
		user = cmp.Or(user, "only root gives one; modules share the server's, without a capability")
	}
	out = append(out, Bound{"a user of its own for each process", user},
		Bound{"limits of the process (rlimit: files, memory, no core, no file's size) and the watch's", ""})
	for _, g := range []struct{ controller, name string }{
		{"memory", "the kernel's groups: memory"}, {"pids", "the kernel's groups: processes and threads"}, {"cpu", "the kernel's groups: a lesser share of processors"},
	} {
		missing := ""
		switch {
		case without != nil:
			missing = without.Error()
		case !slices.Contains(groups.Holds(), g.controller):
			missing = "the delegated tree has no controller " + g.controller
		}
		out = append(out, Bound{g.name, missing})
	}
	return out
}

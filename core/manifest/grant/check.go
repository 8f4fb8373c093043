package grant

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

var (
	actions = []string{"read", "create", "update", "attach", "comment", "discard", "unseal", "excuse"}
	reaches = []string{manifest.ReachOwn, manifest.ReachBranch, manifest.ReachSubtree, manifest.ReachAddressed, manifest.ReachAddressedSubtree}
)

// Check says what of a manifest's access lines gives nobody anything, with file, line
// and mend.
func Check(m *manifest.Manifest) []manifest.Problem {
	c := &checker{Findings: manifest.Findings{M: m}}
	for i := range m.Kinds {
		for _, role := range slices.Sorted(maps.Keys(m.Kinds[i].Access)) {
			c.line(&m.Kinds[i], manifest.Path("kinds", i, "access", role), role)
		}
	}
	return c.Problems
}

type checker struct {
	manifest.Findings
}

// line checks what one role may do with records of a kind.
func (c *checker) line(k *manifest.Kind, path, role string) {
	var roles, steps []string
	for _, r := range c.M.Roles {
		roles = append(roles, r.ID)
	}
	for _, t := range k.Lifecycle.Transitions {
		steps = append(steps, t.Name)
	}
	c.Known(path, "role", role, roles)
	var slots []string
	for _, s := range k.Slots {
		slots = append(slots, s.Code)
	}
	has := map[string]bool{}
	for i, a := range k.Access[role] {
		at := manifest.Path(path, i)
		action, reach, own := strings.Cut(a, "@")
		has[action] = true
		if own {
			c.Known(at, "reach", reach, reaches)
		}
		if step, do := strings.CutPrefix(action, "do:"); do {
			c.Known(at, "transition", step, steps)
			continue
		}
		if slot, attach := strings.CutPrefix(action, "attach:"); attach {
			c.Known(at, "slot", slot, slots)
			continue
		}
		c.Known(at, "action", action, actions)
	}
	if has["unseal"] && !has["read"] {
		c.Problems = append(c.Problems, c.M.Locate(path, "role "+strconv.Quote(role)+" may unseal what it cannot read", "add read to its line: who opens a sealed field sees the record it is of"))
	}
}

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
	c := &checker{m: m}
	for i := range m.Kinds {
		for _, role := range slices.Sorted(maps.Keys(m.Kinds[i].Access)) {
			c.line(&m.Kinds[i], manifest.Path("kinds", i, "access", role), role)
		}
	}
	return c.problems
}

type checker struct {
	m        *manifest.Manifest
	problems []manifest.Problem
}

func (c *checker) known(path, noun, word string, all []string) {
	if !slices.Contains(all, word) {
		c.problems = append(c.problems, c.m.Locate(path, noun+" "+strconv.Quote(word)+" does not exist", manifest.OneOf(word, all)))
	}
}

// line checks what one role may do with records of a kind.
func (c *checker) line(k *manifest.Kind, path, role string) {
	var roles, steps []string
	for _, r := range c.m.Roles {
		roles = append(roles, r.ID)
	}
	for _, t := range k.Lifecycle.Transitions {
		steps = append(steps, t.Name)
	}
	c.known(path, "role", role, roles)
	has := map[string]bool{}
	for i, a := range k.Access[role] {
		at := manifest.Path(path, i)
		action, reach, own := strings.Cut(a, "@")
		has[action] = true
		if own {
			c.known(at, "reach", reach, reaches)
		}
		if step, do := strings.CutPrefix(action, "do:"); do {
			c.known(at, "transition", step, steps)
			continue
		}
		c.known(at, "action", action, actions)
	}
	if has["unseal"] && !has["read"] {
		c.problems = append(c.problems, c.m.Locate(path, "role "+strconv.Quote(role)+" may unseal what it cannot read", "add read to its line: who opens a sealed field sees the record it is of"))
	}
}

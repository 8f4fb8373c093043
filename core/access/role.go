package access

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/fault"
)

// Permission allows an action on a kind, both patterns: "*", "demo.*", "do:*".
type Permission struct {
	Kind   string `json:"kind" yaml:"kind"`
	Action string `json:"action" yaml:"action"`
	Reach  Reach  `json:"reach" yaml:"reach"` // "" is own
}

// Label is a text in both languages.
type Label struct {
	VI string `json:"vi" yaml:"vi"`
	EN string `json:"en" yaml:"en"`
}

// Role is the province's own: permissions, roles it inherits from, and the
// roles it plays in modules.
type Role struct {
	ID          string              `json:"id" yaml:"id"`
	Label       Label               `json:"label" yaml:"label"`
	Inherits    []string            `json:"inherits,omitempty" yaml:"inherits"`
	Permissions []Permission        `json:"permissions,omitempty" yaml:"permissions"`
	Plays       map[string][]string `json:"plays,omitempty" yaml:"plays"`
	Help        []Label             `json:"help,omitempty" yaml:"help"` // the first steps, at most three lines, shown to whoever comes new to it
}

// maxHelp is how many lines of help a role has.
const maxHelp = 3

// maxDepth is how long a chain of inheritance may be: Casbin follows ten.
const maxDepth = 8

var (
	roleID  = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)
	pattern = regexp.MustCompile(`^(\*|[a-z][a-z0-9_.:]{0,99}\*?)$`)
)

// check names every mistake in the set of roles at once.
func check(roles []Role) error {
	var wrong []fault.FieldError
	bad := func(r Role, what, code, value string) {
		wrong = append(wrong, fault.FieldError{Field: "roles." + r.ID + "." + what, Code: code, Params: map[string]string{"value": value}})
	}
	known := map[string]Role{}
	for _, r := range roles {
		if !roleID.MatchString(r.ID) {
			bad(r, "id", "invalid", r.ID)
		}
		if _, twice := known[r.ID]; twice {
			bad(r, "id", "exists", r.ID)
		}
		known[r.ID] = r
	}
	for _, r := range roles {
		if len(r.Help) > maxHelp {
			bad(r, "help", "too_many_entries", strconv.Itoa(len(r.Help)))
		}
		if slices.ContainsFunc(r.Help, func(l Label) bool { return l.VI == "" || l.EN == "" }) {
			bad(r, "help", "required", "")
		}
		for _, parent := range r.Inherits {
			if _, ok := known[parent]; !ok {
				bad(r, "inherits", "unknown_value", parent)
			}
		}
		for _, p := range r.Permissions {
			switch {
			case !pattern.MatchString(p.Kind):
				bad(r, "kind", "invalid", p.Kind)
			case !pattern.MatchString(p.Action):
				bad(r, "action", "invalid", p.Action)
			case p.Reach != "" && bits[p.Reach] == 0:
				bad(r, "reach", "unknown_value", string(p.Reach))
			}
		}
		if depth(r.ID, known, 0) > maxDepth {
			bad(r, "inherits", "access.cycle", strings.Join(r.Inherits, ","))
		}
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "access.roles", fault.Fields(wrong...))
	}
	return nil
}

// depth is the longest chain of inheritance; in a circle it passes maxDepth.
func depth(id string, known map[string]Role, at int) int {
	deepest := at
	if at <= maxDepth {
		for _, parent := range known[id].Inherits {
			deepest = max(deepest, depth(parent, known, at+1))
		}
	}
	return deepest
}

// rule is one line of Casbin policy.
type rule struct{ PType, V0, V1, V2, V3 string }

// rules writes roles as Casbin policy, each line once, in order.
func (g *Guard) rules(ctx context.Context, roles []Role) []rule {
	var out []rule
	for _, r := range roles {
		for _, parent := range r.Inherits {
			out = append(out, rule{"g", r.ID, parent, "", ""})
		}
		for _, p := range g.permissions(ctx, r) {
			out = append(out, rule{"p", r.ID, p.Kind, p.Action, string(cmp.Or(p.Reach, Own))})
		}
	}
	slices.SortFunc(out, compareRules)
	return slices.Compact(out)
}

func compareRules(a, b rule) int {
	return cmp.Or(cmp.Compare(a.PType, b.PType), cmp.Compare(a.V0, b.V0), cmp.Compare(a.V1, b.V1), cmp.Compare(a.V2, b.V2), cmp.Compare(a.V3, b.V3))
}

// permissions are a role's own and those of what it plays.
func (g *Guard) permissions(ctx context.Context, r Role) []Permission {
	out := slices.Clone(r.Permissions)
	if g.o.Expand == nil {
		return out
	}
	for module, played := range r.Plays {
		for _, moduleRole := range played {
			out = append(out, g.o.Expand(ctx, module, moduleRole)...)
		}
	}
	return out
}

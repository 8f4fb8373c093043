package grant

import (
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

// Grant is one permission a module role carries: an action on a kind within a
// reach. `access` makes a role's permissions of them.
type Grant struct {
	Kind   string `json:"kind"`
	Action string `json:"action"`
	Reach  string `json:"reach"`
}

// Of lists what a module role may do: the kinds' access lines and
// "do:<transition>" for every transition that names the role.
func Of(m *manifest.Manifest, role string) []Grant {
	r := m.Role(role)
	if r == nil {
		return nil
	}
	var out []Grant
	for i := range m.Kinds {
		k := &m.Kinds[i]
		for _, a := range k.Access[role] {
			action, reach, own := strings.Cut(a, "@")
			if !own {
				reach = r.Reach
			}
			out = append(out, Grant{k.FullName(), action, reach})
		}
		out = append(out, steps(k, role, r.Reach)...)
	}
	return out
}

func steps(k *manifest.Kind, role, reach string) []Grant {
	var out []Grant
	for _, t := range k.Lifecycle.Transitions {
		for _, may := range t.Roles {
			if name, at, own := strings.Cut(may, "@"); name == role {
				if !own {
					at = reach
				}
				out = append(out, Grant{k.FullName(), "do:" + t.Name, at})
			}
		}
	}
	return out
}

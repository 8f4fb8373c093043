package access

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
)

// Body is the role as it is kept. The order of lists and empty against absent
// make no difference between two roles.
func (r Role) Body() string {
	r.Inherits = slices.Compact(slices.Sorted(slices.Values(r.Inherits)))
	r.Permissions = slices.Clone(r.Permissions)
	for i := range r.Permissions {
		r.Permissions[i].Reach = cmp.Or(r.Permissions[i].Reach, Own)
	}
	slices.SortFunc(r.Permissions, func(a, b Permission) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Action, b.Action), cmp.Compare(a.Reach, b.Reach))
	})
	plays := map[string][]string{}
	for module, played := range r.Plays {
		if len(played) > 0 {
			plays[module] = slices.Compact(slices.Sorted(slices.Values(played)))
		}
	}
	r.Plays = plays
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		return "" // texts and lists of texts are always written
	}
	return string(bytes.TrimSpace(b.Bytes()))
}

package effort

import (
	"maps"
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/manifest"
)

// mostMinutes is what one person spends on one record at most: a working day.
const mostMinutes = 480

// Check says which minutes of a kind cannot be spent: a role takes part in a record
// by its access or by a step, and for more than nothing.
func Check(m *manifest.Manifest) []manifest.Problem {
	var out []manifest.Problem
	for i := range m.Kinds {
		k := &m.Kinds[i]
		for _, role := range slices.Sorted(maps.Keys(k.Minutes)) {
			path := manifest.Path("kinds", i, "minutes", role)
			if _, takesPart := k.Access[role]; !takesPart {
				out = append(out, m.Locate(path, "role "+strconv.Quote(role)+" has no access to "+k.Name+" and spends no minutes on it", manifest.OneOf(role, slices.Sorted(maps.Keys(k.Access)))))
			}
			if n := k.Minutes[role]; !(n > 0 && n <= mostMinutes) {
				out = append(out, m.Locate(path, strconv.FormatFloat(n, 'f', -1, 64)+" minutes is no time", "write minutes above 0, at most 480, or leave the role out"))
			}
		}
	}
	return out
}

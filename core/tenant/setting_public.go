package tenant

import "slices"

// Bounds of what may be switched on.
const (
	maxPublicKinds  = 200
	maxPublicFields = 200
)

// checkPublic names what cannot be shown to everybody. Whether the manifests let it
// is for whoever knows them.
func (s Settings) checkPublic(bad func(field, code string)) {
	if len(s.Public) > maxPublicKinds {
		bad("public", "too_many_entries")
	}
	for kind, fields := range s.Public {
		if len(fields) > maxPublicFields {
			bad("public."+kind, "too_many_entries")
		}
		for i, name := range fields {
			if name == "" || slices.Index(fields, name) != i {
				bad("public."+kind, "unknown_value")
			}
		}
	}
}

package kind

import (
	"maps"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
)

// Closed is the value of a sealed field as everybody but two keepers has it: the
// text that is stored. No input can be one.
type Closed string

// ToClose is the cleaned value of a sealed field on its way to be closed. What
// is wrong with it never says what was typed.
func ToClose(f *manifest.Field, v any) (any, []fault.FieldError) {
	value, problems := cleaned(f, f.Name, v)
	for i := range problems {
		if problems[i].Code == "unknown_field" { // its path has the word that was typed
			problems[i].Field = f.Name
		}
	}
	return value, problems
}

// Unsealed is fields without what is closed: what a module may know.
func Unsealed(fields map[string]any) map[string]any {
	out := maps.Clone(fields)
	maps.DeleteFunc(out, func(_ string, v any) bool {
		_, closed := v.(Closed)
		return closed
	})
	return out
}

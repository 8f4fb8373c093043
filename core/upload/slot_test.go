package upload

import (
	"testing"

	"github.com/doanket/doanket/core/manifest"
)

// TestWhatASlotMayNameIsTaken: a manifest that passes must not promise a type
// of file that every upload of is refused.
func TestWhatASlotMayNameIsTaken(t *testing.T) {
	t.Parallel()
	named := map[string]bool{}
	for _, ext := range manifest.SlotTypes() {
		named[Extension("a."+ext)] = true
		if _, err := checkExtension("a."+ext, []string{ext}); err != nil {
			t.Errorf("%s: %v", ext, err)
		}
	}
	for _, f := range formats {
		if !named[f.ext] {
			t.Errorf("no slot may name %s", f.ext)
		}
	}
}

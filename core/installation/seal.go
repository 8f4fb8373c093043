package installation

import (
	"context"
	"errors"
	"fmt"
)

// VerifyKeys opens the keys of every province that is not suspended, and says
// which ones the master keys named here do not fit.
func (i *Installation) VerifyKeys(ctx context.Context) error {
	var out []error
	for _, p := range i.provinces(ctx) {
		if err := i.Keys.Verify(p.Ctx); err != nil {
			out = append(out, fmt.Errorf("province %s: %w", p.Slug, err))
		}
	}
	return errors.Join(out...)
}

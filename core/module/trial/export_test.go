package trial

import (
	"context"

	"github.com/doanket/doanket/core/module"
)

// VerifyOnly is Verify with just the named parts of the exam.
func VerifyOnly(ctx context.Context, path string, o module.Options, only ...string) ([]Check, error) {
	return verify(ctx, path, o, only)
}

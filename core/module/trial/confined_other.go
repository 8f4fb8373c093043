//go:build !linux

package trial

import (
	"context"
	"errors"

	"github.com/doanket/doanket/core/module"
)

func (v *verification) confined(context.Context, module.Running) {
	v.check("is confined", errors.New("modules are confined on Linux only"))
}

func halted(module.Running) error { return errors.New("not on this system") }

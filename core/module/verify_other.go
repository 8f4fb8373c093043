//go:build !linux

package module

import (
	"context"
	"errors"
)

func (v *verification) confined(context.Context, *process) {
	v.check("is confined", errors.New("modules are confined on Linux only"))
}

func halted(*process) error { return errors.New("not on this system") }

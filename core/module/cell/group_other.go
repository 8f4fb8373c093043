//go:build !linux

package cell

import (
	"errors"
	"os/exec"
)

// Groups are the kernel's groups of processes: Linux has them.
type Groups struct{}

// Group holds nobody here.
type Group struct{}

// OpenGroups has none to open.
func OpenGroups(string) (*Groups, error) {
	return nil, errors.New("only Linux has groups of processes")
}

// Holds names nothing.
func (*Groups) Holds() []string { return nil }

// Make makes none.
func (*Groups) Make(int64) (*Group, error) { return nil, nil } //nolint:nilnil // no groups, no group

// Hold changes nothing.
func (*Group) Hold(*exec.Cmd) {}

// Remove removes nothing.
func (*Group) Remove() error { return nil }

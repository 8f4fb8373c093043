package module

import "github.com/doanket/doanket/core/module/cell"

// Bounds are what holds the modules on this machine, and what does not and why.
func (h *Host) Bounds() []cell.Bound {
	off := ""
	if h.opts.Sandbox == "off" {
		off = "MODULE_SANDBOX is off"
	}
	return cell.Bounds(off, h.groups, h.without)
}

package measure

import "github.com/doanket/doanket/core/manifest"

// Statuses of a figure against its target.
const (
	Met    = "met"
	Near   = "near" // within a tenth of the target
	Missed = "missed"
	None   = "none" // no target, or nothing to measure yet
)

// Status compares with the target; near is within a tenth of it.
func Status(t manifest.Target, v float64) string {
	gap := 0.0
	ok := true
	switch t.Op {
	case ">=":
		ok, gap = v >= t.Value, t.Value-v
	case ">":
		ok, gap = v > t.Value, t.Value-v
	case "<=":
		ok, gap = v <= t.Value, v-t.Value
	case "<":
		ok, gap = v < t.Value, v-t.Value
	case "=":
		ok, gap = v == t.Value, max(t.Value-v, v-t.Value)
	case "between":
		ok, gap = v >= t.Value && v <= t.Max, max(t.Value-v, v-t.Max)
	}
	switch {
	case ok:
		return Met
	case gap <= t.Value/10+1e-9: // a tenth is none in binary
		return Near
	}
	return Missed
}

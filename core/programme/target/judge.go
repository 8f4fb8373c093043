package target

import (
	"slices"

	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/indicator/measure"
)

// Judge is a figure against a target; none while it is not judged.
func Judge(f indicator.Figure, g Goal, over bool) indicator.Figure {
	f.Target, f.Status = g.Number(), measure.None
	if f.Target != nil && f.Value != nil && g.Judged != JudgedNever && (g.Judged != JudgedAtEnd || over) {
		f.Status = measure.Status(*f.Target, *f.Value)
	}
	return f
}

// Worse is the worse of two statuses; what nothing is known of is no comfort.
func Worse(a, b string) string {
	rank := []string{measure.Missed, measure.Near, measure.None, measure.Met, ""}
	if slices.Index(rank, b) < slices.Index(rank, a) {
		return b
	}
	return a
}

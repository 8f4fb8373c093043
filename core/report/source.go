package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/doanket/doanket/core/calendar"
)

// Source says in Vietnamese where the figure at a place (from 1) comes from, as a
// footnote does: what is counted, of whom, when, what of it is proven where it
// asks for proof, and when it was counted.
func (r *Report) Source(place int) string {
	f := r.Figures[place-1]
	var b strings.Builder
	fmt.Fprintf(&b, "%s; %s; %s: %s", f.Label, f.Unit.Name, named(f.Period, "vi"), amount(f.Value, f.In, "vi"))
	if f.In == "percent" && f.Denominator != 0 {
		fmt.Fprintf(&b, " (%s/%s)", number(f.Numerator, 3, "vi"), number(f.Denominator, 3, "vi"))
	}
	if f.Proven != nil && !f.NoProof {
		b.WriteString(", có minh chứng " + amount(f.Proven, f.In, "vi"))
	}
	if f.Claimed != nil && !f.NoProof {
		b.WriteString(", mới báo cáo " + amount(f.Claimed, f.In, "vi"))
	}
	if f.Before != nil {
		b.WriteString("; cùng kỳ năm trước " + amount(f.Before, f.In, "vi"))
	}
	if !r.AsOf.IsZero() {
		b.WriteString("; số liệu lúc " + Moment(r.AsOf))
	}
	return b.String() + "."
}

// Moment is an instant as papers write it: "08:05 ngày 20/06/2026".
func Moment(t time.Time) string {
	return t.In(calendar.Hanoi).Format("15:04") + " ngày " + calendar.Today(t).Vietnamese()
}

// Amount is the number that stands in a run, in the unit of its figure; nil for
// words, and for what has none.
func (r *Report) Amount(run Run) *float64 {
	if run.Figure == 0 {
		return nil
	}
	return r.Figures[run.Figure-1].part(run.Part)
}

package measure

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Figure is one line of the table: what was measured beside what is needed.
type Figure struct{ What, Ours, Floor, Strict, Peer, Ratio, Goal string }

var head = Figure{"what", "ours", "floor", "strict", "peer", "ratio", "goal"}

func (f Figure) cells() []string {
	return []string{f.What, f.Ours, f.Floor, f.Strict, f.Peer, f.Ratio, f.Goal}
}

// Table is Markdown that also reads well in a terminal. Where nothing was
// measured stands a dash.
func Table(figures []Figure) string {
	lines := [][]string{head.cells()}
	for _, f := range figures {
		lines = append(lines, f.cells())
	}
	wide := make([]int, len(lines[0]))
	for _, l := range lines {
		for i, c := range l {
			if c == "" {
				l[i] = "–"
			}
			l[i] = strings.NewReplacer("\n", " ", "|", "/").Replace(l[i])
			wide[i] = max(wide[i], utf8.RuneCountInString(l[i]))
		}
	}
	var b strings.Builder
	for n, l := range lines {
		for i, c := range l {
			fmt.Fprintf(&b, "| %s%s ", c, strings.Repeat(" ", wide[i]-utf8.RuneCountInString(c)))
		}
		b.WriteString("|\n")
		if n == 0 {
			for _, w := range wide {
				b.WriteString("|" + strings.Repeat("-", w+2))
			}
			b.WriteString("|\n")
		}
	}
	return b.String()
}

// String is a rate with the middle, the 95th and the 99th percentile.
func (s Sample) String() string {
	if s.Count == 0 {
		return ""
	}
	return fmt.Sprintf("%s/s (%s · %s · %s)", Thousands(s.PerSecond), Short(s.P50), Short(s.P95), Short(s.P99))
}

// Rate is the rate alone.
func (s Sample) Rate() string {
	if s.Count == 0 {
		return ""
	}
	return Thousands(s.PerSecond) + "/s"
}

// Ratio sets ours beside a floor as a share, beside a peer as a multiple.
func Ratio(ours, floor, peer Sample) string {
	var out []string
	if floor.PerSecond > 0 && ours.PerSecond > 0 {
		out = append(out, fmt.Sprintf("%.0f %% of floor", 100*ours.PerSecond/floor.PerSecond))
	}
	if peer.PerSecond > 0 && ours.PerSecond > 0 {
		out = append(out, fmt.Sprintf("%.1f × peer", ours.PerSecond/peer.PerSecond))
	}
	return strings.Join(out, ", ")
}

// Thousands is a whole number with commas.
func Thousands(v float64) string {
	s := fmt.Sprintf("%.0f", v)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Short is a duration in the unit that reads best.
func Short(d time.Duration) string {
	switch {
	case d >= 10*time.Second:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d >= time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.0f ms", float64(d)/1e6)
	case d >= time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%d µs", d.Microseconds())
}

package measure

import (
	"bufio"
	"io"
	"regexp"
	"strings"
)

// GoResult is one line of go test -bench.
type GoResult struct {
	Name, Who string
	Figures   [][2]string // value and unit
}

// A result may stand on the line of its name or, when the benchmark logged in
// between, alone on a later one.
var (
	benchName  = regexp.MustCompile(`Benchmark(\S+?)(?:-\d+)?(?:\s|$)`)
	benchValue = regexp.MustCompile(`(?:^|\s)\d+\t\s*([\d.e+]+ ns/op.*)$`)
)

// ParseGo reads what go test -bench printed.
func ParseGo(raw io.Reader) (out []GoResult) {
	name := ""
	for in := bufio.NewScanner(raw); in.Scan(); {
		line := in.Text()
		if m := benchName.FindStringSubmatch(line); m != nil && strings.HasPrefix(line, "Benchmark") {
			name = m[1]
		}
		m := benchValue.FindStringSubmatch(line)
		if m == nil || name == "" {
			continue
		}
		r := GoResult{Name: name, Who: "ours"}
		if cut := strings.LastIndex(name, "/"); cut > 0 && (name[cut+1:] == "ours" || name[cut+1:] == "floor") {
			r.Name, r.Who = name[:cut], name[cut+1:]
		}
		f := strings.Fields(m[1])
		for i := 0; i+1 < len(f); i += 2 {
			r.Figures = append(r.Figures, [2]string{f[i], f[i+1]})
		}
		out, name = append(out, r), ""
	}
	return out
}

// Show tells the figures in units, all without units.
func (r GoResult) Show(units []string) string {
	var out []string
	for _, f := range r.Figures {
		if units == nil {
			out = append(out, f[0]+" "+f[1])
		}
		for _, u := range units {
			if f[1] == u {
				out = append(out, f[0]+" "+u)
			}
		}
	}
	return strings.Join(out, " · ")
}

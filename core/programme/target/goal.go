package target

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/manifest"
)

// When a target is judged.
const (
	JudgedRunning = "running" // while its period runs
	JudgedAtEnd   = "at_end"  // when its period is over
	JudgedNever   = "never"   // it is context
)

// Goal is a target as it is followed: what is to be reached, and by which measures it
// is seen. Op is "none" of one without a number.
type Goal struct {
	Code     string   `json:"code" required:"true" maxLength:"20"` // "CT-1a"
	Title    string   `json:"title" required:"true" maxLength:"500"`
	Op       string   `json:"op" required:"true" enum:"at_least,more_than,exactly,at_most,less_than,between,none"`
	Value    float64  `json:"value,omitempty"`
	Most     float64  `json:"most,omitempty"`                                // upper end, of between
	Measures []string `json:"measures" required:"true"`                      // full names
	Rhythm   string   `json:"rhythm,omitempty" enum:",half,year,term"`       // the period it is reckoned over
	Judged   string   `json:"judged,omitempty" enum:",running,at_end,never"` // see JudgedRunning
	Basis    string   `json:"basis,omitempty" enum:",stated,default"`        // where the number is from
}

// ops are how targets of records are written, and how figures compare.
var ops = map[string]string{"at_least": ">=", "more_than": ">", "exactly": "=", "at_most": "<=", "less_than": "<", "between": "between"}

// Number is what figures are compared with; nil of a target without a number.
func (g Goal) Number() *manifest.Target {
	op, numbered := ops[g.Op]
	if !numbered {
		return nil
	}
	return &manifest.Target{Op: op, Value: g.Value, Max: g.Most}
}

// Same reports whether adopting one in place of the other changes nothing.
func (g Goal) Same(o Goal) bool {
	return g.Code == o.Code && g.Title == o.Title && g.Op == o.Op && g.Value == o.Value && g.Most == o.Most && g.Rhythm == o.Rhythm &&
		cmp.Or(g.Judged, JudgedRunning) == o.Judged && g.Basis == o.Basis && slices.Equal(slices.Sorted(slices.Values(g.Measures)), slices.Sorted(slices.Values(o.Measures)))
}

// Of is the target that fields of a record say.
func Of(f map[string]any) Goal {
	word := func(name string) string { s, _ := f[name].(string); return s }
	number := func(name string) float64 {
		switch v := f[name].(type) {
		case float64:
			return v
		case string:
			n, err := strconv.ParseFloat(v, 64)
			if err == nil {
				return n
			}
		case fmt.Stringer:
			n, err := strconv.ParseFloat(v.String(), 64)
			if err == nil {
				return n
			}
		}
		return 0
	}
	g := Goal{Code: word("code"), Title: word("title"), Op: word("op"), Value: number("value"), Most: number("most"), Measures: []string{},
		Rhythm: word("rhythm"), Judged: cmp.Or(word("judged"), JudgedRunning), Basis: word("basis")}
	switch list := f["measures"].(type) {
	case []string:
		g.Measures = append(g.Measures, list...)
	case []any:
		for _, v := range list {
			if s, is := v.(string); is {
				g.Measures = append(g.Measures, s)
			}
		}
	}
	return g
}

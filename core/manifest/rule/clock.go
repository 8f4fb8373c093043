package rule

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
)

// Clock is what a deadline's expressions say of a record.
type Clock struct {
	Runs  bool          // when: holds, or there is none
	Asked bool          // there is a met:
	Met   bool          // it holds, or gives a day
	MetOn calendar.Date // the day it gives; zero when it only holds
}

// compiledClock is a deadline's expressions; nil where there is none.
type compiledClock struct{ when, met *program }

func (b *builder) clocks() {
	b.set.clocks = make([]compiledClock, len(b.kind.Deadlines))
	for i := range b.kind.Deadlines {
		d, c := &b.kind.Deadlines[i], &b.set.clocks[i]
		if d.When != "" {
			c.when = b.try(manifest.Path("deadlines", i, "when"), d.When, cel.BoolType)
		}
		if d.Met != "" {
			c.met = b.try(manifest.Path("deadlines", i, "met"), d.Met, cel.StringType, cel.BoolType)
		}
	}
}

// Clocks asks every deadline of the kind, in the manifest's order.
func (s *Set) Clocks(in Input) ([]Clock, error) {
	out := make([]Clock, len(s.clocks))
	at := s.sight(&in)
	for i, c := range s.clocks {
		out[i] = Clock{Runs: true, Asked: c.met != nil}
		if c.when != nil {
			var err error
			if out[i].Runs, err = c.when.holds(at); err != nil {
				return nil, err
			}
		}
		if c.met == nil {
			continue
		}
		v, err := c.met.eval(at)
		if err != nil {
			return nil, err
		}
		switch t := v.(type) {
		case types.Bool:
			out[i].Met = bool(t)
		case types.String:
			out[i].MetOn, err = calendar.ParseDate(string(t))
			out[i].Met = err == nil && !out[i].MetOn.IsZero() // what is no day was refused with its field
		}
	}
	return out, nil
}

package closing

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/closing/statement"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// How a contribution differs from the closed one.
const (
	Came    = "came"
	Went    = "went"
	Changed = "changed"
)

// maxChanges is how many changed contributions are named.
const maxChanges = 200

// Change is a contribution that is not what it was. Closed or Today is nil where it
// was not, or is not, there. Record is one the actor may read.
type Change struct {
	What   string
	Record *record.Record
	Unit   string
	Closed *Part
	Today  *Part
	Acts   []record.Revision // on the record since it was closed, oldest first
}

// Part is a contribution with what its record rested on.
type Part struct {
	statement.Contribution
	Version  int
	Evidence []statement.Evidence
}

// Changes is what changed of a closed figure.
type Changes struct {
	Changes  []Change
	Hidden   int  // of records the actor may not read
	More     bool // than are named
	Recounts bool // the measure counts differently by now
}

// Changes tells which contributions to a closed figure came, went or changed since,
// and by which acts. Faults: NotFound, also where the measure was not closed;
// Forbidden; Unavailable closing.figures_late.
func (cs *Closings) Changes(ctx context.Context, closingID, code, unitID string) (*Changes, error) {
	c, err := one(ctx, "WHERE id = ?", closingID)
	if err != nil {
		return nil, err
	}
	if c == nil {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	at, err := cs.at(ctx, unitID, string(c.Period), access.FigureRead)
	if err != nil {
		return nil, err
	}
	then, err := cs.statement(ctx, c)
	if err != nil {
		return nil, err
	}
	old, err := partsOf(then, code, at.unit.Path)
	if err != nil {
		return nil, err
	}
	now, err := cs.today(ctx, at, code)
	if err != nil {
		return nil, err
	}
	current, err := partsOf(now, code, at.unit.Path)
	if err != nil {
		return nil, err
	}
	out := &Changes{Changes: []Change{}, Recounts: revision(then, code) != revision(now, code)}
	return out, cs.name(ctx, c, out, compare(old, current))
}

// today is a statement of one measure and its records as they stand.
func (cs *Closings) today(ctx context.Context, at place, code string) (*statement.Statement, error) {
	ctx = identity.System(ctx, "closing")
	measures, err := cs.measures(ctx)
	if err != nil {
		return nil, err
	}
	a := &assembly{Closings: cs, place: at, out: &statement.Statement{}}
	if err := a.units(ctx); err != nil {
		return nil, err
	}
	whole, _, _ := strings.Cut(code, between)
	if i := slices.IndexFunc(measures, func(m *measure.Measure) bool { return m.Code == whole }); i >= 0 {
		if err := a.measure(ctx, measures[i]); err != nil {
			return nil, err
		}
	}
	if !slices.ContainsFunc(a.out.Measures, func(m statement.Measure) bool { return m.Code == code }) {
		a.out.Measures = append(a.out.Measures, statement.Measure{Code: code, Revision: revision(a.out, whole)}) // counted no more
	}
	return a.out, a.records(ctx)
}

func revision(s *statement.Statement, code string) string {
	for _, m := range s.Measures {
		if m.Code == code {
			return m.Revision
		}
	}
	return ""
}

// partsOf are the contributions to a measure at and below the path, by what tells
// them apart. Fault: NotFound.
func partsOf(s *statement.Statement, code, path string) (map[string]Part, error) {
	i := slices.IndexFunc(s.Measures, func(m statement.Measure) bool { return m.Code == code })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "not_found", fault.Field("measure"))
	}
	paths, records := map[string]string{}, map[string]statement.Record{}
	for _, u := range s.Units {
		paths[u.ID] = u.Path
	}
	for _, r := range s.Records {
		records[r.ID] = r
	}
	out := map[string]Part{}
	for _, c := range s.Measures[i].Contributions {
		if unit.Under(paths[c.Unit], path) {
			r := records[c.Record]
			out[c.Record+" "+c.Unit+" "+c.Day.String()] = Part{c, r.Version, r.Evidence}
		}
	}
	for _, o := range s.Measures[i].Owings {
		for _, id := range o.Records {
			if r := records[id]; unit.Under(o.Path, path) {
				out[id+" "+o.Unit] = Part{statement.Contribution{Record: id, Unit: o.Unit, Num: measure.Scale, Den: measure.Scale, Rests: r.Digest()}, r.Version, r.Evidence}
			}
		}
	}
	return out, nil
}

// compare lists what differs, by record. A record that counts on another day went
// and came.
func compare(old, current map[string]Part) []Change {
	var out []Change
	for key, was := range old {
		is, there := current[key]
		switch {
		case !there:
			out = append(out, Change{What: Went, Unit: was.Unit, Closed: &was})
		case was.Contribution != is.Contribution:
			out = append(out, Change{What: Changed, Unit: is.Unit, Closed: &was, Today: &is})
		}
	}
	for key, is := range current {
		if _, there := old[key]; !there {
			out = append(out, Change{What: Came, Unit: is.Unit, Today: &is})
		}
	}
	slices.SortFunc(out, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.record(), b.record()), cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.What, b.What))
	})
	return out
}

// record is the id of the record that changed.
func (c Change) record() string {
	if c.Today != nil {
		return c.Today.Record
	}
	return c.Closed.Record
}

// name adds the records the actor may read, with what was done to them since.
func (cs *Closings) name(ctx context.Context, c *Closing, out *Changes, changes []Change) error {
	var ids []string
	for _, one := range changes {
		ids = append(ids, one.record())
	}
	readable := map[string]*record.Record{}
	for some := range slices.Chunk(slices.Compact(ids), perQuestion) {
		found, err := cs.Records.Readable(ctx, some)
		if err != nil {
			return err
		}
		for id, r := range found {
			readable[id] = r
		}
	}
	for _, one := range changes {
		r := readable[one.record()]
		if r == nil {
			out.Hidden++
			continue
		}
		if out.More = len(out.Changes) == maxChanges; out.More {
			break
		}
		one.Record = r
		history, err := cs.Records.History(ctx, r.ID)
		if err != nil {
			return err
		}
		for _, act := range slices.Backward(history) {
			if act.At.After(c.At) {
				one.Acts = append(one.Acts, act)
			}
		}
		out.Changes = append(out.Changes, one)
	}
	return nil
}

package closing

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/doanket/doanket/core/closing/statement"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/indicator/pilot"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
)

// wait is when figures that are behind are worth asking for again.
const wait = 5 * time.Second

// perQuestion bounds how many records one question names.
const perQuestion = 500

// assembly makes one statement.
type assembly struct {
	*Closings
	place
	out    *statement.Statement
	all    []unit.Unit // of the province, ended ones too
	beside []string    // units outside whose work one in reach took over
}

// assemble makes the statement of a place as figures stand now, with the rights of
// the system: whoever may close answers for all of it. Faults: Unavailable
// closing.figures_late.
func (cs *Closings) assemble(ctx context.Context, at place) (*statement.Statement, error) {
	ctx = identity.System(ctx, "closing")
	if err := cs.quiet(ctx); err != nil {
		return nil, err
	}
	a := &assembly{Closings: cs, place: at, out: &statement.Statement{}}
	measures, err := cs.measures(ctx)
	if err != nil {
		return nil, err
	}
	if err := a.units(ctx); err != nil {
		return nil, fmt.Errorf("close a period: %w", err)
	}
	for _, m := range measures {
		if err := a.measure(ctx, m); err != nil {
			return nil, fmt.Errorf("close %s: %w", m.Code, err)
		}
	}
	slices.SortFunc(a.out.Measures, func(x, y statement.Measure) int { return cmp.Compare(x.Code, y.Code) })
	if err := a.records(ctx); err != nil {
		return nil, fmt.Errorf("close a period: %w", err)
	}
	a.out.Compute()
	if err := a.hold(ctx, measures); err != nil {
		return nil, err
	}
	return a.out, cs.quiet(ctx) // else something was written meanwhile
}

func late() error {
	return fault.New(fault.Unavailable, "closing.figures_late", fault.Retry(wait))
}

// quiet refuses while anything waits to be counted or folded.
func (cs *Closings) quiet(ctx context.Context) error {
	waits, err := row.Waits(ctx)
	if err != nil {
		return err
	}
	jobs, err := job.Waiting(ctx, indicator.ComputeJob, indicator.ComputeJob)
	if err != nil {
		return err
	}
	if waits || len(jobs) > 0 {
		return late()
	}
	return nil
}

// measures are those the province counts, by code.
func (cs *Closings) measures(ctx context.Context) ([]*measure.Measure, error) {
	t, err := tenant.From(ctx)
	if err != nil {
		return nil, err
	}
	states, err := row.States(ctx)
	if err != nil {
		return nil, err
	}
	kinds := cs.Kinds.In(ctx)
	var out []*measure.Measure
	for _, m := range kinds.Manifests() {
		if m.ID != manifest.CoreID && !t.On(m.ID) {
			continue
		}
		for i := range m.Measures {
			one, err := measure.New(kinds, &m.Measures[i])
			if err != nil {
				continue // set aside: it has no figure
			}
			if one.OfDuty == "" && !states[one.Code].Settled(one) {
				return nil, late()
			}
			out = append(out, one)
		}
	}
	slices.SortFunc(out, func(a, b *measure.Measure) int { return cmp.Compare(a.Code, b.Code) })
	return out, nil
}

// units lists the units in reach and those whose work they took over.
func (a *assembly) units(ctx context.Context) error {
	page, err := a.Tree.List(ctx, unit.Filter{})
	if err != nil {
		return err
	}
	a.all = page.Items
	byID := map[string]unit.Unit{}
	for _, u := range a.all {
		byID[u.ID] = u
	}
	for _, u := range a.all {
		in := unit.Under(u.Path, a.unit.Path)
		if !in && !a.inherited(byID, u) {
			continue
		}
		if !in {
			a.beside = append(a.beside, u.ID)
		}
		one := statement.Unit{ID: u.ID, Path: u.Path, Code: u.Code, Name: u.Name}
		if len(u.Successors) == 1 {
			one.Heir = u.Successors[0]
		}
		a.out.Units = append(a.out.Units, one)
	}
	slices.SortFunc(a.out.Units, func(x, y statement.Unit) int { return cmp.Compare(x.ID, y.ID) })
	a.out.Head = statement.Head{Format: statement.Format, Unit: a.unit.ID, UnitName: a.unit.Name, Period: a.period}
	return nil
}

// inherited reports whether a unit in reach is the one that took over from u.
func (a *assembly) inherited(byID map[string]unit.Unit, u unit.Unit) bool {
	for range 100 { // a chain of mergers has an end
		if len(u.Successors) != 1 {
			return false
		}
		u = byID[u.Successors[0]]
		if unit.Under(u.Path, a.unit.Path) {
			return true
		}
	}
	return false
}

// measure adds a measure with what counts.
func (a *assembly) measure(ctx context.Context, m *measure.Measure) error {
	out := statement.Measure{Code: m.Code, Label: m.Label, Kind: m.Kind, In: m.Measure.Unit, Target: m.Target, AllOf: m.AllOf, Unless: m.Unless}
	first, last := a.period.Range()
	if m.OfDuty != "" {
		lines, err := a.Duties.Lines(ctx, m.Module+"."+m.OfDuty, first, last)
		if err != nil {
			return err
		}
		out.Duty, out.Owings = true, a.owings(lines)
		a.out.Measures = append(a.out.Measures, out)
		return nil
	}
	reach, err := pilot.Reach(ctx, a.Kinds, m)
	if err != nil {
		return err
	}
	_, out.Revision, _ = cutKey(m.Key())
	if m.Covering() {
		out.Need = m.Need(a.period)
		must, err := a.Tree.List(ctx, unit.Filter{Kind: m.UnitKinds, AsOf: last})
		if err != nil {
			return err
		}
		for _, u := range must.Items {
			if unit.Under(u.Path, a.unit.Path) && reach.Holds(u.Path) {
				out.Must = append(out.Must, u.ID)
			}
		}
		slices.Sort(out.Must)
	}
	if out.Contributions, err = a.behind(ctx, m, m.Key(), reach); err != nil {
		return err
	}
	a.out.Measures = append(a.out.Measures, out)
	return a.parts(ctx, m, reach, out)
}

// behind are the contributions under a key of a measure.
func (a *assembly) behind(ctx context.Context, m *measure.Measure, key string, reach kind.Reach) (out []statement.Contribution, err error) {
	rows, err := row.Behind(ctx, m, key, a.period, a.unit.Path, a.besides(m))
	for _, c := range rows {
		if !m.Covering() && !reach.Holds(c.UnitPath) {
			continue // recorded before only some units tried the module
		}
		out = append(out, statement.Contribution{Record: c.RecordID, Unit: c.UnitID, Day: c.Day,
			Num: c.Num, Den: c.Den, Proven: c.Proven, Cover: c.Cover})
	}
	return out, err
}

// besides are the units outside that count: only who is reached passes to an heir.
func (a *assembly) besides(m *measure.Measure) []string {
	if m.Covering() {
		return a.beside
	}
	return nil
}

// owings are what the units in reach owed, by unit.
func (a *assembly) owings(lines []indicator.Owing) []statement.Owing {
	var out []statement.Owing
	for _, l := range lines {
		if unit.Under(l.UnitPath, a.unit.Path) {
			out = append(out, statement.Owing{Unit: l.UnitID, Path: l.UnitPath, Owed: int64(l.Owed), Met: int64(l.Met), Late: int64(l.Late),
				Proven: int64(l.Proven), Excused: int64(l.Excused), Records: slices.Sorted(slices.Values(l.Records))})
		}
	}
	slices.SortFunc(out, func(x, y statement.Owing) int { return cmp.Compare(x.Unit, y.Unit) })
	return out
}

// records adds every record that counts, with its evidence, and lets the
// contributions say which they rest on.
func (a *assembly) records(ctx context.Context) error {
	named := map[string]bool{}
	for _, m := range a.out.Measures {
		for _, c := range m.Contributions {
			named[c.Record] = true
		}
		for _, o := range m.Owings {
			for _, id := range o.Records {
				named[id] = true
			}
		}
	}
	digests := map[string]string{}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(named)), perQuestion) {
		records, err := a.recordsOf(ctx, ids)
		if err != nil {
			return err
		}
		for _, r := range records {
			digests[r.ID] = r.Digest()
		}
		a.out.Records = append(a.out.Records, records...)
	}
	for i := range a.out.Measures {
		for j := range a.out.Measures[i].Contributions {
			c := &a.out.Measures[i].Contributions[j]
			c.Rests = digests[c.Record]
		}
	}
	return nil
}

// recordsOf are the records with the ids, in that order.
func (cs *Closings) recordsOf(ctx context.Context, ids []string) ([]statement.Record, error) {
	found, err := cs.Records.Readable(ctx, ids)
	if err != nil {
		return nil, err
	}
	docs, err := cs.Proofs.Proofs(ctx, ids)
	if err != nil {
		return nil, err
	}
	var out []statement.Record
	for _, id := range ids {
		r := found[id]
		if r == nil {
			continue // it was discarded between two questions: quiet says so
		}
		one := statement.Record{ID: id, Kind: r.Kind, Version: r.Version}
		for _, d := range docs[id] {
			one.Evidence = append(one.Evidence, statement.Evidence{Document: d.ID, Version: d.Version, Slot: d.Slot, SHA256: d.SHA256, Broken: !d.Sound})
		}
		slices.SortFunc(one.Evidence, func(x, y statement.Evidence) int {
			return cmp.Or(cmp.Compare(x.Slot, y.Slot), cmp.Compare(x.Document, y.Document))
		})
		out = append(out, one)
	}
	return out, nil
}

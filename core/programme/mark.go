package programme

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// maxMarked is how many tasks, and records of each kind, the page of a clause names; its
// lists have the others.
const maxMarked = 20

// MarkedUnit is a unit directly below with what there is of a clause there.
type MarkedUnit struct {
	Unit unit.Unit
	Covered
}

// Marked is a clause as it stands at a unit: what serves it, who was given what, how far
// it is, which records and papers there are. What the reader may not see is counted in
// Covered and not named.
type Marked struct {
	Clause  Clause
	Section string // the nearest heading above it
	Homes   Homes
	Unit    unit.Unit
	Period  calendar.Period // of records
	Term    calendar.Period // of tasks
	Stale   bool
	Covered
	Units   []MarkedUnit
	Tasks   []*record.Record
	Records []*record.Record
	Papers  map[string][]indicator.Proof // by record
	Owners  []string                     // kinds of units that may keep its records; none = any
}

// Mark opens one clause at a unit in a period: the root, and this year, where they are
// "". Faults: NotFound; Forbidden; Invalid bad_period.
func (p *Programme) Mark(ctx context.Context, clauseID, unitID, period string) (*Marked, error) {
	covered, err := p.CoverClause(ctx, unitID, period, clauseID)
	if err != nil {
		return nil, err
	}
	b, err := p.Book(ctx)
	if err != nil {
		return nil, err
	}
	all := p.clauses(ctx, b)
	homes, err := p.Homes(ctx)
	if err != nil {
		return nil, err
	}
	one := covered.Clauses[0]
	out := &Marked{Clause: all[slices.IndexFunc(all, func(c Clause) bool { return c.ID == clauseID })], Section: b.heading(clauseID), Homes: homes[clauseID],
		Unit: covered.Unit, Period: covered.Period, Term: covered.Term, Stale: covered.Stale, Covered: one.Covered}
	for _, u := range covered.Units {
		below := MarkedUnit{Unit: u}
		if i := slices.IndexFunc(covered.Cells, func(c CoveredCell) bool { return c.Unit == u.ID }); i >= 0 {
			below.Covered = covered.Cells[i].Covered
		}
		out.Units = append(out.Units, below)
	}
	return out, p.named(ctx, b, out)
}

// heading is the title of the nearest heading above a clause.
func (b *Book) heading(clauseID string) string {
	best := Heading{}
	for _, s := range b.Sections {
		if len(s.ID) > len(best.ID) && len(clauseID) > len(s.ID) && clauseID[:len(s.ID)+1] == s.ID+"." {
			best = s
		}
	}
	return best.Title
}

// named adds the tasks and records of a clause, with their papers.
func (p *Programme) named(ctx context.Context, b *Book, m *Marked) error {
	var ids []string
	anyone := false
	for _, k := range p.Kinds.In(ctx).All() {
		s := p.served(ctx, b, k.Full)
		q := record.Query{Kind: k.Full, Under: m.Unit.ID, Phase: []string{record.Active, record.Done}, During: m.Period, Clause: m.Clause.ID, Limit: maxMarked, Sort: "-updated_at"}
		switch {
		case isTask(s):
			q.During, q.Sort = m.Term, "due_on"
		case !slices.ContainsFunc(m.Homes.Kinds, func(h ClauseHome) bool { return h.Kind == k.Full }):
			continue
		default:
			anyone = anyone || len(k.OwnerKinds) == 0
			m.Owners = append(m.Owners, k.OwnerKinds...)
		}
		page, err := p.Records.List(ctx, q)
		if fault.Is(err, fault.NotFound) {
			continue // a kind that is off and nobody may read
		}
		if err != nil {
			return fmt.Errorf("records of %s: %w", m.Clause.ID, err)
		}
		for _, r := range page.Items {
			ids = append(ids, r.ID)
		}
		if isTask(s) {
			m.Tasks = append(m.Tasks, page.Items...)
		} else {
			m.Records = append(m.Records, page.Items...)
		}
	}
	slices.SortStableFunc(m.Records, func(a, b *record.Record) int { return cmp.Compare(b.UpdatedAt.UnixMicro(), a.UpdatedAt.UnixMicro()) })
	slices.Sort(m.Owners)
	if m.Owners = slices.Compact(m.Owners); anyone {
		m.Owners = nil
	}
	if len(ids) == 0 {
		return nil
	}
	var err error
	m.Papers, err = p.Proofs.Proofs(ctx, ids)
	return err
}

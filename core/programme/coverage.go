package programme

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/unit"
)

// Covered is what there is of a clause at a unit, everything below included: tasks of
// the term that holds the period, and records of the period. Proven are those of the
// records with a sound paper; Done those of the tasks that were accepted.
type Covered struct {
	Tasks   int `json:"tasks"`
	Done    int `json:"done"`
	Records int `json:"records"`
	Proven  int `json:"proven"`
}

// IsZero reports whether there is nothing of the clause.
func (c Covered) IsZero() bool { return c == Covered{} }

// CoveredCell is a clause at a unit directly below the one asked for.
type CoveredCell struct {
	Unit   string `json:"unit"`
	Clause string `json:"clause"`
	Covered
}

// CoveredClause is a clause at the unit asked for, and how many of those directly
// below lack what: a task, a record, evidence for some record. Of a clause that
// is followed somewhere, units at which nobody does lack no record: they owe none.
type CoveredClause struct {
	Clause
	Followed bool `json:"followed"` // some kind that carries it is on at the unit or below
	Covered
	NoTask      int      `json:"no_task"`
	NoRecord    int      `json:"no_record"`
	NoEvidence  int      `json:"no_evidence"`
	NotFollowed []string `json:"not_followed,omitempty"` // of a clause that is followed: units directly below at which nobody does
}

// Coverage is a matrix of units and clauses, read from folded counts. Cells are those
// with something in them.
type Coverage struct {
	*sums
	Term      calendar.Period
	Reckoning bool
	Clauses   []CoveredClause
	Units     []unit.Unit
	Cells     []CoveredCell
}

// Cover says what there is of every clause at a unit and at each unit directly below,
// in a period: the root, and this year, where they are "". Faults: NotFound; Forbidden;
// Invalid bad_period.
func (p *Programme) Cover(ctx context.Context, unitID, period string) (*Coverage, error) {
	return p.CoverClause(ctx, unitID, period, "")
}

// CoverClause is Cover of one clause, or of all where it is "". Fault besides: NotFound for a
// clause there is not.
func (p *Programme) CoverClause(ctx context.Context, unitID, period, clauseID string) (*Coverage, error) {
	asked, err := p.asked(ctx, unitID, period)
	if err != nil {
		return nil, err
	}
	first, _ := asked.Period.Range()
	out := &Coverage{sums: asked, Term: calendar.PeriodOf(first, calendar.GrainTerm), Cells: []CoveredCell{}}
	page, err := p.Tree.List(ctx, unit.Filter{Parent: asked.Unit.ID, Open: true})
	if err != nil {
		return nil, fmt.Errorf("units below: %w", err)
	}
	out.Units = slices.DeleteFunc(page.Items, func(u unit.Unit) bool {
		return !p.Gate.Can(ctx, access.FigureRead, access.Object{Kind: "core.figure", UnitPath: u.Path})
	})
	clauses, err := p.Clauses(ctx)
	if err != nil {
		return nil, err
	}
	if clauseID != "" {
		clauses = slices.DeleteFunc(slices.Clone(clauses), func(c Clause) bool { return c.ID != clauseID })
		if len(clauses) == 0 {
			return nil, fault.New(fault.NotFound, "not_found", fault.Field("clause"))
		}
	}
	homes, err := p.Homes(ctx)
	if err != nil {
		return nil, err
	}
	at, err := out.read(ctx, clauses)
	if err != nil {
		return nil, fmt.Errorf("coverage: %w", err)
	}
	for _, c := range clauses {
		out.clause(CoveredClause{Clause: c.brief(), Followed: homes[c.ID].Followed(asked.Unit.Path), Covered: at(c.ID, asked.Unit.ID)}, homes[c.ID], at)
	}
	out.Reckoning, err = p.Reckoning(ctx)
	return out, err
}

// read reads what is counted at the unit and those below it; the function answers for
// one of them.
func (c *Coverage) read(ctx context.Context, clauses []Clause) (func(clauseID, unitID string) Covered, error) {
	units := []string{c.Unit.ID}
	for _, u := range c.Units {
		units = append(units, u.ID)
	}
	var keys, taskKeys []string
	for _, one := range clauses {
		keys, taskKeys = append(keys, key(one.ID)), append(taskKeys, taskKey(one.ID))
	}
	done, err := row.Cells(ctx, keys, units, c.Period)
	if err != nil {
		return nil, err
	}
	planned, err := row.Cells(ctx, taskKeys, units, c.Term)
	if err != nil {
		return nil, err
	}
	return func(clauseID, unitID string) Covered {
		r, t := done[row.CellKey(key(clauseID), unitID)], planned[row.CellKey(taskKey(clauseID), unitID)]
		return Covered{Tasks: records(t.Num), Done: records(t.Approved), Records: records(r.Num), Proven: records(r.Proven)}
	}, nil
}

// clause adds a clause with its cells.
func (c *Coverage) clause(one CoveredClause, homes Homes, at func(clauseID, unitID string) Covered) {
	for _, u := range c.Units {
		cell := at(one.ID, u.ID)
		if cell.Tasks == 0 {
			one.NoTask++
		}
		switch {
		case one.Followed && !homes.Followed(u.Path):
			one.NotFollowed = append(one.NotFollowed, u.ID)
		case cell.Records == 0:
			one.NoRecord++
		}
		if cell.Records > cell.Proven {
			one.NoEvidence++
		}
		if !cell.IsZero() {
			c.Cells = append(c.Cells, CoveredCell{Unit: u.ID, Clause: one.ID, Covered: cell})
		}
	}
	c.Clauses = append(c.Clauses, one)
}

package giving

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/text"
	"github.com/doanket/doanket/core/unit"
)

// programmeKind is the base kind of action programmes; issued, one gives its tasks.
const programmeKind = "core.action_programme"

// maxGiven is how many tasks one programme holds; the next draft goes on with the others.
const maxGiven = 200

// Giver gives tasks under the clauses of the resolution.
type Giver struct{ *programme.Programme }

// Task is what is to be given to many units.
type Task struct {
	Title  string
	Output string
	DueOn  calendar.Date
}

// Given is what Give drafted.
type Given struct {
	Record  *record.Record // the draft
	Units   int            // that get a task when it is issued
	Without []Without      // every other that lacks one
}

// Without is a unit that lacks a task and gets none, and why: it is the drafter's own; a
// body of another branch, given its tasks by its own; a place with nobody of the
// drafter's branch; it has a row in a draft that waits to be issued; or there is no room
// left in the programme.
type Without struct {
	Unit  unit.Unit
	Why   string // own, branch, nobody, drafted, room
	Draft string // the record of that draft
}

// Give drafts a programme with the same task for every unit directly below that has none
// under a clause in the term, and none in a draft that waits: at a place, for the body of
// the drafter's own branch. It is a draft of the actor's own unit, which somebody else
// signs; nothing is given before that.
// Faults: those of Mark; Forbidden where the actor drafts no programmes; Conflict
// nothing_missing, task_drafted where those that could be given one wait for a draft to
// be issued, or nobody_to_lead where none of them can be given it; Invalid for a task
// that cannot be.
func (g Giver) Give(ctx context.Context, clauseID, unitID, period string, t Task) (*Given, error) {
	m, err := g.CoverClause(ctx, unitID, period, clauseID)
	if err != nil {
		return nil, err
	}
	drafter := g.drafter(ctx, m.Unit)
	if drafter == nil {
		return nil, fault.New(fault.Forbidden, "programme_drafter")
	}
	if t, err = t.clean(ctx); err != nil {
		return nil, err
	}
	leads, without, err := g.leads(ctx, m, drafter)
	if err != nil {
		return nil, fmt.Errorf("units that lack a task: %w", err)
	}
	if len(leads) == 0 {
		return nil, nobody(without)
	}
	rec, err := g.draft(ctx, clauseID, drafter, leads, t)
	if err != nil {
		return nil, fmt.Errorf("draft the programme: %w", err)
	}
	return &Given{Record: rec, Units: len(leads), Without: without}, nil
}

// nobody says why no unit gets a task: those that wait in a draft, else all.
func nobody(without []Without) error {
	if len(without) == 0 {
		return fault.New(fault.Conflict, "nothing_missing")
	}
	drafted := slices.DeleteFunc(slices.Clone(without), func(w Without) bool { return w.Why != "drafted" })
	if len(drafted) > 0 {
		return fault.New(fault.Conflict, "task_drafted", fault.Param("count", fmt.Sprint(len(drafted))), fault.Param("unit", drafted[0].Unit.Name))
	}
	return fault.New(fault.Conflict, "nobody_to_lead", fault.Param("count", fmt.Sprint(len(without))), fault.Param("unit", without[0].Unit.Name))
}

// draft makes the programme, with a row for each unit.
func (g Giver) draft(ctx context.Context, clauseID string, drafter *identity.Post, leads []string, t Task) (*record.Record, error) {
	var rows []any
	for _, lead := range leads {
		rows = append(rows, map[string]any{"title": t.Title, "clauses": []any{clauseID}, "lead": lead, "due_on": t.DueOn.String(), "output": t.Output})
	}
	b, err := g.Book(ctx)
	if err != nil {
		return nil, err
	}
	natures := map[string]string{unit.BranchFront: "programme", unit.BranchParty: "plan"}
	fields := map[string]any{"nature": cmp.Or(natures[drafter.Branch], "other"), "title": t.Title, "begins_on": calendar.Today(db.Now(ctx)).String(), "ends_on": t.DueOn.String(), "tasks": rows}
	if runes := []rune(b.Title); len(runes) > 0 {
		fields["directive"] = string(runes[:min(len(runes), 500)])
	}
	return g.Records.Create(ctx, programmeKind, record.Input{UnitID: drafter.UnitID, Fields: fields})
}

// clean is the task as it is kept.
func (t Task) clean(ctx context.Context) (Task, error) {
	var err error
	if t.Title, err = text.Check("title", t.Title, 500, true); err != nil {
		return t, err
	}
	if t.Output, err = text.Check("output", t.Output, 600, true); err != nil {
		return t, err
	}
	if t.DueOn.Before(calendar.Today(db.Now(ctx))) {
		return t, fault.New(fault.Invalid, "task_due_past", fault.Field("due_on"))
	}
	return t, nil
}

package programme

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/text"
	"github.com/doanket/doanket/core/unit"
)

// programmeKind is the base kind of action programmes; issued, one gives its tasks.
const programmeKind = "core.action_programme"

// maxGiven is how many tasks one programme holds; the others follow when it is issued.
const maxGiven = 200

// Giving is a task as it is to be given to many units.
type Giving struct {
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
// drafter's branch; or there is no room left in the programme.
type Without struct {
	Unit unit.Unit
	Why  string // own, branch, nobody, room
}

// Give drafts a programme with the same task for every unit directly below that has none
// under a clause in the term: at a place, for the body of the drafter's own branch. It is a
// draft of the actor's own unit, which somebody else signs; nothing is given before that.
// Faults: those of Mark; Forbidden where the actor drafts no programmes; Conflict
// nothing_missing, or nobody_to_lead where units lack one and none of them can be given
// it; Invalid for a task that cannot be.
func (p *Programme) Give(ctx context.Context, clauseID, unitID, period string, g Giving) (*Given, error) {
	m, err := p.cover(ctx, unitID, period, clauseID)
	if err != nil {
		return nil, err
	}
	drafter := p.drafter(ctx, m.Unit)
	if drafter == nil {
		return nil, fault.New(fault.Forbidden, "programme_drafter")
	}
	if g, err = g.clean(ctx); err != nil {
		return nil, err
	}
	leads, without, err := p.leads(ctx, m, drafter)
	if err != nil {
		return nil, fmt.Errorf("units that lack a task: %w", err)
	}
	switch {
	case len(leads) > 0:
	case len(without) > 0:
		return nil, fault.New(fault.Conflict, "nobody_to_lead", fault.Param("count", fmt.Sprint(len(without))), fault.Param("unit", without[0].Unit.Name))
	default:
		return nil, fault.New(fault.Conflict, "nothing_missing")
	}
	var rows []any
	for _, lead := range leads {
		rows = append(rows, map[string]any{"title": g.Title, "clauses": []any{clauseID}, "lead": lead, "due_on": g.DueOn.String(), "output": g.Output})
	}
	b, err := p.Book(ctx)
	if err != nil {
		return nil, err
	}
	natures := map[string]string{unit.BranchFront: "programme", unit.BranchParty: "plan"}
	fields := map[string]any{"nature": cmp.Or(natures[drafter.Branch], "other"), "title": g.Title, "begins_on": calendar.Today(db.Now(ctx)).String(), "ends_on": g.DueOn.String(), "tasks": rows}
	if runes := []rune(b.Title); len(runes) > 0 {
		fields["directive"] = string(runes[:min(len(runes), 500)])
	}
	rec, err := p.Records.Create(ctx, programmeKind, record.Input{UnitID: drafter.UnitID, Fields: fields})
	if err != nil {
		return nil, fmt.Errorf("draft the programme: %w", err)
	}
	return &Given{Record: rec, Units: len(rows), Without: without}, nil
}

// clean is the task as it is kept.
func (g Giving) clean(ctx context.Context) (Giving, error) {
	var err error
	if g.Title, err = text.Check("title", g.Title, 500, true); err != nil {
		return g, err
	}
	if g.Output, err = text.Check("output", g.Output, 600, true); err != nil {
		return g, err
	}
	if g.DueOn.Before(calendar.Today(db.Now(ctx))) {
		return g, fault.New(fault.Invalid, "task_due_past", fault.Field("due_on"))
	}
	return g, nil
}

// drafter is the post by which the actor drafts a programme: at the place asked for, or
// above it.
func (p *Programme) drafter(ctx context.Context, at unit.Unit) *identity.Post {
	actor, err := identity.From(ctx)
	if err != nil {
		return nil
	}
	var best *identity.Post
	for i := range actor.Posts {
		post := &actor.Posts[i]
		may := p.Gate.Can(ctx, "create", access.Object{Kind: programmeKind, UnitPath: post.UnitPath, Branch: post.Branch})
		if may && unit.Under(at.Path, post.PlacePath) && (best == nil || len(post.PlacePath) > len(best.PlacePath)) {
			best = post
		}
	}
	return best
}

// leads are the units that would lead a task where one lacks, and those that get none.
func (p *Programme) leads(ctx context.Context, m *Coverage, drafter *identity.Post) (leads []string, without []Without, err error) {
	has := map[string]bool{}
	for _, c := range m.Cells {
		has[c.Unit] = c.Tasks > 0
	}
	for _, u := range m.Units {
		if has[u.ID] {
			continue
		}
		lead, why := u.ID, ""
		if u.Branch == unit.BranchPlace {
			if lead, err = p.bodyOf(ctx, u, drafter.Branch); err != nil {
				return nil, nil, err
			}
		}
		switch {
		case u.ID == drafter.UnitID:
			why = "own"
		case u.Branch != unit.BranchPlace && u.Branch != drafter.Branch:
			why = "branch"
		case lead == "":
			why = "nobody"
		case len(leads) == maxGiven:
			why = "room"
		}
		if why == "" {
			leads = append(leads, lead)
		} else {
			without = append(without, Without{u, why})
		}
	}
	return leads, without, nil
}

// bodyOf is the first body of a branch at a place; "" where there is none.
func (p *Programme) bodyOf(ctx context.Context, place unit.Unit, branch string) (string, error) {
	page, err := p.Tree.List(ctx, unit.Filter{Parent: place.ID, Open: true})
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(page.Items, func(b unit.Unit) bool { return b.Branch == branch && b.PlaceID == place.ID })
	if i < 0 {
		return "", nil
	}
	return page.Items[i].ID, nil
}

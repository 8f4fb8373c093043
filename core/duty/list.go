package duty

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
	recordrow "github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/unit"
)

// ExcuseAct is the action on a kind of records that releases units from duties
// which ask for such records.
const ExcuseAct = "excuse"

// Obligation is what a unit owes in a period, as the actor may see it.
type Obligation struct {
	ID        string
	Duty      *manifest.Duty // the rule in force
	Unit      unit.Unit
	Period    calendar.Period
	Occasion  string
	Before    calendar.Date // the occasion's day, which tells obligations of one period apart
	OpensOn   calendar.Date
	DueOn     calendar.Date
	State     string
	Need      int
	Have      int
	Begun     bool
	MetOn     calendar.Date
	RecordID  string // that met it
	Excused   *Excuse
	CanOpen   bool
	CanExcuse bool
}

// Filter narrows List. Zero fields do not narrow.
type Filter struct {
	Under  string // unit id: it and everything below
	Duty   string // full name
	Period calendar.Period
	State  string // a state; "owed" is open and missed, "not_begun" is owed with nothing under way
	Mine   bool   // owed by a unit the actor has a post at, who may write the record
	Limit  int    // 1–100, default 30
	Cursor string // Next of the page before
}

// States a Filter may name beside those of an obligation.
const (
	Owed     = "owed"
	NotBegun = "not_begun"
)

// Page is some obligations, first due first, and how many there are in all.
type Page struct {
	Items []Obligation
	Next  string
	Total int
}

// clause is a condition on obligations in the making.
type clause = recordrow.Clause

// List is a page of what units owe in the actor's reach. Faults: NotFound for an
// unknown unit; Invalid unknown_value, bad_cursor.
func (ds *Duties) List(ctx context.Context, f Filter) (Page, error) {
	q, err := ds.narrowed(ctx, f)
	if err != nil {
		return Page{}, err
	}
	tx, err := db.Of(ctx)
	if err != nil {
		return Page{}, err
	}
	total, err := tx.NewSelect().Model((*row)(nil)).Where(q.Text.String(), q.Args...).Count(ctx)
	if err != nil {
		return Page{}, fmt.Errorf("count obligations: %w", db.Fault(err))
	}
	limit := f.Limit
	if limit < 1 || limit > 100 {
		limit = 30
	}
	if f.Cursor != "" {
		due, last, ok := strings.Cut(f.Cursor, "~")
		if !ok || len(due) != 10 {
			return Page{}, fault.New(fault.Invalid, "bad_cursor", fault.Field("cursor"))
		}
		q.Add(" AND (due_on > ? OR due_on = ? AND id > ?)", due, due, last)
	}
	var rows []*row
	err = tx.NewSelect().Model(&rows).Where(q.Text.String(), q.Args...).OrderExpr("due_on, id").Limit(int64(limit) + 1).Scan(ctx)
	if err != nil {
		return Page{}, fmt.Errorf("list obligations: %w", db.Fault(err))
	}
	out := Page{Items: []Obligation{}, Total: int(total)}
	if len(rows) > limit {
		rows = rows[:limit]
		out.Next = rows[limit-1].DueOn + "~" + rows[limit-1].ID
	}
	for _, r := range rows {
		o, err := ds.shown(ctx, r)
		if err != nil {
			return Page{}, err
		}
		out.Items = append(out.Items, *o)
	}
	return out, nil
}

// narrowed is the filter as a condition, with what the actor may see.
func (ds *Duties) narrowed(ctx context.Context, f Filter) (*clause, error) {
	q := &clause{}
	if err := ds.seen(ctx, q, f.Duty); err != nil {
		return nil, err
	}
	now := today(ctx).String()
	q.Add(" AND opens_on <= ?", now)
	if f.Duty != "" {
		q.Add(" AND duty = ?", f.Duty)
	}
	if f.Period != "" {
		q.Add(" AND period = ?", string(f.Period))
	}
	if f.Under != "" {
		u, err := ds.Tree.Get(ctx, f.Under)
		if fault.Is(err, fault.NotFound) {
			return nil, fault.New(fault.NotFound, "not_found", fault.Field("under"))
		}
		if err != nil {
			return nil, err
		}
		from, to := unit.Range(u.Path)
		q.Add(" AND unit_path >= ? AND unit_path < ?", from, to)
	}
	if f.Mine {
		if err := ds.mine(ctx, q); err != nil {
			return nil, err
		}
	}
	return q, inState(q, f.State, now)
}

// inState adds a state of an obligation on a day.
func inState(q *clause, state, now string) error {
	switch state {
	case "":
		q.Add(" AND state <> 'ended'")
	case Open:
		q.Add(" AND state = 'open' AND (due_on >= ? OR NOT firm)", now)
	case Missed:
		q.Add(" AND state = 'open' AND due_on < ? AND firm", now)
	case Owed:
		q.Add(" AND state = 'open'")
	case NotBegun:
		q.Add(" AND state = 'open' AND NOT begun")
	case Met, MetLate, Excused, Ended:
		q.Add(" AND state = ?", state)
	default:
		return fault.New(fault.Invalid, "unknown_value", fault.Field("state"))
	}
	return nil
}

// seen adds which obligations the actor may see: where they may read what is owed,
// and of a duty that is named also where they may see its figure, whose lineage names
// the same units.
func (ds *Duties) seen(ctx context.Context, q *clause, named string) error {
	q.Add("(")
	if err := ds.reached(ctx, q, access.Read); err != nil {
		return err
	}
	if slices.ContainsFunc(ds.active(ctx), func(d *owed) bool { return d.name == named }) {
		figures, err := ds.Gate.Scope(ctx, access.FigureRead, "core.figure")
		if err != nil {
			return err
		}
		q.Add(" OR duty = ? AND ", named)
		q.Within(access.Filter{Ranges: undrafted(figures.Ranges)}, false)
	}
	q.Add(")")
	return nil
}

// undrafted are the ranges with all in them: an obligation is no draft of anybody's.
func undrafted(in []access.Range) []access.Range {
	out := slices.Clone(in)
	for i := range out {
		out[i].Drafts = true
	}
	return out
}

// reached adds which obligations the action reaches: those of duties that are on,
// where the actor may do it to the records they ask for.
func (ds *Duties) reached(ctx context.Context, q *clause, action string) error {
	names, kinds := []string{""}, []string{}
	for _, d := range ds.active(ctx) {
		names = append(names, d.name)
		if !slices.Contains(kinds, d.Kind) {
			kinds = append(kinds, d.Kind)
		}
	}
	q.Add("duty IN (?) AND (1 = 0", bun.List(names))
	for _, kind := range kinds {
		reach, err := ds.Gate.Scope(ctx, action, kind)
		if err != nil {
			return err
		}
		q.Add(" OR kind = ? AND ", kind)
		q.Within(access.Filter{Ranges: undrafted(reach.Ranges)}, false)
	}
	q.Add(")")
	return nil
}

// mine adds that the unit is one the actor has a post at and writes such records
// for.
func (ds *Duties) mine(ctx context.Context, q *clause) error {
	units, err := ds.owners(ctx)
	if err != nil {
		return err
	}
	q.Add(" AND (1 = 0")
	for _, u := range units {
		q.Add(" OR unit_id = ? AND kind IN (?)", u.id, bun.List(u.kinds))
	}
	q.Add(")")
	return nil
}

// owner is a unit of the actor's and the kinds of records they write for it.
type owner struct {
	id    string
	kinds []string
}

func (ds *Duties) owners(ctx context.Context) ([]owner, error) {
	a, err := identity.From(ctx)
	if err != nil {
		return nil, err
	}
	var out []owner
	for _, p := range a.Posts {
		u := owner{id: p.UnitID}
		for _, d := range ds.active(ctx) {
			o := access.Object{Kind: d.Kind, UnitPath: p.UnitPath, Branch: p.Branch}
			if p.UnitID != "" && !slices.Contains(u.kinds, d.Kind) && ds.Gate.Can(ctx, access.Create, o) {
				u.kinds = append(u.kinds, d.Kind)
			}
		}
		if len(u.kinds) > 0 {
			out = append(out, u)
		}
	}
	return out, nil
}

// shown is an obligation as the actor sees it.
func (ds *Duties) shown(ctx context.Context, r *row) (*Obligation, error) {
	u, err := ds.Tree.Get(ctx, r.UnitID)
	if err != nil {
		return nil, err
	}
	d := inForce(ds.active(ctx), r.Duty, calendar.Period(r.Period))
	if d == nil {
		rules := ds.named(ctx, r.Duty)
		if len(rules) == 0 {
			return nil, notFound()
		}
		d = rules[0]
	}
	o := &Obligation{ID: r.ID, Duty: d.Duty, Unit: *u, Period: calendar.Period(r.Period), Occasion: r.Occasion, State: r.stateOn(today(ctx).String()),
		OpensOn: day(r.OpensOn), DueOn: day(r.DueOn), MetOn: day(r.MetOn), Need: r.Need, Have: r.Have, Begun: r.Begun}
	if o.Before, err = ds.dayOf(ctx, d, r.Occasion); err != nil {
		return nil, err
	}
	if ds.Gate.Can(ctx, access.Read, r.object()) { // else they see the figure alone
		o.RecordID, o.Excused = r.RecordID, r.excuse()
	}
	o.CanOpen = r.State == Open && ds.Gate.Can(ctx, access.Create, r.object())
	o.CanExcuse = (r.State == Open || r.State == Excused) && ds.mayExcuse(ctx, r) == nil
	return o, nil
}

// day reads a day the room wrote itself.
func day(text string) calendar.Date {
	d, _ := calendar.ParseDate(text)
	return d
}

// reachable is the obligation with the id, if the actor may read it. Fault:
// NotFound.
func (ds *Duties) reachable(ctx context.Context, obligationID string) (*row, error) {
	r, err := find(ctx, obligationID)
	if err != nil {
		return nil, err
	}
	if r == nil || len(ds.named(ctx, r.Duty)) == 0 {
		return nil, notFound()
	}
	return r, ds.Gate.Check(ctx, access.Read, r.object())
}

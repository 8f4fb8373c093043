package read

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
)

// Today is what waits for the actor: records without their fields.
type Today struct {
	Overdue  []*row.Record
	Due      []*row.Record // within 7 days
	Returned []*row.Record
	Waiting  []*row.Record // for a step of mine
	Others   []*row.Record // for another unit, whose clock runs
	Drafts   []*row.Record
	Totals   Totals
	AsOf     time.Time
}

// Totals are how many there are of each, also of those that are not listed.
type Totals struct {
	Overdue, Due, Returned, Waiting, Others, Drafts int
	More                                            bool // there may be others, that were not looked at
}

const (
	soon   = 7   // days ahead that count as due
	shown  = 20  // at most, of each
	looked = 200 // at most, of what a reach holds
)

// Today is what waits for the actor in ctx: records in a state that a transition
// of theirs leaves, by deadline, and their drafts. At most 20 of each are listed;
// of the part that is named ("overdue", "due", "returned", "waiting",
// "others", "drafts")
// at most 200, and then none of the others.
func (r *Reader) Today(ctx context.Context, part string) (Today, error) {
	t := Today{Overdue: []*row.Record{}, Due: []*row.Record{}, Returned: []*row.Record{}, Waiting: []*row.Record{}, Others: []*row.Record{}, Drafts: []*row.Record{}, AsOf: db.Now(ctx)}
	mine, full, err := r.actionable(ctx, calendar.Today(t.AsOf))
	if err != nil {
		return t, fmt.Errorf("look for what waits: %w", err)
	}
	slices.SortStableFunc(mine, func(a, b *row.Record) int {
		return cmp.Or(cmp.Compare(row.DueText(a.DueOn), row.DueText(b.DueOn)), cmp.Compare(a.ID, b.ID))
	})
	today := calendar.Today(t.AsOf)
	for _, rec := range mine {
		switch {
		case rec.Phase == row.Returned:
			t.Returned = append(t.Returned, rec)
		case r.waitsOnOthers(ctx, rec, today):
			t.Others = append(t.Others, rec)
		case !rec.DueOn.IsZero() && rec.DueOn.Before(today):
			t.Overdue = append(t.Overdue, rec)
		case !rec.DueOn.IsZero() && !rec.DueOn.After(today.AddDays(soon)):
			t.Due = append(t.Due, rec)
		default:
			t.Waiting = append(t.Waiting, rec)
		}
	}
	t.Totals = Totals{Overdue: len(t.Overdue), Due: len(t.Due), Returned: len(t.Returned), Waiting: len(t.Waiting), Others: len(t.Others), More: full}
	if t.Drafts, t.Totals.Drafts, err = r.drafts(ctx); err != nil {
		return t, err
	}
	return t, t.cut(part)
}

// cut shortens each part to what is listed of it.
func (t *Today) cut(part string) error {
	parts := map[string]*[]*row.Record{"overdue": &t.Overdue, "due": &t.Due, "returned": &t.Returned, "waiting": &t.Waiting, "others": &t.Others, "drafts": &t.Drafts}
	if part != "" && parts[part] == nil {
		return fault.New(fault.Invalid, "invalid", fault.Field("part"))
	}
	for name, list := range parts {
		limit := shown
		if part != "" {
			limit = 0
		}
		if name == part {
			limit = looked
		}
		*list = (*list)[:min(len(*list), limit)]
	}
	return nil
}

// actionable finds the records that the actor can move on, the most urgent ones
// in one statement over all kinds, in no order, and tells whether there may be more
// of them.
func (r *Reader) actionable(ctx context.Context, today calendar.Date) ([]*row.Record, bool, error) {
	var wanted []string
	var args []any
	for _, k := range r.kinds.ForTenant(ctx) {
		ways, err := r.ways(ctx, k)
		if err != nil {
			return nil, false, err
		}
		for _, c := range ways {
			wanted, args = append(wanted, c.Text.String()), append(args, c.Args...)
		}
	}
	if len(wanted) == 0 {
		return nil, false, nil
	}
	found, err := row.Select(ctx, "SELECT "+row.WithoutDeadlines+" FROM record WHERE "+db.Spot(ctx, "record")+" IN ("+strings.Join(wanted, " UNION ")+")", args...)
	if err != nil {
		return nil, false, err
	}
	full := len(found) >= looked
	byKind := map[string][]*row.Record{}
	for _, rec := range found {
		byKind[rec.Kind] = append(byKind[rec.Kind], rec)
	}
	mine := map[*row.Record]bool{}
	for name, group := range byKind {
		k, err := r.kinds.Of(ctx, name)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err == nil {
			err = row.FillGuarding(ctx, k, group)
		}
		if err != nil {
			return nil, false, err
		}
		for _, rec := range group {
			turn := r.turnOf(ctx, k, rec)
			mine[rec] = turn == now || turn == later && (rec.DueOn.IsZero() || !rec.DueOn.After(today.AddDays(soon)))
			rec.Fields = map[string]any{} // what guards look at, not everybody may see
		}
	}
	return slices.DeleteFunc(found, func(rec *row.Record) bool { return !mine[rec] }), full, nil
}

// way is a reach and the states that steps within it leave.
type way struct {
	reach  access.Filter
	states []string
}

// ways are queries for where a kind's records lie that a step of the actor's
// leaves, at most 200 from each: one for each reach, and for a reach over the
// whole province one for each state.
func (r *Reader) ways(ctx context.Context, k *kind.Kind) ([]*row.Clause, error) {
	var list []way
	for i := range k.Lifecycle.Transitions {
		t := &k.Lifecycle.Transitions[i]
		if t.Tone == "danger" || cancels(k, t.To) {
			continue // giving up is possible, but it is not what waits
		}
		reach, err := r.guard.Scope(ctx, access.Do(t.Name), k.Full)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(list, func(w way) bool { return reflect.DeepEqual(w.reach, reach) })
		if at < 0 {
			at, list = len(list), append(list, way{reach: reach})
		}
		for _, state := range t.From {
			if s := k.Lifecycle.State(state); s != nil && (s.Phase == row.Active || s.Phase == row.Returned) && !slices.Contains(list[at].states, state) {
				list[at].states = append(list[at].states, state)
			}
		}
	}
	var out []*row.Clause
	for _, w := range list {
		if len(w.states) == 0 {
			continue
		}
		for _, side := range []access.Filter{{Ranges: w.reach.Ranges, Maker: w.reach.Maker}, {To: w.reach.To}} {
			if !side.Empty() {
				out = append(out, w.queries(k, side, db.Spot(ctx, "record"))...)
			}
		}
	}
	return out, nil
}

// queries are those of one side of a way. Over the whole province a state's
// records are walked by deadline; within a part of it that would pass by all
// others', so there the order is kept from the planner.
func (w way) queries(k *kind.Kind, side access.Filter, spot string) []*row.Clause {
	states, order := [][]string{w.states}, "due_on || ''"
	if row.Everywhere(side) {
		states, order = slices.Collect(slices.Chunk(w.states, 1)), "due_on"
	}
	var out []*row.Clause
	for _, some := range states {
		c := &row.Clause{}
		c.Add("SELECT spot FROM (SELECT "+spot+" AS spot FROM record WHERE kind = ? AND state IN (?) AND phase IN ('active', 'returned') AND NOT draft AND ", k.Full, some)
		c.Within(side, k.DeliversToMany())
		c.Add(" ORDER BY "+order+", id LIMIT ?) AS way", looked)
		out = append(out, c)
	}
	return out
}

func cancels(k *kind.Kind, state string) bool {
	s := k.Lifecycle.State(state)
	return s != nil && s.Phase == row.Cancelled
}

// turn says whether a record waits for the actor.
type turn int

const (
	never turn = iota
	later      // all they can do is to confirm or to end what stands: not before its deadline comes near
	now
)

// turnOf looks at what SQL cannot: own work, the transition's condition, and
// that a right to a step is no right to read.
func (r *Reader) turnOf(ctx context.Context, k *kind.Kind, rec *row.Record) turn {
	if !r.guard.Can(ctx, "read", rec.Object()) {
		return never
	}
	a := &act.Act{Kind: k, Before: rec, After: rec}
	if err := a.Open(ctx); err != nil {
		return never
	}
	out := never
	for _, t := range k.Lifecycle.From(rec.State) {
		a.Move = t
		if t.Tone == "danger" || cancels(k, t.To) {
			continue
		}
		if why, err := r.refusal(ctx, a, t); err == nil && why == "" {
			out = max(out, asks(k, t, rec.State))
		}
	}
	return out
}

// asks is how soon a step is wanted once it can be taken: one that leaves the record
// where it is, leads on from where all is well, or ends it without judging anybody's
// work, when it is due.
func asks(k *kind.Kind, t *manifest.Transition, from string) turn {
	at, to := k.Lifecycle.State(from), k.Lifecycle.State(t.To)
	stands := at != nil && at.Tone == "good" && t.Tone == "primary"
	if len(t.NotActorOf) == 0 && (stands || t.To == from || to != nil && to.Phase == row.Done) {
		return later
	}
	return now
}

// drafts are the actor's own, last touched first, and how many there are.
func (r *Reader) drafts(ctx context.Context) ([]*row.Record, int, error) {
	var kinds []string
	for _, k := range r.kinds.ForTenant(ctx) {
		kinds = append(kinds, k.Full)
	}
	const mine = " FROM record WHERE created_by = ? AND draft AND phase <> 'discarded' AND kind IN (?)"
	list, err := r.Among(ctx, "SELECT "+row.Directory+mine+" ORDER BY updated_at DESC LIMIT ?", identity.By(ctx), kinds, looked)
	if err != nil || len(list) < looked {
		return list, len(list), err
	}
	var total int
	if err := db.QueryRow(ctx, "SELECT count(*)"+mine, identity.By(ctx), kinds).Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("count drafts: %w", err)
	}
	return list, total, nil
}

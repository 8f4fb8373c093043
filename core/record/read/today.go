package read

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
)

// Today is what waits for the actor.
type Today struct {
	Overdue  []*row.Record
	Due      []*row.Record // within 7 days
	Returned []*row.Record
	Waiting  []*row.Record // for a step of mine
	Drafts   []*row.Record
	AsOf     time.Time
}

const (
	soon  = 7  // days ahead that count as due
	shown = 50 // at most, of each
)

// Today is what waits for the actor in ctx, at most 50 of each: records in a
// state that a transition of theirs leaves, by deadline, and their drafts.
// One query a kind; nothing is asked row by row.
func (r *Reader) Today(ctx context.Context) (Today, error) {
	t := Today{Overdue: []*row.Record{}, Due: []*row.Record{}, Returned: []*row.Record{}, Waiting: []*row.Record{}, Drafts: []*row.Record{}, AsOf: db.Now(ctx)}
	var mine []*row.Record
	for _, k := range r.kinds.ForTenant(ctx) {
		found, err := r.actionable(ctx, k)
		if err != nil {
			return t, fmt.Errorf("look at %s: %w", k.Full, err)
		}
		mine = append(mine, found...)
	}
	slices.SortStableFunc(mine, func(a, b *row.Record) int {
		return cmp.Or(cmp.Compare(row.DueText(a.DueOn), row.DueText(b.DueOn)), cmp.Compare(a.ID, b.ID))
	})
	today := calendar.Today(t.AsOf)
	for _, rec := range mine {
		switch {
		case rec.Phase == row.Returned:
			t.Returned = append(t.Returned, rec)
		case !rec.DueOn.IsZero() && rec.DueOn.Before(today):
			t.Overdue = append(t.Overdue, rec)
		case !rec.DueOn.IsZero() && !rec.DueOn.After(today.AddDays(soon)):
			t.Due = append(t.Due, rec)
		default:
			t.Waiting = append(t.Waiting, rec)
		}
	}
	var err error
	if t.Drafts, err = r.drafts(ctx); err != nil {
		return t, err
	}
	for _, list := range []*[]*row.Record{&t.Overdue, &t.Due, &t.Returned, &t.Waiting, &t.Drafts} {
		*list = (*list)[:min(len(*list), shown)]
		if err := r.Fill(ctx, *list...); err != nil {
			return t, err
		}
		for _, rec := range *list {
			r.Show(ctx, rec)
		}
	}
	return t, nil
}

// actionable finds the records of a kind that the actor can move on.
func (r *Reader) actionable(ctx context.Context, k *kind.Kind) ([]*row.Record, error) {
	c := &row.Clause{}
	c.Add("kind = ? AND NOT draft AND phase IN ('active', 'returned') AND (", k.Full)
	ways := 0
	for i := range k.Lifecycle.Transitions {
		t := &k.Lifecycle.Transitions[i]
		reach, err := r.guard.Scope(ctx, "do:"+t.Name, k.Full)
		if err != nil {
			return nil, err
		}
		if reach.Empty() || t.Tone == "danger" || cancels(k, t.To) {
			continue // giving up is possible, but it is not what waits
		}
		if ways++; ways > 1 {
			c.Add(" OR ")
		}
		c.Add("(state IN (?) AND ", t.From)
		c.Within(reach, k.DeliversToMany())
		c.Add(")")
	}
	if ways == 0 {
		return nil, nil
	}
	found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE "+c.Text.String()+") ORDER BY due_on, id LIMIT ?", append(c.Args, 4*shown)...)
	if err != nil {
		return nil, err
	}
	if err := r.Fill(ctx, found...); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(found, func(rec *row.Record) bool { return !r.canMove(ctx, k, rec) }), nil
}

func cancels(k *kind.Kind, state string) bool {
	s := k.Lifecycle.State(state)
	return s != nil && s.Phase == row.Cancelled
}

// canMove looks at what SQL cannot: own work, the transition's condition, and
// that a right to a step is no right to read.
func (r *Reader) canMove(ctx context.Context, k *kind.Kind, rec *row.Record) bool {
	if !r.guard.Can(ctx, "read", rec.Object()) {
		return false
	}
	a := &act.Act{Kind: k, Before: rec, After: rec}
	if err := a.Open(ctx); err != nil {
		return false
	}
	for _, t := range k.Lifecycle.From(rec.State) {
		a.Move = t
		if t.Tone == "danger" || cancels(k, t.To) {
			continue
		}
		if why, err := r.refusal(ctx, a, t); err == nil && why == "" {
			return true
		}
	}
	return false
}

// drafts are the actor's own, last touched first.
func (r *Reader) drafts(ctx context.Context) ([]*row.Record, error) {
	var kinds []string
	for _, k := range r.kinds.ForTenant(ctx) {
		kinds = append(kinds, k.Full)
	}
	return r.Among(ctx, "SELECT "+row.Directory+" FROM record WHERE created_by = ? AND draft AND phase <> 'discarded' AND kind IN (?) ORDER BY updated_at DESC LIMIT ?",
		identity.By(ctx), kinds, shown)
}

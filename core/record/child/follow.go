package child

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/read"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
)

// Action is what history calls a change that a record takes over from its parent.
const Action = "follow"

// Follow does to the children what the act's step says: at once where they are
// few, and all or none; else by a job, which leaves those as they are that
// something is said against. Faults: those of the children's own steps.
func (c *Children) Follow(ctx context.Context, a *act.Act) error {
	if a.Move == nil || len(a.Move.Children) == 0 || a.Before == nil {
		return nil
	}
	among, err := c.reached(ctx, a)
	if err != nil || among.Text.Len() == 0 {
		return err
	}
	n, err := row.Count(ctx, "SELECT COUNT(*) FROM record WHERE "+among.Text.String(), among.Args...)
	if err != nil {
		return fmt.Errorf("count children: %w", err)
	}
	before, err := running(ctx, a.After.ID, "id <> ''")
	if err != nil {
		return err
	}
	switch {
	case before != "" || n > MaxInline:
		return start(ctx, a, cascade{Cascade: read.Cascade{Step: a.Move.Name, Total: n}, reason: a.Reason})
	case n == 0:
		return nil
	}
	acts, _, err := c.next(ctx, a, among, "")
	if err != nil {
		return err
	}
	if err := c.w.Advance(ctx, acts); err != nil {
		return err
	}
	for _, one := range acts {
		if one.Err != nil {
			return fmt.Errorf("%s with its parent: %w", one.After.ID, one.Err)
		}
	}
	return nil
}

// follow moves the next hundred on.
func (c *Children) follow(ctx context.Context, a *act.Act, x *cascade) error {
	if a.Move == nil {
		x.State = read.CascadeDone // another version of the module knows no such step
		return nil
	}
	among, err := c.reached(ctx, a)
	if err != nil {
		return err
	}
	var acts []*act.Act
	last := ""
	if among.Text.Len() > 0 {
		if acts, last, err = c.next(ctx, a, among, x.after); err != nil {
			return err
		}
	}
	if last == "" {
		x.State = read.CascadeDone
		return nil
	}
	if err := c.w.Advance(ctx, acts); err != nil {
		return err
	}
	x.after, x.Done = last, x.Done+len(act.Alive(acts))
	x.Total = max(x.Total, x.Done)
	return nil
}

// reached is the condition on the children that the step reaches; empty where the
// province's kinds have none of them.
func (c *Children) reached(ctx context.Context, a *act.Act) (*row.Clause, error) {
	among := &row.Clause{}
	for i := range a.Move.Children {
		s := &a.Move.Children[i]
		k, err := c.kinds.Of(ctx, s.Kind)
		if err != nil {
			return nil, err
		}
		if k.ParentKind() != a.Kind.Full {
			continue
		}
		if among.Text.Len() > 0 {
			among.Add(" OR ")
		}
		among.Add("kind = ? AND state IN (?) AND id IN (SELECT from_id FROM record_link WHERE to_id = ? AND rel = ?)", s.Kind, states(k, s), a.After.ID, k.Parent)
	}
	if among.Text.Len() == 0 {
		return among, nil
	}
	return wrapped(among), nil
}

func wrapped(c *row.Clause) *row.Clause {
	out := &row.Clause{}
	out.Add("phase <> 'discarded' AND ("+c.Text.String()+")", c.Args...)
	return out
}

// states are those of the children that the step reaches.
func states(k *kind.Kind, s *manifest.ChildStep) []string {
	switch step := k.Lifecycle.Transition(s.Do); {
	case len(s.From) > 0:
		return s.From
	case step != nil:
		return step.From
	}
	var out []string
	for _, state := range k.Lifecycle.States {
		if state.Phase != row.Done && state.Phase != row.Cancelled {
			out = append(out, state.ID)
		}
	}
	return out
}

// next are the acts on the next hundred children behind the one with the id, and
// the id of the last of them, "" if there is none. They are held, then read: who
// was before with one of them has been.
func (c *Children) next(ctx context.Context, a *act.Act, among *row.Clause, after string) ([]*act.Act, string, error) {
	ids, err := row.IDs(ctx, "SELECT id FROM record WHERE "+among.Text.String()+" AND id > ? ORDER BY id LIMIT ?", append(slices.Clone(among.Args), after, MaxInline)...)
	if err != nil || len(ids) == 0 {
		return nil, "", err
	}
	for _, childID := range ids {
		if err := db.Lock(ctx, "record:"+childID); err != nil {
			return nil, "", err
		}
	}
	found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE "+among.Text.String()+" AND id IN (?) ORDER BY id", append(slices.Clone(among.Args), ids)...)
	if err != nil {
		return nil, "", err
	}
	if err := c.w.Fill(ctx, found...); err != nil {
		return nil, "", err
	}
	acts := make([]*act.Act, len(found))
	for i, rec := range found {
		if acts[i], err = c.act(ctx, a, rec); err != nil {
			return nil, "", err
		}
	}
	return acts, ids[len(ids)-1], nil
}

// act is what the step of a does to one child.
func (c *Children) act(ctx context.Context, a *act.Act, rec *row.Record) (*act.Act, error) {
	k, err := c.kinds.Of(ctx, rec.Kind)
	if err != nil {
		return nil, err
	}
	s := &a.Move.Children[slices.IndexFunc(a.Move.Children, func(s manifest.ChildStep) bool { return s.Kind == rec.Kind })]
	out := &act.Act{Op: sdk.OpUpdate, Action: Action, Kind: k, Before: rec, After: rec.Clone(), Reason: because(a)}
	if step := k.Lifecycle.Transition(s.Do); step != nil {
		take(out, step)
	}
	for to, from := range s.Copy {
		if value, there := a.After.Fields[from]; there {
			out.After.Fields[to] = value
		} else {
			delete(out.After.Fields, to)
		}
	}
	return out, out.Open(ctx)
}

// take makes the act a step of the record's own.
func take(a *act.Act, step *manifest.Transition) {
	a.Op, a.Action, a.Move = sdk.OpTransition, "do:"+step.Name, step
	state := a.Kind.Lifecycle.Into(step, a.After.State)
	a.After.State, a.After.Phase, a.After.Draft = state.ID, state.Phase, state.Phase == row.Draft
}

// because is the reason a child's history gives: the parent, and what was said
// there.
func because(a *act.Act) string {
	said := cmp.Or(a.After.Number, a.After.Title)
	if a.Reason != "" {
		said += ": " + a.Reason
	}
	return said
}

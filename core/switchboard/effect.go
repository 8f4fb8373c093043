package switchboard

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/duty"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
)

// Where something of a module holds.
const (
	Everywhere = "all"
	Somewhere  = "part" // at the units that try the module
	Nowhere    = "none"
)

// Change is where something held and will hold.
type Change struct {
	Before string `json:"before" enum:"all,part,none"`
	After  string `json:"after" enum:"all,part,none"`
}

// ClauseChange is a clause that will be followed elsewhere, or nowhere: then the boards
// say that nobody follows it.
type ClauseChange struct {
	ID    string        `json:"id"`
	Title manifest.Text `json:"title,omitzero"`
	Change
}

// DutyChange is a duty that will bind other units. Ended are open obligations that end:
// nobody is late with them. Owing are the units that owe it today, afterwards.
type DutyChange struct {
	Duty  string        `json:"duty"`
	Label manifest.Text `json:"label"`
	Change
	Ended int `json:"ended"`
	Owing int `json:"owing"`
}

// FigureChange is a measure whose figure will be grey, or speak of other units.
type FigureChange struct {
	Measure string        `json:"measure"`
	Label   manifest.Text `json:"label"`
	Change
}

// RecordChange counts the records of a kind that are under way, drafts included, where
// the module will no longer be on: they are kept and stay readable, and nobody can
// change or move them on until it is on there again.
type RecordChange struct {
	Kind  string        `json:"kind"`
	Label manifest.Text `json:"label"`
	Kept  int           `json:"kept"`
}

// Effect is what a switch will mean: only what changes.
type Effect struct {
	Module  string         `json:"module"`
	Clauses []ClauseChange `json:"clauses"`
	Duties  []DutyChange   `json:"duties"`
	Figures []FigureChange `json:"figures"`
	Records []RecordChange `json:"records"`
}

// Effect says what a wish for a module will mean, without doing it: the province as it
// will be is asked the same as the province that is. Faults: NotFound module_unknown;
// Invalid unknown_value, unit_closed, too_many_units (pilot).
func (s *Switchboard) Effect(ctx context.Context, moduleID string, w Wish) (*Effect, error) {
	will, err := s.as(ctx, moduleID, w)
	if err != nil {
		return nil, err
	}
	out := &Effect{Module: moduleID, Clauses: []ClauseChange{}, Duties: []DutyChange{}, Figures: []FigureChange{}, Records: []RecordChange{}}
	for _, part := range []func(ctx, will context.Context, out *Effect) error{s.clauses, s.duties, s.figures, s.records} {
		if err := part(ctx, will, out); err != nil {
			return nil, fmt.Errorf("effect of switching %s: %w", moduleID, err)
		}
	}
	return out, nil
}

func (s *Switchboard) clauses(ctx, will context.Context, out *Effect) error {
	all, err := s.Programme.Clauses(ctx)
	if err != nil {
		return err
	}
	before, err := s.followed(ctx)
	if err != nil {
		return err
	}
	after, err := s.followed(will)
	if err != nil {
		return err
	}
	for _, c := range all {
		if change := (Change{before[c.ID], after[c.ID]}); change.Before != change.After {
			out.Clauses = append(out.Clauses, ClauseChange{c.ID, c.Title, change})
		}
	}
	return nil
}

// followed says of each clause where some kind that carries it is on.
func (s *Switchboard) followed(ctx context.Context) (map[string]string, error) {
	homes, err := s.Programme.Homes(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for clauseID, h := range homes {
		at := Nowhere
		for _, k := range h.Kinds {
			switch {
			case k.Followed && !k.Pilot:
				at = Everywhere
			case k.Followed && at == Nowhere:
				at = Somewhere
			}
		}
		out[clauseID] = at
	}
	return out, nil
}

func (s *Switchboard) duties(ctx, will context.Context, out *Effect) error {
	before, err := s.Duties.Bound(ctx)
	if err != nil {
		return err
	}
	after, err := s.Duties.Bound(will)
	if err != nil {
		return err
	}
	names := map[string]bool{}
	for _, b := range append(before, after...) {
		if names[b.Duty] {
			continue
		}
		names[b.Duty] = true
		was, is := find(before, b.Duty), find(after, b.Duty)
		d := DutyChange{Duty: b.Duty, Label: b.Label, Change: Change{where(was.Reach), where(is.Reach)}, Owing: is.Owing}
		for path, n := range was.Open {
			if !is.Reach.Holds(path) {
				d.Ended += n
			}
		}
		if d.Before != d.After || d.Ended > 0 || was.Owing != is.Owing {
			out.Duties = append(out.Duties, d)
		}
	}
	return nil
}

func (s *Switchboard) figures(ctx, will context.Context, out *Effect) error {
	m := s.Kinds.In(ctx).Manifest(out.Module)
	before, err := s.Kinds.Reach(ctx, m.ID+".")
	if err != nil {
		return err
	}
	after, err := s.Kinds.Reach(will, m.ID+".")
	if err != nil || same(before, after) {
		return err
	}
	for i := range m.Measures {
		out.Figures = append(out.Figures, FigureChange{m.Measures[i].FullName(), m.Measures[i].Label, Change{where(before), where(after)}})
	}
	return nil
}

func same(a, b kind.Reach) bool {
	return a.All == b.All && strings.Join(a.Paths, " ") == strings.Join(b.Paths, " ")
}

func (s *Switchboard) records(ctx, will context.Context, out *Effect) error {
	before, err := s.Kinds.Reach(ctx, out.Module+".")
	if err != nil {
		return err
	}
	after, err := s.Kinds.Reach(will, out.Module+".")
	if err != nil {
		return err
	}
	m := s.Kinds.In(ctx).Manifest(out.Module)
	var names []string
	for i := range m.Kinds {
		names = append(names, m.Kinds[i].FullName())
	}
	if len(names) == 0 {
		return nil
	}
	kept, err := underWay(ctx, names, func(path string) bool { return before.Holds(path) && !after.Holds(path) })
	if err != nil {
		return err
	}
	for i := range m.Kinds {
		if n := kept[m.Kinds[i].FullName()]; n > 0 {
			out.Records = append(out.Records, RecordChange{m.Kinds[i].FullName(), m.Kinds[i].Label, n})
		}
	}
	return nil
}

// underWay counts records that have not ended, by kind, at the units that count.
func underWay(ctx context.Context, kinds []string, counts func(path string) bool) (map[string]int, error) {
	rows, err := db.Query(ctx, "SELECT kind, unit_path, count(*) FROM record WHERE kind IN (?) AND phase IN ('draft', 'active', 'returned') GROUP BY kind, unit_path", kinds)
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	err = db.Each(rows, func(rows *sql.Rows) error {
		var full, path string
		var n int
		err := rows.Scan(&full, &path, &n)
		if counts(path) {
			out[full] += n
		}
		return err
	})
	return out, err
}

// where says how far a reach goes.
func where(r kind.Reach) string {
	switch {
	case r.All:
		return Everywhere
	case r.None():
		return Nowhere
	}
	return Somewhere
}

// find is what binds of a duty, nothing where nothing does.
func find(list []duty.Bound, name string) duty.Bound {
	for _, b := range list {
		if b.Duty == name {
			return b
		}
	}
	return duty.Bound{}
}

package programme

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
)

// ClauseHome is a kind, or a value of a field of it, that serves a clause.
type ClauseHome struct {
	Kind     string        `json:"kind"`
	Field    string        `json:"field,omitempty"`
	Value    string        `json:"value,omitempty"`
	Label    manifest.Text `json:"label"`
	Followed bool          `json:"followed"`        // its module is on, if only at some units
	Pilot    bool          `json:"pilot,omitempty"` // only some units try it

	reach kind.Reach
}

// ClauseFigure is a measure or a duty of a clause.
type ClauseFigure struct {
	Name  string        `json:"name"` // in full
	Label manifest.Text `json:"label"`
}

// Homes are the kinds, measures and duties of a clause.
type Homes struct {
	Kinds    []ClauseHome   `json:"kinds"`
	Measures []ClauseFigure `json:"measures"`
	Duties   []ClauseFigure `json:"duties"`
}

// Homes lists where each clause lives, by its id. What no kind carries has none.
func (p *Programme) Homes(ctx context.Context) (map[string]Homes, error) {
	b, err := p.Book(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]Homes{}
	put := func(clauseID string, add func(*Homes)) {
		h, there := out[clauseID]
		if !there {
			h = Homes{Kinds: []ClauseHome{}, Measures: []ClauseFigure{}, Duties: []ClauseFigure{}}
		}
		add(&h)
		out[clauseID] = h
	}
	for _, k := range p.Kinds.In(ctx).All() {
		of, err := p.homes(ctx, b, k)
		if err != nil {
			return nil, err
		}
		for clauseID, homes := range of {
			put(clauseID, func(h *Homes) { h.Kinds = append(h.Kinds, homes...) })
		}
	}
	if b.Own {
		return out, nil // measures and duties name the clauses of another resolution
	}
	for _, m := range p.Kinds.In(ctx).Manifests() {
		for i := range m.Measures {
			for _, clauseID := range m.Measures[i].Serves {
				put(clauseID, func(h *Homes) {
					h.Measures = append(h.Measures, ClauseFigure{m.Measures[i].FullName(), m.Measures[i].Label})
				})
			}
		}
		for i := range m.Duties {
			for _, clauseID := range m.Duties[i].Serves {
				put(clauseID, func(h *Homes) { h.Duties = append(h.Duties, ClauseFigure{m.Duties[i].FullName(), m.Duties[i].Label}) })
			}
		}
	}
	return out, nil
}

// homes are those of one kind, by clause.
func (p *Programme) homes(ctx context.Context, b *Book, k *kind.Kind) (map[string][]ClauseHome, error) {
	out := map[string][]ClauseHome{}
	s := p.served(ctx, b, k.Full)
	reach, err := p.Kinds.Reach(ctx, k.Full)
	if err != nil {
		return nil, err
	}
	home := ClauseHome{Kind: k.Full, Label: k.Label, Followed: !reach.None(), Pilot: len(reach.Paths) > 0, reach: reach}
	for _, clauseID := range s.Always {
		out[clauseID] = append(out[clauseID], home)
	}
	for i := range k.Fields {
		f := &k.Fields[i]
		for _, v := range f.Values {
			for _, clauseID := range s.By[f.Name][v.ID] {
				one := home
				one.Field, one.Value = f.Name, v.ID
				one.Label = manifest.Text{VI: k.Label.VI + ": " + v.Label.VI, EN: k.Label.EN + ": " + v.Label.EN}
				out[clauseID] = append(out[clauseID], one)
			}
		}
	}
	return out, nil
}

// Followed reports whether some kind that carries the clause is on at the unit of the
// path or below it; of a unit where none is, a clause says that nobody follows it.
func (h Homes) Followed(path string) bool {
	return slices.ContainsFunc(h.Kinds, func(k ClauseHome) bool { return k.reach.Touches(path) })
}

// ClauseCount is how many records serve a clause at a unit, everything below included:
// Records are past their draft and not returned; Approved and Proven are among them;
// Withdrawn stand beside.
type ClauseCount struct {
	Clause
	Followed  bool `json:"followed"` // some kind that carries it is on at the unit or below
	Records   int  `json:"records"`
	Approved  int  `json:"approved"`
	Proven    int  `json:"proven"`
	Withdrawn int  `json:"withdrawn"`
}

// Tally is a ClauseCount for each clause, and what they are of.
type Tally struct {
	*sums
	Reckoning bool // a map has changed and old records are still being reckoned by it
	Items     []ClauseCount
}

// Count counts the records of every clause at a unit in a period: the root, and
// this year, where they are "". Faults: NotFound; Forbidden; Invalid bad_period.
func (p *Programme) Count(ctx context.Context, unitID, period string) (*Tally, error) {
	clauses, err := p.Clauses(ctx)
	if err != nil {
		return nil, err
	}
	homes, err := p.Homes(ctx)
	if err != nil {
		return nil, err
	}
	keys := make([]string, len(clauses))
	for i, c := range clauses {
		keys[i] = key(c.ID)
	}
	found, err := p.sums(ctx, keys, unitID, period)
	if err != nil {
		return nil, fmt.Errorf("count by clause: %w", err)
	}
	out := &Tally{sums: found, Items: make([]ClauseCount, len(clauses))}
	for i, c := range clauses {
		sum := found.of[keys[i]]
		out.Items[i] = ClauseCount{c.brief(), homes[c.ID].Followed(found.Unit.Path), records(sum.Num), records(sum.Approved), records(sum.Proven), records(sum.Withdrawn)}
	}
	out.Reckoning, err = p.Reckoning(ctx)
	return out, err
}

// Reckoning reports whether old records are still being reckoned by a map that
// has changed.
func (p *Programme) Reckoning(ctx context.Context) (bool, error) {
	all, err := states(ctx)
	for _, s := range all {
		if s.building != "" {
			return true, err
		}
	}
	return false, err
}

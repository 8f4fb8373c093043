package search

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/record/read"
	"github.com/doanket/doanket/core/text"
	"github.com/doanket/doanket/core/unit"
)

// Answer is what was found, the best of each sort first.
type Answer struct {
	Records   []Record
	Documents []Document
	Units     []unit.Unit
	Kinds     []*kind.Kind // whose records the actor may read
}

// Record is a record that was found.
type Record struct {
	*record.Record
	Title []Piece
}

// Find is what of the province in ctx answers the question and the actor may read; an
// empty one finds nothing. Faults: Invalid for what is no text or too long; NotFound
// for an unknown unit or kind.
func (s *Search) Find(ctx context.Context, q Question) (Answer, error) {
	a, err := q.read()
	if err != nil || len(a.words) == 0 {
		return Answer{}, err
	}
	kinds, err := s.chosen(ctx, q.Kind)
	if err != nil {
		return Answer{}, err
	}
	var out Answer
	if out.Records, err = s.records(ctx, q, a, kinds); err != nil {
		return Answer{}, err
	}
	if out.Documents, err = s.documents(ctx, q, a, kinds); err != nil {
		return Answer{}, err
	}
	if q.Kind != "" || q.Under != "" {
		return out, nil
	}
	if out.Kinds, err = s.kinds(ctx, a, kinds); err != nil {
		return Answer{}, err
	}
	out.Units, err = s.units(ctx, a)
	return out, err
}

// chosen are the kinds to look among.
func (s *Search) chosen(ctx context.Context, name string) ([]*kind.Kind, error) {
	set := s.Kinds.In(ctx)
	if name == "" {
		return set.All(), nil
	}
	k, err := set.Get(name)
	if err != nil {
		return nil, fault.New(fault.NotFound, "not_found", fault.Field("kind"))
	}
	return []*kind.Kind{k}, nil
}

// records are those that have all the words, the best titles first and of like ones
// the newest.
func (s *Search) records(ctx context.Context, q Question, a asked, kinds []*kind.Kind) ([]Record, error) {
	hits, err := s.Records.Find(ctx, read.Finding{Kinds: kinds, Under: q.Under, Words: a.typed(), From: q.From, To: q.To, Most: candidates})
	if err != nil {
		return nil, err
	}
	scores := map[string]float64{}
	for _, h := range hits {
		scores[h.ID] = a.score(h.Title) + named(a.called(h.Number)) + exactly(h.Exact)
	}
	slices.SortStableFunc(hits, func(x, y read.Hit) int {
		return cmp.Or(cmp.Compare(scores[y.ID], scores[x.ID]), cmp.Compare(y.ID, x.ID))
	})
	var ids []string
	for _, h := range hits[:min(len(hits), a.limit)] {
		ids = append(ids, h.ID)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	readable, err := s.Records.Readable(ctx, ids)
	if err != nil {
		return nil, err
	}
	var out []Record
	for _, id := range ids {
		if rec := readable[id]; rec != nil {
			out = append(out, Record{rec, a.marked(rec.Title)})
		}
	}
	return out, nil
}

// named and exactly are what a number that was asked for, and the accents that were
// typed, count beside a score.
func named(is bool) float64 {
	if is {
		return 50
	}
	return 0
}

func exactly(is bool) float64 {
	if is {
		return 2
	}
	return 0
}

// kinds are those whose name has all the words.
func (s *Search) kinds(ctx context.Context, a asked, kinds []*kind.Kind) ([]*kind.Kind, error) {
	var out []*kind.Kind
	for _, k := range kinds {
		if !a.in(k.Label.VI) && !a.in(k.Label.EN) {
			continue
		}
		c, err := s.Records.ReachAll(ctx, []*kind.Kind{k}, "")
		if err != nil {
			return nil, err
		}
		if c != nil && len(out) < a.limit {
			out = append(out, k)
		}
	}
	return out, nil
}

// in reports whether a name has all the words, the last perhaps only begun.
func (a asked) in(name string) bool {
	words := " " + strings.Join(text.Words(text.Fold(name)), " ") + " "
	for i, w := range a.plain {
		end := " "
		if i == len(a.plain)-1 {
			end = ""
		}
		if !strings.Contains(words, " "+w+end) {
			return false
		}
	}
	return true
}

// units are the open ones with the words in their name, side by side.
func (s *Search) units(ctx context.Context, a asked) ([]unit.Unit, error) {
	p, err := s.Tree.List(ctx, unit.Filter{Q: a.typed(), Open: true, Limit: candidates})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(p.Items, func(x, y unit.Unit) int { return cmp.Compare(a.score(y.Name), a.score(x.Name)) })
	return p.Items[:min(len(p.Items), a.limit)], nil
}

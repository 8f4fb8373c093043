package programme

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/clause"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// Gate is what the room asks of access.
type Gate interface {
	Check(ctx context.Context, action string, o access.Object) error
	Can(ctx context.Context, action string, o access.Object) bool
}

// Tree is the part of unit.Tree that counts need.
type Tree interface {
	Get(ctx context.Context, id string) (*unit.Unit, error)
	List(ctx context.Context, f unit.Filter) (unit.Page, error)
}

// Caller tells the people of units who may do something there; notice.Box fits.
type Caller interface {
	Call(ctx context.Context, units []string, able func(ctx context.Context, unitID string) bool, cause string, said manifest.Text) (reached, people int, err error)
}

// Deps are the rooms the programme leans on.
type Deps struct {
	Kinds   *kind.Kinds
	Records *record.Records
	Gate    Gate
	Tree    Tree
	Proofs  indicator.Proofs
	Figures Board
	Caller  Caller
}

// Programme follows the resolution of the province in ctx.
type Programme struct {
	Deps
	books *db.Cache[Book]
}

// New makes a Programme.
func New(d Deps) *Programme { return &Programme{Deps: d, books: newCache()} }

// Register gives the queue the room's jobs: a map that has changed is noticed
// within minutes wherever it came from.
func (p *Programme) Register(q *job.Queue) error {
	q.Register(ReckonJob, p.reckonAll)
	q.Register(PrepareJob, func(ctx context.Context, _ job.Job) error { return p.Prepare(ctx) })
	return q.Schedule(PrepareJob, "*/5 * * * *")
}

// served are the clauses of a kind by a book: the province's own map, else what
// the manifest says of clauses the province has.
func (p *Programme) served(ctx context.Context, b *Book, full string) clause.Served {
	k, err := p.Kinds.Of(ctx, full)
	if err != nil {
		return clause.Served{}
	}
	s := clause.Of(k.Kind)
	if b.Own {
		own := b.Serves[full]
		own.Named = s.Named
		return own
	}
	if len(b.Clauses) == 0 || s.IsZero() {
		return s
	}
	here := func(ids []string) []string {
		return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !b.has(id) })
	}
	out := clause.Served{Always: here(s.Always), By: map[string]map[string][]string{}, Named: s.Named}
	for field, values := range s.By {
		out.By[field] = map[string][]string{}
		for value, ids := range values {
			out.By[field][value] = here(ids)
		}
	}
	return out
}

// brief is the clause without its words.
func (c Clause) brief() Clause { c.Words = ""; return c }

func (b *Book) has(id string) bool {
	return slices.ContainsFunc(b.Clauses, func(c Clause) bool { return c.ID == id })
}

// Clauses are the clauses of the province in ctx in their order: its own, else
// those that manifests name.
func (p *Programme) Clauses(ctx context.Context) ([]Clause, error) {
	b, err := p.Book(ctx)
	if err != nil {
		return nil, err
	}
	return p.clauses(ctx, b), nil
}

func (p *Programme) clauses(ctx context.Context, b *Book) []Clause {
	if len(b.Clauses) > 0 {
		return b.Clauses
	}
	out := []Clause{}
	for _, id := range named(p.Kinds.In(ctx)) {
		out = append(out, Clause{ID: id})
	}
	return out
}

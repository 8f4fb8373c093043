package indicator

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/recent"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
)

// Proof is a document that proves a record, as lineage shows it.
type Proof struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Version int    `json:"version"`
	SHA256  string `json:"sha256"`
	Sound   bool   `json:"sound"`
	Slot    string `json:"slot"`
}

// Proofs lists the documents of records by the record's id; the room document
// fits it.
type Proofs interface {
	Proofs(ctx context.Context, recordIDs []string) (map[string][]Proof, error)
}

// Gate is what figures ask of access.
type Gate interface {
	Check(ctx context.Context, action string, o access.Object) error
}

// Tree is the part of unit.Tree that figures need.
type Tree interface {
	Get(ctx context.Context, id string) (*unit.Unit, error)
	ByPath(ctx context.Context, path string) (*unit.Unit, error)
	List(ctx context.Context, f unit.Filter) (unit.Page, error)
}

// Deps are the rooms figures lean on.
type Deps struct {
	Kinds   *kind.Kinds
	Records *record.Records
	Tree    Tree
	Gate    Gate
	Proofs  Proofs
	Folder  Folder // nil where no module computes
	Duties  Duties // nil where nobody keeps any
}

// Figures computes and answers the figures of the province in ctx.
type Figures struct {
	Deps
	catalogue *catalogue
	sheets    recent.Answers[question, Sheet]
}

// New compiles the measures of all manifests; one that cannot count is set
// aside.
func New(d Deps) *Figures {
	return &Figures{Deps: d, catalogue: newCatalogue(d.Kinds.In(context.Background()))}
}

// Refused are the measures set aside.
func (f *Figures) Refused() []Refused { return f.catalogue.refused }

// Use fits what does not exist yet when Figures is made.
func (f *Figures) Use(p Proofs) { f.Proofs = p }

// Register gives the queue the room's jobs and their times: a fold every minute
// beside those that writes ask for, what the new day changes, and the nightly
// proof that nothing drifted.
func (f *Figures) Register(q *job.Queue) error {
	q.RegisterUrgent(FoldJob, func(ctx context.Context, _ job.Job) error { return f.Fold(ctx) })
	q.Register(RecomputeJob, func(ctx context.Context, _ job.Job) error {
		_, err := f.Recompute(ctx, true)
		return err
	})
	q.Register(ComputeJob, f.compute)
	q.Register(RebuildJob, f.rebuild)
	q.Register(DailyJob, f.daily)
	if err := q.Schedule(DailyJob, dailyCron); err != nil {
		return err
	}
	if err := q.Schedule(FoldJob, "* * * * *"); err != nil {
		return err
	}
	return q.Schedule(RecomputeJob, "30 1 * * *")
}

// Moved rewrites the paths of contributions when a unit moves and asks for the
// figures above it to be made anew; it is a unit.Mover.
func (f *Figures) Moved(ctx context.Context, oldPath, newPath string) error {
	f.Forget(ctx)
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	from, to := unit.Range(oldPath)
	_, err = tx.NewUpdate().Table("contribution").
		Set("unit_path = ? || substr(unit_path, ?)", newPath, len(oldPath)+1).
		Where("unit_path >= ? AND unit_path < ?", from, to).Exec(ctx)
	if err != nil {
		return fmt.Errorf("move contributions: %w", err)
	}
	return job.Enqueue(ctx, RecomputeJob, nil, job.Unique(RecomputeJob+" "+newPath))
}

// measure finds a measure that is switched on in the province.
func (f *Figures) measure(ctx context.Context, code string) (*Measure, error) {
	m, ok := f.catalogue.byCode[code]
	if !ok || !on(ctx, m.Module) {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	return m, nil
}

// on reports whether a manifest is switched on; the core's own always is.
func on(ctx context.Context, module string) bool {
	if module == coreManifest {
		return true
	}
	t, err := tenant.From(ctx)
	return err == nil && t.Modules[module]
}

const coreManifest = "core"

// at finds the unit asked for ("" = the root) and checks that the actor may
// see figures there.
func (f *Figures) at(ctx context.Context, unitID string) (*unit.Unit, error) {
	u, err := f.find(ctx, unitID)
	if err != nil {
		return nil, err
	}
	if err := f.Gate.Check(ctx, "figure:read", access.Object{Kind: "core.figure", UnitPath: u.Path}); err != nil {
		return nil, err
	}
	return u, nil
}

func (f *Figures) find(ctx context.Context, unitID string) (*unit.Unit, error) {
	if unitID != "" {
		return f.Tree.Get(ctx, unitID)
	}
	page, err := f.Tree.List(ctx, unit.Filter{Open: true, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(page.Items) == 0 {
		return nil, fault.New(fault.NotFound, "not_found", fault.Field("unit"))
	}
	return &page.Items[0], nil
}

package sheet

import (
	"context"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/upload"
	"github.com/doanket/doanket/core/upload/child"
)

// MaxRows is how many records go into one file, or come out of one.
const MaxRows = 100_000

// atOnce bounds the files this process writes at the same time; each takes memory.
const atOnce = 4

// Deps are the rooms sheets lean on.
type Deps struct {
	Kinds   *kind.Kinds
	Records *record.Records
	Tree    *unit.Tree
	Uploads *upload.Uploads
	People  *identity.People
	Apart   child.Command // reads what comes in, in processes of their own
}

// Sheets answers for whichever province and actor are in ctx.
type Sheets struct {
	Deps
	writing chan struct{}
}

// New makes Sheets.
func New(d Deps) *Sheets { return &Sheets{Deps: d, writing: make(chan struct{}, atOnce)} }

var (
	dataTitle   = manifest.Text{VI: "Dữ liệu", EN: "Data"}
	unitTitle   = manifest.Text{VI: "Đơn vị", EN: "Units"}
	choiceTitle = manifest.Text{VI: "Danh mục", EN: "Choices"}
)

// turn waits for one of the places in which files are written; done gives it back.
func (s *Sheets) turn(ctx context.Context) (done func(), err error) {
	select {
	case s.writing <- struct{}{}:
		return func() { <-s.writing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// reachable is the kind, if the actor may do the action to its records anywhere.
// Faults: NotFound for an unknown kind and for one they may not even read; Forbidden.
func (s *Sheets) reachable(ctx context.Context, full, action string) (*kind.Kind, error) {
	k, err := s.Kinds.Of(ctx, full)
	if err != nil {
		return nil, err
	}
	if _, err := identity.From(ctx); err != nil {
		return nil, err
	}
	for _, a := range []string{action, access.Read} {
		reach, err := s.Records.Guard.Scope(ctx, a, k.Full)
		switch {
		case err != nil:
			return nil, err
		case reach.Empty():
		case a == action:
			return k, nil
		default:
			return nil, fault.New(fault.Forbidden, "forbidden", fault.Field("action"), fault.Param("action", action))
		}
	}
	return nil, fault.New(fault.NotFound, "not_found")
}

// units are the open units at which the actor may make records of the kind.
func (s *Sheets) units(ctx context.Context, k *kind.Kind) ([]unit.Unit, error) {
	all, err := s.Tree.List(ctx, unit.Filter{Kind: k.OwnerKinds, Open: true})
	if err != nil {
		return nil, err
	}
	var out []unit.Unit
	for _, u := range all.Items {
		if u.Code != "" && s.Kinds.EnabledAt(ctx, k.Full, u.Path) && s.Records.Guard.Can(ctx, "create", access.Object{Kind: k.Full, UnitPath: u.Path, Branch: u.Branch, Draft: true, CreatedBy: identity.By(ctx)}) {
			out = append(out, u)
		}
	}
	return out, nil
}

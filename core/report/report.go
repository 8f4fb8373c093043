package report

import (
	"context"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// Figures is the part of indicator.Figures that reports need.
type Figures interface {
	Show(ctx context.Context, b indicator.Board, unitID, period string) (*indicator.Sheet, error)
}

// Gate is what reports ask of access.
type Gate interface {
	Check(ctx context.Context, action string, o access.Object) error
	Can(ctx context.Context, action string, o access.Object) bool
}

// Tree is the part of unit.Tree that reports need.
type Tree interface {
	Get(ctx context.Context, id string) (*unit.Unit, error)
	ByPath(ctx context.Context, path string) (*unit.Unit, error)
}

// Deps are the rooms reports lean on.
type Deps struct {
	Kinds   *kind.Kinds
	Records *record.Records
	Figures Figures
	Tree    Tree
	Gate    Gate
}

// Reports writes the reports of the province in ctx.
type Reports struct{ Deps }

// New makes Reports.
func New(d Deps) *Reports { return &Reports{d} }

// Ask names a report: of a template ("half_year", "year"), at a unit, in a period
// of the template's length ("" = the one that runs), in a language (vi or en).
type Ask struct{ Template, Unit, Period, Lang string }

// Get is the report as it stands: the frozen one where there is one, in Vietnamese,
// else assembled now. Faults: NotFound; Forbidden for whoever may not see figures there;
// Invalid bad_period.
func (rs *Reports) Get(ctx context.Context, a Ask) (*Report, error) {
	at, err := rs.at(ctx, a, access.FigureRead)
	if err != nil {
		return nil, err
	}
	frozen, err := rs.frozen(ctx, at)
	if frozen != nil || err != nil {
		return frozen, err
	}
	return rs.assemble(ctx, at, a.Lang)
}

// May says what the actor may do to the reports of a unit.
func (rs *Reports) May(ctx context.Context, unitID string) (write, freeze bool) {
	u, err := rs.Tree.Get(ctx, unitID)
	if err != nil {
		return false, false
	}
	o := access.Object{Kind: objectKind, UnitPath: u.Path}
	return rs.Gate.Can(ctx, access.ReportWrite, o), rs.Gate.Can(ctx, access.ReportFreeze, o)
}

// objectKind is what permissions on reports are about.
const objectKind = "core.report"

// at checks what an Ask names, and that the actor may.
func (rs *Reports) at(ctx context.Context, a Ask, action string) (place, error) {
	t, p, err := rs.find(ctx, a.Template, a.Period)
	if err != nil {
		return place{}, err
	}
	u, err := rs.Tree.Get(ctx, a.Unit)
	if err != nil {
		return place{}, err
	}
	if err := rs.Gate.Check(ctx, access.FigureRead, access.Object{Kind: "core.figure", UnitPath: u.Path}); err != nil {
		return place{}, err
	}
	if action != access.FigureRead {
		err = rs.Gate.Check(ctx, action, access.Object{Kind: objectKind, UnitPath: u.Path})
	}
	return place{t, *u, p}, err
}

package unit

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

type actRow struct {
	bun.BaseModel `bun:"table:unit_act"`
	ID            string `bun:",pk"`
	Act           string
	UnitID        string
	OnDay         calendar.Date
	Basis         string
	ByWhom        string
	At            int64
	Detail        map[string]any
}

// store writes the touched units and their edges.
func store(ctx context.Context, tx bun.Tx, f *forest) error {
	if len(f.touched) == 0 {
		return nil
	}
	var units []unitRow
	var edges []edgeRow
	var ids []string
	for id := range f.touched {
		n := f.nodes[id]
		ids = append(ids, id)
		units = append(units, unitRow{ID: id, Serial: n.serial, ParentID: n.ParentID, Path: n.Path, Kind: n.Kind, Code: n.Code, Name: n.Name,
			ShortName: n.ShortName, FromOn: n.From, ToOn: n.To, Successors: n.Successors, Sort: n.Sort, Labels: n.Labels})
		for _, e := range n.edges {
			edges = append(edges, edgeRow{UnitID: id, FromOn: e.From, ToOn: e.To, ParentID: e.Parent, Kind: e.Kind, Code: e.Code, Name: e.Name, ShortName: e.ShortName})
		}
	}
	for part := range slices.Chunk(units, 200) {
		_, err := tx.NewInsert().Model(&part).On("CONFLICT (id) DO UPDATE").
			Set("parent_id = EXCLUDED.parent_id, path = EXCLUDED.path, kind = EXCLUDED.kind, code = EXCLUDED.code, name = EXCLUDED.name").
			Set("short_name = EXCLUDED.short_name, to_on = EXCLUDED.to_on, successors = EXCLUDED.successors, sort = EXCLUDED.sort, labels = EXCLUDED.labels").
			Exec(ctx)
		if err != nil {
			return fmt.Errorf("store units: %w", db.Fault(err))
		}
	}
	for part := range slices.Chunk(ids, 500) {
		if _, err := tx.NewDelete().Model((*edgeRow)(nil)).Where("unit_id IN (?)", bun.List(part)).Exec(ctx); err != nil {
			return fmt.Errorf("store unit edges: %w", db.Fault(err))
		}
	}
	for part := range slices.Chunk(edges, 200) {
		if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
			return fmt.Errorf("store unit edges: %w", db.Fault(err))
		}
	}
	return nil
}

func (f *forest) setKinds(ctx context.Context, tx bun.Tx, kinds []Kind) error {
	var rows []kindRow
	seen := map[string]bool{}
	for i, k := range kinds {
		if k.Code == "" || seen[k.Code] {
			return fault.New(fault.Invalid, "invalid", fault.Field("kinds"), fault.Param("kind", k.Code))
		}
		seen[k.Code] = true
		if !slices.Contains(Branches(), k.Branch) {
			return fault.New(fault.Invalid, "unit.branch_unknown", fault.Field("kinds", "unknown_value"), fault.Param("kind", k.Code), fault.Param("branch", k.Branch))
		}
		if k.Sort == 0 {
			k.Sort = i + 1
		}
		rows = append(rows, kindRow{Code: k.Code, VI: k.VI, EN: k.EN, Branch: k.Branch, Parents: k.Parents, Sort: k.Sort})
	}
	if err := f.kindsServe(kinds); err != nil {
		return err
	}
	if _, err := tx.NewRaw(`DELETE FROM unit_kind`).Exec(ctx); err != nil {
		return db.Fault(err)
	}
	if len(rows) > 0 {
		if _, err := tx.NewInsert().Model(&rows).Exec(ctx); err != nil {
			return db.Fault(err)
		}
	}
	f.kinds = nil
	for _, r := range rows {
		f.kinds = append(f.kinds, r.kind())
	}
	return nil
}

// kindsServe refuses kinds that leave a unit without one, and another branch for
// a kind that has units: what records keep of their unit's branch would be wrong.
func (f *forest) kindsServe(kinds []Kind) error {
	branch := map[string]string{}
	for _, k := range kinds {
		branch[k.Code] = k.Branch
	}
	for _, n := range f.nodes {
		b, kept := branch[n.Kind]
		listed := slices.ContainsFunc(f.kinds, func(k Kind) bool { return k.Code == n.Kind })
		if !kept && n.To.IsZero() {
			return fault.New(fault.Conflict, "unit.kind_in_use", fault.Field("kinds"), fault.Param("kind", n.Kind), fault.Param("name", n.Name))
		}
		if listed && kept && b != f.branchOf(n.Kind) {
			return fault.New(fault.Conflict, "unit.branch_fixed", fault.Field("kinds"), fault.Param("kind", n.Kind), fault.Param("name", n.Name))
		}
	}
	return nil
}

// Acts lists what was done to a unit, oldest first; id "" lists all.
func (t *Tree) Acts(ctx context.Context, unitID string) ([]Logged, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var rows []actRow
	q := idb.NewSelect().Model(&rows).Order("id")
	if unitID != "" {
		q = q.Where("unit_id = ?", unitID)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, db.Fault(err)
	}
	out := make([]Logged, 0, len(rows))
	for _, r := range rows {
		out = append(out, Logged{ID: r.ID, Act: r.Act, UnitID: r.UnitID, On: r.OnDay, Basis: r.Basis, By: r.ByWhom, Detail: r.Detail})
	}
	return out, nil
}

package programme

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest/clause"
	"github.com/doanket/doanket/core/programme/reading"
	"github.com/doanket/doanket/core/programme/target"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/text"
	"github.com/doanket/doanket/core/unit"
)

// targetKind is the base kind of targets, inForce its state in which one is followed.
const (
	targetKind = "core.target"
	inForce    = "in_force"
)

// Proposed are the targets of a resolution as it was read: see target.Proposed.
func (p *Programme) Proposed(ctx context.Context, r *reading.Resolution) []target.Goal {
	return target.Proposed(p.Kinds.In(ctx).Manifests(), r)
}

// maxGoals is how many targets a resolution may have.
const maxGoals = 200

// CleanGoals is what is wrong with targets that are to be adopted, as fields "targets.3.value".
func (p *Programme) CleanGoals(ctx context.Context, goals []target.Goal) []fault.FieldError {
	checked := &cleaner{kinds: p.Kinds.In(ctx)}
	if len(goals) > maxGoals {
		checked.bad("targets", "too_many_clauses", "max", strconv.Itoa(maxGoals))
		return checked.wrong
	}
	var measures, codes []string
	for _, m := range checked.kinds.Manifests() {
		for i := range m.Measures {
			measures = append(measures, m.Measures[i].FullName())
		}
	}
	for i, g := range goals {
		at := "targets." + strconv.Itoa(i) + "."
		switch {
		case !clause.ValidTarget(g.Code):
			checked.bad(at+"code", "clause_id")
		case slices.Contains(codes, g.Code):
			checked.bad(at+"code", "duplicate")
		}
		codes = append(codes, g.Code)
		checked.line(at+"title", g.Title, 500, true)
		if g.Op != "none" && g.Number() == nil {
			checked.bad(at+"op", "unknown_value", "value", g.Op)
		}
		if g.Op == "between" && g.Most < g.Value {
			checked.bad(at+"most", "core.target_range")
		}
		for j, name := range g.Measures {
			checked.word(at+"measures."+strconv.Itoa(j), "unknown_value", name, measures)
		}
	}
	return checked.wrong
}

// Adopt brings the targets of the province, kept at its home, to those given, all of them
// or none: one that is as it was stays, one that changed ends and another takes its place,
// one that is not among them ends. They are records of the system, which says for whom it
// acts; what units set for themselves stays. Faults: Invalid naming each place.
func (p *Programme) Adopt(ctx context.Context, goals []target.Goal, by string) error {
	if wrong := p.CleanGoals(ctx, goals); len(wrong) > 0 {
		return fault.New(fault.Invalid, "invalid", fault.Fields(wrong...))
	}
	return db.InTx(identity.System(ctx, "programme.adopt"), func(ctx context.Context) error {
		if err := db.Lock(ctx, "programme"); err != nil {
			return err
		}
		home, err := p.home(ctx)
		if err != nil {
			return err
		}
		keep, err := p.endOthers(ctx, home.ID, goals, by)
		if err != nil {
			return err
		}
		for _, g := range goals {
			if keep[g.Code] {
				continue
			}
			if _, err := p.Records.Create(ctx, targetKind, record.Input{UnitID: home.ID, Fields: g.Fields(), Submit: "issue"}); err != nil {
				return fmt.Errorf("adopt target %s: %w", g.Code, err)
			}
		}
		return nil
	})
}

// endOthers ends what is in force at the unit and is not as it is among the goals; it says
// the codes of those that stay.
func (p *Programme) endOthers(ctx context.Context, unitID string, goals []target.Goal, by string) (map[string]bool, error) {
	have, err := p.goals(ctx)
	if err != nil {
		return nil, err
	}
	why := "Theo các chỉ tiêu của nghị quyết do " + cmp.Or(by, "quản trị tỉnh") + " cập nhật"
	keep := map[string]bool{}
	for _, old := range have.At(unitID) {
		i := slices.IndexFunc(goals, func(g target.Goal) bool { return g.Code == old.Code })
		if i >= 0 && goals[i].Same(old.Goal) {
			keep[old.Code] = true
			continue
		}
		if _, err := p.Records.Do(ctx, old.Record, "end", 0, record.Act{Reason: why}); err != nil {
			return nil, fmt.Errorf("end target %s: %w", old.Code, err)
		}
	}
	return keep, nil
}

// home is where the targets of the resolution stand: the Party committee of the province,
// whose resolution it is, so that it may hand them on; the root where there is none.
func (p *Programme) home(ctx context.Context) (*unit.Unit, error) {
	root, err := p.unit(ctx, "")
	if err != nil {
		return nil, err
	}
	page, err := p.Tree.List(ctx, unit.Filter{Parent: root.ID, Open: true})
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(page.Items, func(u unit.Unit) bool { return u.Branch == unit.BranchParty }); i >= 0 {
		return &page.Items[i], nil
	}
	return root, nil
}

// goals reads the targets in force of the whole province, whoever asks: what is to be
// reached is no secret.
func (p *Programme) goals(ctx context.Context) (target.Goals, error) {
	ctx = identity.System(ctx, "programme.targets")
	out, cursor := target.Goals{}, ""
	for {
		page, err := p.Records.List(ctx, record.Query{Kind: targetKind, State: []string{inForce}, Limit: 200, Cursor: cursor})
		if err != nil {
			return nil, fmt.Errorf("read targets: %w", err)
		}
		for _, r := range page.Items {
			g, err := p.set(ctx, r)
			if err != nil {
				return nil, err
			}
			out = append(out, g)
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	slices.SortStableFunc(out, func(a, b target.Placed) int { return cmp.Compare(text.SortKey(a.Code), text.SortKey(b.Code)) })
	return out, nil
}

// set is the record of a target as a goal where it stands.
func (p *Programme) set(ctx context.Context, r *record.Record) (target.Placed, error) {
	u, err := p.Tree.Get(ctx, r.UnitID)
	if err != nil {
		return target.Placed{}, err
	}
	g := target.Placed{Goal: target.Of(r.Fields), Record: r.ID, Unit: *u, Place: u.Path}
	g.Amount = !target.Shared(p.Kinds.In(ctx).Manifests(), g.Measures)
	if u.PlaceID != "" && u.PlaceID != u.ID {
		place, err := p.Tree.Get(ctx, u.PlaceID)
		if err != nil {
			return target.Placed{}, err
		}
		g.Place = place.Path
	}
	return g, nil
}

package unit

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
)

// Open opens a new unit. The legal basis may be missing: a province that
// starts has its units already.
func (t *Tree) Open(ctx context.Context, a Act, n New) (*Unit, error) {
	return t.one(ctx, deed{act: "open", Act: a, detail: map[string]any{"parent_id": n.ParentID, "code": n.Code, "name": n.Name}},
		func(f *forest) (*node, error) { return f.openNew(a.On, n) })
}

// Rename changes name, short name, code, kind, order or labels.
func (t *Tree) Rename(ctx context.Context, a Act, unitID string, r Rename) (*Unit, error) {
	return t.one(ctx, deed{act: "rename", Act: a, basis: true, detail: r.detail()},
		func(f *forest) (*node, error) { return f.rename(a.On, unitID, r) })
}

// Move puts a unit and all below it under another parent.
func (t *Tree) Move(ctx context.Context, a Act, unitID, parentID string) (*Unit, error) {
	return t.one(ctx, deed{act: "move", Act: a, basis: true, detail: map[string]any{"parent_id": parentID}},
		func(f *forest) (*node, error) { return f.move(a.On, unitID, parentID) })
}

// Close ends a unit without successor; nothing open may stand below it. Its
// last day is the day before the act's.
func (t *Tree) Close(ctx context.Context, a Act, unitID string) (*Unit, error) {
	return t.one(ctx, deed{act: "close", Act: a, basis: true},
		func(f *forest) (*node, error) { return f.close(a.On, unitID) })
}

// Merge ends the units and gives what is open below them to one successor: an
// open unit, which may be one of them, or a new one. The ended units move
// under the successor with everything they hold.
func (t *Tree) Merge(ctx context.Context, a Act, ids []string, into Part) (*Unit, error) {
	return t.one(ctx, deed{act: "merge", Act: a, basis: true, detail: map[string]any{"units": ids}},
		func(f *forest) (*node, error) { return f.merge(a.On, ids, into) })
}

// Split ends a unit and divides what is open below it among its heirs, two or
// more. The ended unit stays where it was, or moves under the heir that takes
// over what it holds.
func (t *Tree) Split(ctx context.Context, a Act, unitID string, parts []Part) ([]Unit, error) {
	var heirs []Unit
	_, err := t.one(ctx, deed{act: "split", Act: a, basis: true}, func(f *forest) (*node, error) {
		made, err := f.split(a.On, unitID, parts)
		heirs = heirs[:0]
		for _, n := range made {
			heirs = append(heirs, f.shown(n))
		}
		return f.nodes[unitID], err
	})
	if err != nil {
		return nil, err
	}
	return heirs, nil
}

// Reopen opens a closed unit again under parentID. What a merge gave to its
// heir stays there; move it back by acts of its own.
func (t *Tree) Reopen(ctx context.Context, a Act, unitID, parentID string) (*Unit, error) {
	return t.one(ctx, deed{act: "reopen", Act: a, basis: true, detail: map[string]any{"parent_id": parentID}},
		func(f *forest) (*node, error) { return f.reopen(a.On, unitID, parentID) })
}

// SetKinds replaces the list of kinds; a kind in use cannot be dropped.
func (t *Tree) SetKinds(ctx context.Context, kinds []Kind) error {
	_, err := t.act(ctx, func(ctx context.Context, tx bun.Tx, f *forest) error { return f.setKinds(ctx, tx, kinds) })
	return err
}

func (r Rename) detail() map[string]any {
	d := map[string]any{}
	for key, p := range map[string]*string{"name": r.Name, "short_name": r.ShortName, "code": r.Code, "kind": r.Kind} {
		if p != nil {
			d[key] = *p
		}
	}
	return d
}

// deed is an act on its way into the log.
type deed struct {
	Act
	act    string
	basis  bool // required
	detail map[string]any
}

// one carries out an act whose subject is one unit.
func (t *Tree) one(ctx context.Context, d deed, change func(*forest) (*node, error)) (*Unit, error) {
	var subject Unit
	_, err := t.act(ctx, func(ctx context.Context, tx bun.Tx, f *forest) error {
		var err error
		if d.Act, err = dated(d.Act, calendar.Today(db.Now(ctx)), d.basis); err != nil {
			return err
		}
		n, err := change(f)
		if err != nil {
			return err
		}
		subject = f.shown(n)
		return t.log(ctx, tx, f, d, n)
	})
	if err != nil {
		return nil, fmt.Errorf("%s unit: %w", d.act, err)
	}
	return &subject, nil
}

// act runs change on a clone of the newest forest and stores what it touched,
// all in one transaction. Raising the revision first makes acts wait for each
// other on PostgreSQL too.
func (t *Tree) act(ctx context.Context, change func(context.Context, bun.Tx, *forest) error) (*forest, error) {
	var grown *forest
	err := db.InTx(ctx, func(ctx context.Context) error {
		f, tx, err := t.begin(ctx)
		if err != nil {
			return err
		}
		if err := change(ctx, tx, f); err != nil {
			return err
		}
		if err := store(ctx, tx, f); err != nil {
			return err
		}
		for _, m := range f.moves {
			for _, follower := range t.movers {
				if err := follower.Moved(ctx, m[0], m[1]); err != nil {
					return fmt.Errorf("follow a move: %w", err)
				}
			}
		}
		for _, w := range t.watch {
			if err := w.Changed(ctx); err != nil {
				return fmt.Errorf("tell of an act: %w", err)
			}
		}
		t.memory.keep(ctx, tx, f)
		grown = f
		return nil
	})
	return grown, err
}

func (t *Tree) begin(ctx context.Context) (*forest, bun.Tx, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, bun.Tx{}, err
	}
	tx, ok := idb.(bun.Tx)
	if !ok {
		return nil, tx, fault.New(fault.Internal, "write_outside_tx")
	}
	if _, err := tx.NewRaw(`UPDATE unit_revision SET revision = revision + 1 WHERE one = 1`).Exec(ctx); err != nil {
		return nil, tx, db.Fault(err)
	}
	rev, err := revision(ctx, tx)
	if err != nil {
		return nil, tx, err
	}
	f, err := t.memory.base(ctx, tx, rev)
	if err != nil {
		return nil, tx, err
	}
	f = f.clone()
	f.revision = rev
	return f, tx, nil
}

func (t *Tree) log(ctx context.Context, tx bun.Tx, f *forest, d deed, n *node) error {
	moved := make([][2]string, len(f.moves))
	copy(moved, f.moves)
	if d.detail == nil {
		d.detail = map[string]any{}
	}
	if len(moved) > 0 {
		d.detail["moved"] = moved
	}
	if len(n.Successors) > 0 {
		d.detail["successors"] = n.Successors
	}
	row := actRow{ID: id.New("act"), Act: d.act, UnitID: n.ID, OnDay: d.On, Basis: d.Basis, ByWhom: t.by(ctx), At: db.Now(ctx).UnixMicro(), Detail: d.detail}
	_, err := tx.NewInsert().Model(&row).Exec(ctx)
	return db.Fault(err)
}

package read

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/unit"
)

// CheckPointers checks that what changed fields point at exists and may be seen: one
// statement for the people and one for the records of all acts.
func (r *Reader) CheckPointers(ctx context.Context, everybody People, acts []*act.Act) error {
	var refs, people []act.Pointer
	for _, a := range acts {
		for _, p := range a.Pointers() {
			switch p.Field.Type {
			case manifest.TypeRef, manifest.TypeRefs:
				refs = append(refs, p)
			case manifest.TypeUser:
				people = append(people, p)
			default:
				r.unit(ctx, p)
			}
		}
	}
	if err := persons(ctx, everybody, people); err != nil {
		return err
	}
	return r.references(ctx, refs)
}

// unit checks one unit named: there, open, near enough, of a kind that is asked for.
func (r *Reader) unit(ctx context.Context, p act.Pointer) {
	u, err := r.tree.Get(ctx, p.ID)
	switch {
	case err != nil || u == nil:
		p.Wrong("unknown_value")
	case !u.Open() && !u.To.After(p.Act.Today):
		p.Wrong("unit_closed")
	case p.Field.Within != "" && !r.near(ctx, p):
		far(p, u.Name)
	case len(p.Field.UnitKinds) > 0 && !slices.Contains(p.Field.UnitKinds, u.Kind):
		p.Wrong("unit_kind")
	}
}

// far says of a unit that it does not stand to the record's own as it should.
func far(p act.Pointer, name string) {
	switch p.Field.Within {
	case unit.InPlace:
		p.Wrong("unit_not_in_place", "unit", name)
	case unit.InBranch:
		p.Wrong("unit_not_in_branch", "unit", name)
	case unit.InSubtree:
		p.Wrong("unit_not_in_subtree", "unit", name)
	default:
		p.Wrong("unit_not_in_line", "unit", name)
	}
}

// near reports whether the unit named stands to the record's own as the field asks.
func (r *Reader) near(ctx context.Context, p act.Pointer) bool {
	related, err := r.tree.Related(ctx, p.Field.Within, p.Act.After.UnitID, p.ID)
	return err == nil && related
}

// persons checks that the people named are the province's.
func persons(ctx context.Context, everybody People, people []act.Pointer) error {
	if len(people) == 0 || everybody == nil {
		return nil
	}
	names, err := everybody.Names(ctx, act.IDs(people))
	if err != nil {
		return err
	}
	for _, p := range people {
		if _, known := names[p.ID]; !known {
			p.Wrong("unknown_value")
		}
	}
	return nil
}

func (r *Reader) references(ctx context.Context, refs []act.Pointer) error {
	if len(refs) == 0 {
		return nil
	}
	found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE id IN (?) AND phase <> 'discarded'", act.IDs(refs))
	if err != nil {
		return err
	}
	byID := make(map[string]*row.Record, len(found))
	for _, rec := range found {
		byID[rec.ID] = rec
	}
	for _, p := range refs {
		r.named(ctx, p, byID[p.ID])
	}
	return nil
}

// named checks one record named: there, for the actor to read, and as the field asks.
func (r *Reader) named(ctx context.Context, p act.Pointer, rec *row.Record) {
	kinds, states := p.Field.Targets(), p.Field.ToStates
	switch {
	case rec == nil || !r.can(ctx, rec):
		p.Wrong("unknown_value")
	case len(kinds) > 0 && !slices.Contains(kinds, rec.Kind):
		p.Wrong("record_kind", "record", name(rec))
	case len(states) > 0 && !slices.Contains(states, rec.State):
		p.Wrong("record_state", "record", name(rec))
	}
}

// name is what people call a record.
func name(rec *row.Record) string {
	if rec.Title != "" {
		return row.Cut(rec.Title, 100)
	}
	return rec.Number
}

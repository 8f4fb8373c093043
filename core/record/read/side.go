package read

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record/row"
)

// Side is where an actor stands who reads a record: with the unit that keeps it, with
// units it was sent to, or with a record below it. What the owner's side said before it
// sent the record, and among itself, is no business of the other.
type Side struct {
	Owner bool
	Units []string // the units it was sent to that the actor reads for
	Since int      // the version that was sent to them, or that was there when a record below came; 0: none was
}

// Side says where the actor stands who reads the record. Fault: NotFound for who
// may not read it.
func (r *Reader) Side(ctx context.Context, rec *row.Record) (Side, error) {
	stands, err := r.guard.Standing(ctx, rec.Object())
	if err != nil {
		return Side{}, err
	}
	if stands.Owner && len(stands.Sent) == 0 {
		return Side{Owner: true}, nil
	}
	sent, err := deliveries(ctx, rec)
	if err != nil {
		return Side{}, err
	}
	s := Side{Owner: stands.Owner}
	for _, d := range sent {
		if !slices.Contains(stands.Sent, d.Path) {
			continue
		}
		if !slices.Contains(s.Units, d.UnitID) {
			s.Units = append(s.Units, d.UnitID)
		}
		if s.Since == 0 || d.Version < s.Since {
			s.Since = d.Version
		}
	}
	if s.Owner || len(stands.Sent) > 0 {
		return s, nil
	}
	child, err := r.Through(ctx, rec)
	switch {
	case err != nil:
		return s, err
	case child == nil:
		return s, fault.New(fault.NotFound, "not_found")
	}
	s.Since, err = row.VersionAt(ctx, rec.ID, child.CreatedAt)
	return s, err
}

// Recipients are the units a record was sent to, each once.
func (r *Reader) Recipients(ctx context.Context, rec *row.Record) ([]string, error) {
	sent, err := deliveries(ctx, rec)
	var out []string
	for _, d := range sent {
		if !slices.Contains(out, d.UnitID) {
			out = append(out, d.UnitID)
		}
	}
	return out, err
}

// deliveries are those of a record, unless it is known to have none.
func deliveries(ctx context.Context, rec *row.Record) ([]row.Delivery, error) {
	if rec.Beside != nil && !rec.Beside.Sent {
		return nil, nil
	}
	return row.Deliveries(ctx, rec.ID)
}

// behind adds what of a history an addressee may see: from the version on that
// was sent to them.
func (s Side) behind(c *row.Clause) {
	switch {
	case s.Owner:
	case s.Since == 0:
		c.Add(" AND 1 = 0")
	default:
		c.Add(" AND version >= ?", s.Since)
	}
}

// hears is the condition on remarks: those of the actor's own side, and those the
// other side meant for them too.
func (s Side) hears(c *row.Clause) {
	c.Add(" AND (")
	if s.Owner {
		c.Add("side = '' OR audience = ?", Both)
	} else {
		c.Add("side = '' AND audience = ?", Both)
	}
	if len(s.Units) > 0 {
		c.Add(" OR side IN (?)", s.Units)
	}
	c.Add(")")
}

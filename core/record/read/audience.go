package read

import (
	"context"

	"github.com/doanket/doanket/core/record/row"
)

// Audience is a choice of who reads a remark the actor would make: Units are those
// whose people do, each with those above it that read the record. They are of the
// side that keeps the record, of the one it was sent to, or of both.
type Audience struct {
	Name  string // Own or Both
	Units []string
}

// Audiences are the choices of whoever writes a remark on a record, as Get gave
// it. The other side is none before the record was sent.
func (r *Reader) Audiences(ctx context.Context, rec *row.Record) ([]Audience, error) {
	if err := look(ctx, rec); err != nil {
		return nil, err
	}
	side, err := r.Side(ctx, rec)
	if err != nil {
		return nil, err
	}
	if !side.Owner {
		return []Audience{{Own, side.Units}, {Both, append([]string{rec.UnitID}, side.Units...)}}, nil
	}
	own := []Audience{{Own, []string{rec.UnitID}}}
	to, err := r.Recipients(ctx, rec)
	if err != nil || len(to) == 0 {
		return own, err
	}
	return append(own, Audience{Both, append([]string{rec.UnitID}, to...)}), nil
}

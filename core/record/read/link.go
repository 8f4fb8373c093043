package read

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/record/row"
)

// Related is a record linked with another.
type Related struct {
	Rel     string
	ID      string
	Kind    string
	Title   string
	Number  string
	State   string
	UnitID  string
	Inbound bool // the other record points here
	Hidden  bool // the actor may not read it: nothing of it is told but that a find of the core found it
}

// Links are the records linked with this one, as Get gave it, that the actor may
// read, and that there are others which a find tied.
func (r *Reader) Links(ctx context.Context, rec *row.Record) ([]Related, error) {
	if err := look(ctx, rec); err != nil || !rec.Beside.Links {
		return nil, err
	}
	rows, err := db.Query(ctx, `SELECT rel, to_id, 0 FROM record_link WHERE from_id = ? AND rel <> 'effect'
		UNION SELECT rel, from_id, 1 FROM record_link WHERE to_id = ? AND rel <> 'effect' ORDER BY 2 LIMIT 500`, rec.ID, rec.ID)
	if err != nil {
		return nil, err
	}
	var ties []Related
	var ids []string
	err = row.Each(rows, func() error {
		var t Related
		var inbound int
		err := rows.Scan(&t.Rel, &t.ID, &inbound)
		t.Inbound = inbound == 1
		ties, ids = append(ties, t), append(ids, t.ID)
		return err
	})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE id IN (?) AND phase <> 'discarded'", ids)
	if err != nil {
		return nil, err
	}
	out := []Related{}
	for _, t := range ties {
		i := slices.IndexFunc(found, func(rec *row.Record) bool { return rec.ID == t.ID })
		if i < 0 || r.keptLink(ctx, starts(t, rec, found[i]), t.Rel) {
			continue
		}
		if !r.can(ctx, found[i]) {
			if r.tied(ctx, rec, found[i], t) {
				out = append(out, Related{Rel: t.Rel, Inbound: t.Inbound, Hidden: true})
			}
			continue
		}
		t.Kind, t.Title, t.Number, t.State, t.UnitID = found[i].Kind, found[i].Title, found[i].Number, found[i].State, found[i].UnitID
		out = append(out, t)
	}
	return out, nil
}

// starts is the record a tie starts from.
func starts(t Related, rec, other *row.Record) *row.Record {
	if t.Inbound {
		return other
	}
	return rec
}

// tied reports whether a find made the tie.
func (r *Reader) tied(ctx context.Context, rec, other *row.Record, t Related) bool {
	k, err := r.kinds.Of(ctx, starts(t, rec, other).Kind)
	return err == nil && k.Finds[t.Rel] != nil
}

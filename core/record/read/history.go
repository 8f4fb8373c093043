package read

import (
	"context"
	"encoding/json"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record/row"
)

// History is the record's acts, newest first. Somebody it was sent to sees those
// from then on: of what was sent the values, not those it had before, and reasons
// only of steps that tell them. Fault: NotFound.
func (r *Reader) History(ctx context.Context, recordID string) ([]row.Revision, error) {
	rec, err := r.Get(ctx, recordID)
	if err != nil {
		return nil, err
	}
	side, err := r.Side(ctx, rec)
	if err != nil {
		return nil, err
	}
	c := &row.Clause{}
	c.Add("record_id = ?", recordID)
	side.behind(c)
	out, err := revisions(ctx, c)
	if err != nil || side.Owner {
		return out, err
	}
	k, err := r.kinds.Of(ctx, rec.Kind)
	if err != nil {
		return nil, err
	}
	for i := range out {
		v := &out[i]
		if v.By != identity.By(ctx) && !k.Manifest.Tells(k.Kind, v.Action) {
			v.Reason = ""
		}
		if v.Version == side.Since {
			for j := range v.Changes {
				v.Changes[j].Old = nil
			}
		}
	}
	return withoutOwn(k, out), nil
}

func revisions(ctx context.Context, where *row.Clause) ([]row.Revision, error) {
	rows, err := db.Query(ctx, "SELECT id, version, at, person, post, action, reason, changes, self_approval FROM record_revision WHERE "+where.Text.String()+
		" ORDER BY id DESC LIMIT 1000", where.Args...)
	if err != nil {
		return nil, err
	}
	out := []row.Revision{}
	err = row.Each(rows, func() error {
		var v row.Revision
		var at int64
		var changes string
		if err := rows.Scan(&v.ID, &v.Version, &at, &v.By, &v.Post, &v.Action, &v.Reason, &changes, &v.SelfApproval); err != nil {
			return err
		}
		v.At = row.Instant(at)
		out = append(out, v)
		return json.Unmarshal([]byte(changes), &out[len(out)-1].Changes)
	})
	return out, err
}

// Passages are the states records came into, oldest first, by record: for
// figures, which ask no actor's right.
func (r *Reader) Passages(ctx context.Context, recordIDs []string) (map[string][]row.Passage, error) {
	return row.Passages(ctx, recordIDs)
}

package read

import (
	"context"
	"encoding/json"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/record/row"
)

// History is the record's acts, newest first. Fault: NotFound.
func (r *Reader) History(ctx context.Context, recordID string) ([]row.Revision, error) {
	if _, err := r.Get(ctx, recordID); err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, "SELECT id, version, at, person, post, action, reason, changes, self_approval FROM record_revision WHERE record_id = ? ORDER BY id DESC LIMIT 1000", recordID)
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

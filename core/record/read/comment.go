package read

import (
	"context"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/record/row"
)

// Comment is a remark on a record.
type Comment struct {
	ID   string
	At   time.Time
	By   string
	Post string
	Text string
}

// Comments are the record's remarks, oldest first.
func (r *Reader) Comments(ctx context.Context, recordID string) ([]Comment, error) {
	if _, err := r.Get(ctx, recordID); err != nil {
		return nil, err
	}
	return FindComments(ctx, "record_id = ?", recordID)
}

// FindComments are the remarks a condition finds, oldest first; nobody's right to
// read is asked.
func FindComments(ctx context.Context, where string, args ...any) ([]Comment, error) {
	rows, err := db.Query(ctx, "SELECT id, at, person, post, body FROM record_comment WHERE "+where+" ORDER BY id LIMIT 1000", args...)
	if err != nil {
		return nil, err
	}
	out := []Comment{}
	err = row.Each(rows, func() error {
		var c Comment
		var at int64
		err := rows.Scan(&c.ID, &at, &c.By, &c.Post, &c.Text)
		c.At = row.Instant(at)
		out = append(out, c)
		return err
	})
	return out, err
}

package read

import (
	"context"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/record/row"
)

// Who reads a remark beside the side it was made on.
const (
	Own  = "own"  // nobody
	Both = "both" // the other side: whom the record was sent to, or whose it is
)

// Comment is a remark on a record.
type Comment struct {
	ID       string
	At       time.Time
	By       string
	Post     string
	Text     string
	Audience string // Own or Both
	Side     string // the addressee's unit it was made for; "" is the owner's side
}

// Comments are the record's remarks that are meant for the actor's side, oldest
// first. Fault: NotFound.
func (r *Reader) Comments(ctx context.Context, recordID string) ([]Comment, error) {
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
	side.hears(c)
	return FindComments(ctx, c.Text.String(), c.Args...)
}

// FindComments are the remarks a condition finds, oldest first; nobody's right to
// read is asked.
func FindComments(ctx context.Context, where string, args ...any) ([]Comment, error) {
	rows, err := db.Query(ctx, "SELECT id, at, person, post, body, audience, side FROM record_comment WHERE "+where+" ORDER BY id LIMIT 1000", args...)
	if err != nil {
		return nil, err
	}
	out := []Comment{}
	err = row.Each(rows, func() error {
		var c Comment
		var at int64
		err := rows.Scan(&c.ID, &at, &c.By, &c.Post, &c.Text, &c.Audience, &c.Side)
		c.At = row.Instant(at)
		out = append(out, c)
		return err
	})
	return out, err
}

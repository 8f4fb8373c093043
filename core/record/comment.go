package record

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
)

// maxComment is the longest remark, in characters.
const maxComment = 5_000

// Comment is a remark on a record.
type Comment struct {
	ID   string
	At   time.Time
	By   string
	Post string
	Text string
}

// Comment adds a remark. Faults: NotFound, Forbidden, Invalid.
func (r *Records) Comment(ctx context.Context, recordID, text string) (*Comment, error) {
	text, problems := tidy("text", text)
	text = strings.TrimSpace(text)
	switch {
	case len(problems) > 0:
		return nil, fault.New(fault.Invalid, "invalid", fault.Fields(problems...))
	case text == "":
		return nil, fault.New(fault.Invalid, "required", fault.Field("text"))
	case len([]rune(text)) > maxComment:
		return nil, fault.New(fault.Invalid, "too_long", fault.Field("text"), fault.Param("max", fmt.Sprint(maxComment)))
	}
	a, err := r.load(ctx, recordID, 0)
	if err != nil {
		return nil, err
	}
	if err := r.Guard.Check(ctx, "comment", a.before.Object()); err != nil {
		return nil, err
	}
	c := &Comment{ID: id.New("cmt"), By: a.actor.PersonID, Post: a.post().ID, Text: text}
	err = db.InTx(ctx, func(ctx context.Context) error {
		c.At = db.Now(ctx)
		_, err := exec(ctx, "INSERT INTO record_comment (id, record_id, at, person, post, body) VALUES (?, ?, ?, ?, ?, ?)",
			c.ID, recordID, micros(c.At), c.By, c.Post, c.Text)
		if err != nil {
			return fmt.Errorf("add comment: %w", err)
		}
		return audit.Append(ctx, audit.Entry{Action: "record.comment", Object: recordID, Kind: a.before.Kind, UnitID: a.before.UnitID})
	})
	return c, err
}

// Comments are the record's remarks, oldest first.
func (r *Records) Comments(ctx context.Context, recordID string) ([]Comment, error) {
	if _, err := r.Get(ctx, recordID); err != nil {
		return nil, err
	}
	rows, err := query(ctx, "SELECT id, at, person, post, body FROM record_comment WHERE record_id = ? ORDER BY id LIMIT 1000", recordID)
	if err != nil {
		return nil, err
	}
	out := []Comment{}
	err = each(rows, func() error {
		var c Comment
		var at int64
		err := rows.Scan(&c.ID, &at, &c.By, &c.Post, &c.Text)
		c.At = instant(at)
		out = append(out, c)
		return err
	})
	return out, err
}

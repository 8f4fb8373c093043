package record

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/idempotency"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/row"
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

// Comment adds a remark; a repeat within a day with the same key, if there is
// one, gives the same answer. Faults: NotFound, Forbidden, Invalid, Conflict
// idempotency_mismatch.
func (r *Records) Comment(ctx context.Context, recordID, text, idemKey string) (*Comment, error) {
	text, problems := kind.Tidy("text", text)
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
	if a.repeat = idempotency.Of(idemKey, "comment", recordID, text); a.repeat != nil {
		a.repeat.Answer = c.ID
		if twin, err := r.remarked(ctx, a.repeat, recordID); twin != nil || err != nil {
			return twin, err
		}
	}
	err = r.remark(ctx, a, c)
	if errors.Is(err, idempotency.ErrTaken) { // a twin came first
		return r.remarked(ctx, a.repeat, recordID)
	}
	return c, err
}

func (r *Records) remark(ctx context.Context, a *act, c *Comment) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := remember(ctx, []*act{a}); err != nil {
			return err
		}
		c.At = db.Now(ctx)
		_, err := db.Exec(ctx, "INSERT INTO record_comment (id, record_id, at, person, post, body) VALUES (?, ?, ?, ?, ?, ?)",
			c.ID, a.before.ID, row.Micros(c.At), c.By, c.Post, c.Text)
		if err != nil {
			return fmt.Errorf("add comment: %w", err)
		}
		return audit.Append(ctx, audit.Entry{Action: "record.comment", Object: a.before.ID, Kind: a.before.Kind, UnitID: a.before.UnitID})
	})
}

// remarked is the remark an earlier request with the key came to, nil when the
// key is new.
func (r *Records) remarked(ctx context.Context, key *idempotency.Key, recordID string) (*Comment, error) {
	if err := key.Check(); err != nil {
		return nil, err
	}
	answer, err := idempotency.Recall(ctx, key)
	if answer == "" || err != nil {
		return nil, err
	}
	found, err := comments(ctx, "id = ? AND record_id = ?", answer, recordID)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// Comments are the record's remarks, oldest first.
func (r *Records) Comments(ctx context.Context, recordID string) ([]Comment, error) {
	if _, err := r.Get(ctx, recordID); err != nil {
		return nil, err
	}
	return comments(ctx, "record_id = ?", recordID)
}

func comments(ctx context.Context, where string, args ...any) ([]Comment, error) {
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

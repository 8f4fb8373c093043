package record

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/idempotency"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/read"
	"github.com/doanket/doanket/core/record/row"
)

// maxComment is the longest remark, in characters.
const maxComment = 5_000

// Comment adds a remark; a repeat within a day with the same key, if there is
// one, gives the same answer. Faults: NotFound, Forbidden, Invalid, Conflict
// idempotency_mismatch.
func (r *Records) Comment(ctx context.Context, recordID, text, idemKey string) (*read.Comment, error) {
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
	if err := r.Guard.Check(ctx, "comment", a.Before.Object()); err != nil {
		return nil, err
	}
	c := &read.Comment{ID: id.New("cmt"), By: a.Actor.PersonID, Post: a.Post().ID, Text: text}
	if a.Repeat = idempotency.Of(idemKey, "comment", recordID, text); a.Repeat != nil {
		a.Repeat.Answer = c.ID
		if twin, err := r.remarked(ctx, a.Repeat, recordID); twin != nil || err != nil {
			return twin, err
		}
	}
	err = r.remark(ctx, a, c)
	if errors.Is(err, idempotency.ErrTaken) { // a twin came first
		return r.remarked(ctx, a.Repeat, recordID)
	}
	return c, err
}

func (r *Records) remark(ctx context.Context, a *act.Act, c *read.Comment) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := remember(ctx, []*act.Act{a}); err != nil {
			return err
		}
		c.At = db.Now(ctx)
		_, err := db.Exec(ctx, "INSERT INTO record_comment (id, record_id, at, person, post, body) VALUES (?, ?, ?, ?, ?, ?)",
			c.ID, a.Before.ID, row.Micros(c.At), c.By, c.Post, c.Text)
		if err != nil {
			return fmt.Errorf("add comment: %w", err)
		}
		return audit.Append(ctx, audit.Entry{Action: "record.comment", Object: a.Before.ID, Kind: a.Before.Kind, UnitID: a.Before.UnitID})
	})
}

// remarked is the remark an earlier request with the key came to, nil when the
// key is new.
func (r *Records) remarked(ctx context.Context, key *idempotency.Key, recordID string) (*read.Comment, error) {
	if err := key.Check(); err != nil {
		return nil, err
	}
	answer, err := idempotency.Recall(ctx, key)
	if answer == "" || err != nil {
		return nil, err
	}
	found, err := read.FindComments(ctx, "id = ? AND record_id = ?", answer, recordID)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

package record

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/doanket/doanket/core/access"
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

// Remark is what a person has to say about a record, and to whom.
type Remark struct {
	Text     string
	Audience string // Own, which "" is, or Both
	IdemKey  string // a repeat within a day with the same key gives the same answer
}

// Comment adds a remark. Faults: NotFound, Forbidden, Invalid, not_delivered for
// one meant for the other side of a record that was not sent; Conflict
// idempotency_mismatch.
func (r *Records) Comment(ctx context.Context, recordID string, in Remark) (*read.Comment, error) {
	text, problems := kind.Tidy("text", in.Text)
	text = strings.TrimSpace(text)
	if in.Audience == "" {
		in.Audience = Own
	}
	switch {
	case in.Audience != Own && in.Audience != Both:
		return nil, fault.New(fault.Invalid, "unknown_value", fault.Field("audience"))
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
	if err := r.Guard.Check(ctx, access.Comment, a.Before.Object()); err != nil {
		return nil, read.Refused(err, access.Comment)
	}
	r.NoteStandIn(ctx, a, access.Comment)
	c := &read.Comment{ID: id.New("cmt"), By: a.Actor.PersonID, Post: a.Post().ID, Text: text, Audience: in.Audience}
	if c.Side, err = r.sideOf(ctx, a.Before, in.Audience); err != nil {
		return nil, err
	}
	if a.Repeat = idempotency.Of(in.IdemKey, "comment", recordID, in.Audience, text); a.Repeat != nil {
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
		_, err := db.Exec(ctx, "INSERT INTO record_comment (id, record_id, at, person, post, body, audience, side) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			c.ID, a.Before.ID, row.Micros(c.At), c.By, c.Post, c.Text, c.Audience, c.Side)
		if err != nil {
			return fmt.Errorf("add comment: %w", err)
		}
		return audit.Append(ctx, audit.Entry{Action: "record.comment", Object: a.Before.ID, Kind: a.Before.Kind, UnitID: a.Before.UnitID, Detail: a.Account(nil)})
	})
}

// sideOf is the side a remark of the actor is made on.
func (r *Records) sideOf(ctx context.Context, rec *Record, audience string) (string, error) {
	side, err := r.Side(ctx, rec)
	if err != nil {
		return "", err
	}
	if !side.Owner {
		if len(side.Units) == 0 {
			return "", fault.New(fault.Forbidden, "forbidden")
		}
		return side.Units[0], nil
	}
	if audience == Both {
		to, err := r.Recipients(ctx, rec)
		if err == nil && len(to) == 0 {
			err = fault.New(fault.Invalid, "not_delivered", fault.Field("audience"))
		}
		return "", err
	}
	return "", nil
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

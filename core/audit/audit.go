package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
)

// Entry is one thing done. The actor comes from ctx.
type Entry struct {
	Action string         // "record.create", "sign_in"…
	Object string         // id of what it was done to
	Kind   string         // kind of the object
	UnitID string         // where
	Before string         // digest before, if any
	After  string         // digest after, if any
	Reason string         // the person's words
	Detail map[string]any // small and free of secrets
}

// Line is an Entry as the log holds it.
type Line struct {
	Entry
	ID      string
	At      time.Time
	ActorID string // person, or "" for the system
	Actor   string // login, or the system's name
	Seq     int64  // place in the chain; 0 while unsealed
	Hash    string
}

// row is a line as the table has it; everything but seq and hash is what the
// hash covers.
type row struct {
	bun.BaseModel `bun:"table:audit,alias:audit" json:"-"`

	ID      string `bun:"id,pk" json:"id"`
	At      int64  `bun:"at" json:"at"` // microseconds since 1970
	ActorID string `bun:"actor_id" json:"actor_id"`
	Actor   string `bun:"actor" json:"actor"`
	Action  string `bun:"action" json:"action"`
	Object  string `bun:"object" json:"object"`
	Kind    string `bun:"kind" json:"kind"`
	UnitID  string `bun:"unit_id" json:"unit_id"`
	Before  string `bun:"before" json:"before"`
	After   string `bun:"after" json:"after"`
	Reason  string `bun:"reason" json:"reason"`
	Detail  string `bun:"detail" json:"detail"`
	Seq     int64  `bun:"seq" json:"seq"`
	Hash    string `bun:"hash" json:"hash"`
}

const insertLine = "INSERT INTO audit (id, at, actor_id, actor, action, object, kind, unit_id, before, after, reason, detail, seq, hash)"

// Append logs e in the transaction in ctx, or in one of its own. The line is
// chained a moment later (Log.Seal), so that writers do not wait for each other.
func Append(ctx context.Context, e Entry) error { return AppendAll(ctx, []Entry{e}) }

// AppendAll logs several acts as Append does, in one statement.
func AppendAll(ctx context.Context, entries []Entry) error {
	actor, _ := identity.From(ctx) // nobody: an act before sign-in
	name := actor.Login
	if actor.System != "" {
		name = actor.System
	}
	rows := make([][]any, len(entries))
	return db.InTx(ctx, func(ctx context.Context) error {
		at := db.Now(ctx).UnixMicro()
		for i, e := range entries {
			detail, err := json.Marshal(e.Detail)
			if err != nil {
				return fault.New(fault.Internal, "internal", fault.Cause(err))
			}
			rows[i] = []any{id.New("aud"), at, actor.PersonID, name, e.Action, e.Object, e.Kind, e.UnitID, e.Before, e.After, e.Reason, string(detail), 0, ""}
		}
		if _, err := db.InsertRows(ctx, insertLine, rows); err != nil {
			return fmt.Errorf("append to the log: %w", err)
		}
		return nil
	})
}

// Filter chooses lines; empty fields choose all.
type Filter struct {
	Action, Object, Kind, UnitID, ActorID string
	From, To                              time.Time
	Limit                                 int    // 1–200, default 50
	Cursor                                string // Next of the page before
}

// Page is some lines, newest first.
type Page struct {
	Items []Line
	Next  string
}

// List is a page of the log. Fault: Invalid bad_cursor.
func List(ctx context.Context, f Filter) (Page, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return Page{}, err
	}
	limit := min(max(f.Limit, 0), 200)
	if limit == 0 {
		limit = 50
	}
	var rows []row
	q := tx.NewSelect().Model(&rows).OrderExpr("id DESC").Limit(int64(limit) + 1)
	for column, value := range map[string]string{"action": f.Action, "object": f.Object, "kind": f.Kind, "unit_id": f.UnitID, "actor_id": f.ActorID} {
		if value != "" {
			q = q.Where("? = ?", bun.Ident(column), value)
		}
	}
	if !f.From.IsZero() {
		q = q.Where("at >= ?", f.From.UnixMicro())
	}
	if !f.To.IsZero() {
		q = q.Where("at < ?", f.To.UnixMicro())
	}
	if f.Cursor != "" {
		if !id.Valid(f.Cursor, "aud") {
			return Page{}, fault.New(fault.Invalid, "bad_cursor", fault.Field("cursor"))
		}
		q = q.Where("id < ?", f.Cursor)
	}
	if err := q.Scan(ctx); err != nil {
		return Page{}, fmt.Errorf("list the log: %w", db.Fault(err))
	}
	page := Page{Items: []Line{}}
	if len(rows) > limit {
		rows = rows[:limit]
		page.Next = rows[limit-1].ID
	}
	for _, r := range rows {
		page.Items = append(page.Items, r.line())
	}
	return page, nil
}

func (r *row) line() Line {
	l := Line{ID: r.ID, At: time.UnixMicro(r.At).UTC(), ActorID: r.ActorID, Actor: r.Actor, Seq: r.Seq, Hash: r.Hash,
		Entry: Entry{Action: r.Action, Object: r.Object, Kind: r.Kind, UnitID: r.UnitID, Before: r.Before, After: r.After, Reason: r.Reason}}
	_ = json.Unmarshal([]byte(r.Detail), &l.Detail) // what is broken shows in Verify
	return l
}

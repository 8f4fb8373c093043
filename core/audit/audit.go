package audit

import (
	"context"
	"time"

	"github.com/doanket/doanket/core/fault"
)

func notReady() error { return fault.New(fault.Unavailable, "not.ready") }

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

// Filter chooses lines; empty fields choose all.
type Filter struct {
	Action, Object, Kind, UnitID, ActorID string
	From, To                              time.Time
	Limit                                 int
	Cursor                                string // Next of the page before
}

// Page is some lines, newest first.
type Page struct {
	Items []Line
	Next  string
}

// Report is what Verify found.
type Report struct {
	Lines    int64
	Unsealed int64
	Head     string // hash of the last sealed line
	Breaks   []Break
}

// Break is one place where the chain does not hold.
type Break struct {
	Seq  int64
	ID   string
	What string // "edited", "gap", "order", "link", "head"
}

// Append logs e in the transaction in ctx.
func Append(ctx context.Context, e Entry) error { return notReady() }

// Seal chains the unsealed lines; the job "audit.seal" calls it often.
func Seal(ctx context.Context) error { return notReady() }

// Verify seals, then walks the whole chain.
func Verify(ctx context.Context) (Report, error) { return Report{}, notReady() }

// List is a page of the log.
func List(ctx context.Context, f Filter) (Page, error) { return Page{}, notReady() }

package notice

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/duty"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// What a notice says; the client has a sentence for each.
const (
	Waiting  = "waiting"  // a step is yours to do
	Returned = "returned" // your work came back
	Due      = "due"      // a last day is near
	Overdue  = "overdue"  // it has passed
	Met      = "met"      // what your unit owed is done
	MetLate  = "met_late" // … after its last day
	Told     = "told"     // a step was taken that the manifest says you hear of
)

// Notice is one message to one person: about a record, about what a unit owes by a
// duty in a period, or about several of a kind or of a duty at once.
type Notice struct {
	ID        string         `json:"id"`
	Code      string         `json:"code"`
	RecordID  string         `json:"record,omitempty"`
	Kind      string         `json:"kind"`
	Title     string         `json:"title"`
	Number    string         `json:"number,omitempty"`
	DueOn     calendar.Date  `json:"due_on,omitzero"`
	Duty      string         `json:"duty,omitempty"`   // full name
	Label     *manifest.Text `json:"label,omitempty"`  // of the duty
	Period    string         `json:"period,omitempty"` // of the duty
	Amount    int            `json:"amount,omitempty"` // of records or units it is about, where they are several
	By        string         `json:"by,omitempty"`     // person whose act caused it
	Text      *manifest.Text `json:"text,omitempty"`   // a module's own sentence, or the step told of
	CreatedAt time.Time      `json:"created_at"`
	Read      bool           `json:"read"`
	Closed    bool           `json:"closed,omitempty"` // the record may be read no more: nothing of it is told
}

// Page is some notices, newest first, and how many are unread in all.
type Page struct {
	Items  []Notice `json:"items"`
	Next   string   `json:"next"`
	Unread int      `json:"unread"`
}

// Filter narrows List.
type Filter struct {
	Unread bool
	Limit  int    // 1–100, default 30
	Cursor string // Next of the page before
}

// Records is what the box reads of records.
type Records interface {
	Get(ctx context.Context, id string) (*record.Record, error)
	Readable(ctx context.Context, ids []string) (map[string]*record.Record, error)
	List(ctx context.Context, q record.Query) (record.Page, error)
}

// People is what the box reads of people.
type People interface {
	PostsAt(ctx context.Context, unitIDs []string) ([]identity.Post, error)
	ActorOf(ctx context.Context, personID string) (identity.Actor, error)
}

// Tree is what the box reads of units.
type Tree interface {
	Get(ctx context.Context, id string) (*unit.Unit, error)
	List(ctx context.Context, f unit.Filter) (unit.Page, error)
}

// Duties is what the box reads of what units owe.
type Duties interface {
	Owing(ctx context.Context, on, until calendar.Date, last string, limit int) ([]duty.Owing, error)
	Fulfilled(ctx context.Context, obligationID string) (*duty.Fulfilled, error)
}

// Deps are the rooms the box reads. May says whether the actor in ctx may do
// the action to the record, Plays whether a role of the province plays the part
// in the module; the wiring asks access.
type Deps struct {
	Records Records
	Kinds   *kind.Kinds
	People  People
	Tree    Tree
	Duties  Duties
	May     func(ctx context.Context, action string, r *record.Record) bool
	Plays   func(ctx context.Context, role, module, part string) (bool, error)
}

// Box holds the notices of the province in ctx.
type Box struct{ deps Deps }

// New makes a Box.
func New(d Deps) *Box { return &Box{deps: d} }

type row struct {
	bun.BaseModel `bun:"table:notice,alias:n"`

	ID        string `bun:"id,pk"`
	PersonID  string `bun:"person_id"`
	Code      string `bun:"code"`
	RecordID  string `bun:"record_id"`
	Kind      string `bun:"kind"`
	Version   int    `bun:"version"`
	Title     string `bun:"title"`
	Number    string `bun:"number"`
	DueOn     string `bun:"due_on"`
	Duty      string `bun:"duty"`
	Period    string `bun:"period"`
	Amount    int    `bun:"amount"`
	ByID      string `bun:"by_id"`
	Said      string `bun:"said"` // an manifest.Text as JSON, or ""
	Key       string `bun:"key"`
	CreatedAt int64  `bun:"created_at"`
	ReadAt    int64  `bun:"read_at"`
}

func (b *Box) notice(r row) Notice {
	due, _ := calendar.ParseDate(r.DueOn) // written by this room
	n := Notice{ID: r.ID, Code: r.Code, RecordID: r.RecordID, Kind: r.Kind, Title: r.Title, Number: r.Number,
		DueOn: due, Duty: r.Duty, Label: b.labelOf(r.Duty), Period: r.Period, Amount: r.Amount, By: r.ByID, CreatedAt: time.UnixMicro(r.CreatedAt).UTC(), Read: r.ReadAt != 0}
	if r.Said != "" {
		n.Text = &manifest.Text{}
		_ = json.Unmarshal([]byte(r.Said), n.Text) // written by this room
	}
	return n
}

// shown are notices as their owner may see them now: a post that ended takes along
// what they told of records.
func (b *Box) shown(ctx context.Context, rows []row) ([]Notice, error) {
	ids, out := []string{}, make([]Notice, 0, len(rows))
	for _, r := range rows {
		if r.RecordID != "" {
			ids = append(ids, r.RecordID)
		}
	}
	readable := map[string]*record.Record{}
	if len(ids) > 0 {
		var err error
		if readable, err = b.deps.Records.Readable(ctx, ids); err != nil {
			return nil, fmt.Errorf("list notices: %w", err)
		}
	}
	for _, r := range rows {
		n := b.notice(r)
		if r.RecordID != "" && readable[r.RecordID] == nil {
			n = Notice{ID: n.ID, Code: n.Code, CreatedAt: n.CreatedAt, Read: n.Read, Closed: true}
		}
		out = append(out, n)
	}
	return out, nil
}

// labelOf is what a duty is called, nil where there is none of the name.
func (b *Box) labelOf(full string) *manifest.Text {
	for _, m := range b.deps.Kinds.Installed() {
		for i := range m.Duties {
			if full != "" && m.Duties[i].FullName() == full {
				return &m.Duties[i].Label
			}
		}
	}
	return nil
}

// List is a page of the actor's own notices.
func (b *Box) List(ctx context.Context, f Filter) (Page, error) {
	me, err := person(ctx)
	if err != nil {
		return Page{}, err
	}
	conn, err := db.Of(ctx)
	if err != nil {
		return Page{}, err
	}
	limit := f.Limit
	if limit < 1 || limit > 100 {
		limit = 30
	}
	var rows []row
	q := conn.NewSelect().Model(&rows).Where("person_id = ?", me).OrderExpr("id DESC").Limit(int64(limit) + 1)
	if f.Unread {
		q.Where("read_at = 0")
	}
	if f.Cursor != "" {
		if !id.Valid(f.Cursor, "ntf") {
			return Page{}, fault.New(fault.Invalid, "invalid", fault.Field("cursor"))
		}
		q.Where("id < ?", f.Cursor)
	}
	if err := q.Scan(ctx); err != nil {
		return Page{}, fmt.Errorf("list notices: %w", err)
	}
	page := Page{Items: []Notice{}}
	if len(rows) > limit {
		rows = rows[:limit]
		page.Next = rows[limit-1].ID
	}
	if page.Items, err = b.shown(ctx, rows); err != nil {
		return Page{}, err
	}
	unread, err := conn.NewSelect().Model((*row)(nil)).Where("person_id = ? AND read_at = 0", me).Count(ctx)
	page.Unread = int(unread)
	return page, err
}

// Read marks one of the actor's notices as read; "all" marks every one. A
// second time changes nothing.
func (b *Box) Read(ctx context.Context, noticeID string) error {
	me, err := person(ctx)
	if err != nil {
		return err
	}
	if noticeID != "all" && !id.Valid(noticeID, "ntf") {
		return fault.New(fault.NotFound, "not_found")
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		conn, err := db.Of(ctx)
		if err != nil {
			return err
		}
		q := conn.NewUpdate().Model((*row)(nil)).Where("person_id = ?", me).
			Set("read_at = CASE WHEN read_at = 0 THEN ? ELSE read_at END", db.Now(ctx).UnixMicro())
		if noticeID != "all" {
			q.Where("id = ?", noticeID)
		}
		done, err := q.Exec(ctx)
		if err != nil {
			return fmt.Errorf("mark notice: %w", err)
		}
		if n, err := done.RowsAffected(); noticeID != "all" && err == nil && n == 0 {
			return fault.New(fault.NotFound, "not_found")
		}
		return nil
	})
}

func person(ctx context.Context) (string, error) {
	a, err := identity.From(ctx)
	if err != nil {
		return "", err
	}
	if a.PersonID == "" {
		return "", fault.New(fault.Forbidden, "forbidden")
	}
	return a.PersonID, nil
}

package record

import (
	"context"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/sdk"
)

func notReady() error { return fault.New(fault.Unavailable, "not.ready") }

// Kinds are all kinds of all manifests, the base manifest included.
type Kinds struct{}

// NewKinds compiles the manifests; sdk.Core() is among them already.
func NewKinds(manifests []*sdk.Manifest) (*Kinds, error) { return &Kinds{}, nil }

// Get is the kind with the full name ("demo.visit").
func (k *Kinds) Get(full string) (*Kind, error) { return nil, notReady() }

// All is every kind, by manifest and place in it.
func (k *Kinds) All() []*Kind { return nil }

// Manifests is every manifest, the base one first.
func (k *Kinds) Manifests() []*sdk.Manifest { return nil }

// Enabled reports whether the kind's module is on in the province in ctx.
func (k *Kinds) Enabled(ctx context.Context, full string) bool { return false }

// ForTenant is the kinds switched on in the province in ctx.
func (k *Kinds) ForTenant(ctx context.Context) []*Kind { return nil }

// Kind is a manifest's kind with everything compiled from it.
type Kind struct {
	*sdk.Kind
}

// Input is what a new record is made of.
type Input struct {
	UnitID  string
	Fields  map[string]any
	Submit  string // transition to run at once, or ""
	IdemKey string // a repeat within a day with the same key gives the same answer
}

// Act is what a transition is given.
type Act struct {
	Fields  map[string]any
	Reason  string
	IdemKey string
}

// Prepare makes or widens the tables of all kinds in the province in ctx.
func (r *Records) Prepare(ctx context.Context) error { return notReady() }

// Create makes a record of kind.
func (r *Records) Create(ctx context.Context, kind string, in Input) (*Record, error) {
	return nil, notReady()
}

// Change sets fields (nil clears one). Version 0 means: whatever is current.
func (r *Records) Change(ctx context.Context, id string, version int, fields map[string]any, reason string) (*Record, error) {
	return nil, notReady()
}

// Do runs a transition.
func (r *Records) Do(ctx context.Context, id, transition string, version int, a Act) (*Record, error) {
	return nil, notReady()
}

// Get is the record with the id.
func (r *Records) Get(ctx context.Context, id string) (*Record, error) { return nil, notReady() }

// Query chooses records of one kind.
type Query struct {
	Kind    string
	Under   string   // unit id; "" means wherever I may read
	State   []string // any of
	Phase   []string // any of
	Q       string   // text in title, number or search fields, accents optional
	Filter  map[string]any
	DueTo   calendar.Date // open and due on this day or before
	Overdue bool          // open and due before today
	Sort    string        // "due_on" "-due_on" "updated_at" "-updated_at" (default) "created_at" "-created_at"
	Limit   int           // 1–200, default 30
	Cursor  string        // Next of the page before, with the same Query
}

// Page is some records; Next is "" on the last one.
type Page struct {
	Items []*Record
	Next  string
}

// List is a page of records.
func (r *Records) List(ctx context.Context, q Query) (Page, error) { return Page{}, notReady() }

// Today is what waits for the actor.
type Today struct {
	Overdue  []*Record
	Due      []*Record // within 7 days
	Returned []*Record
	Waiting  []*Record // for a decision of mine
	Drafts   []*Record
	AsOf     time.Time
}

// Today is what waits for the actor in ctx, at most 50 of each.
func (r *Records) Today(ctx context.Context) (Today, error) { return Today{}, notReady() }

// Missing is something an offered transition still needs.
type Missing struct {
	Field string `json:"field,omitempty"`
	Slot  string `json:"slot,omitempty"`
	Code  string `json:"code"`
}

// Offer is a transition out of the record's state, allowed or not.
type Offer struct {
	Name    string
	To      string
	Allowed bool
	Why     string // why not: "forbidden", "own_work", "module_disabled", "condition"
	Missing []Missing
}

// Transitions are the offers for the actor in ctx.
func (r *Records) Transitions(ctx context.Context, rec *Record) ([]Offer, error) {
	return nil, notReady()
}

// Revision is one act on a record.
type Revision struct {
	ID      string
	Version int
	At      time.Time
	By      string // person, or the system's name
	Post    string
	Action  string
	Reason  string
	Changes []FieldChange
}

// FieldChange is one value before and after.
type FieldChange struct {
	Field string `json:"field"`
	Old   any    `json:"old"`
	New   any    `json:"new"`
}

// History is the record's acts, newest first.
func (r *Records) History(ctx context.Context, id string) ([]Revision, error) {
	return nil, notReady()
}

// Comment is a remark on a record.
type Comment struct {
	ID   string
	At   time.Time
	By   string
	Post string
	Text string
}

// Comment adds a remark.
func (r *Records) Comment(ctx context.Context, id, text string) (*Comment, error) {
	return nil, notReady()
}

// Comments are the record's remarks, oldest first.
func (r *Records) Comments(ctx context.Context, id string) ([]Comment, error) {
	return nil, notReady()
}

// Discard throws a draft away; it stays in the database, out of sight.
func (r *Records) Discard(ctx context.Context, id string, version int) error { return notReady() }

// Within runs fn in a transaction around the record: permission for action
// ("attach", "detach"), a revision with notes, audit and Watchers. The
// version does not move: an open form stays good.
func (r *Records) Within(ctx context.Context, id, action string, fn func(ctx context.Context) error, notes ...FieldChange) error {
	return notReady()
}

// Related is a record linked with another.
type Related struct {
	Rel     string
	ID      string
	Kind    string
	Title   string
	Number  string
	State   string
	Inbound bool // the other record points here
}

// Links are the records linked with this one that the actor may read.
func (r *Records) Links(ctx context.Context, id string) ([]Related, error) { return nil, notReady() }

// Pending is input of the actor in ctx that a missing module kept from being
// stored; nil when there is none.
type Pending struct {
	Action string
	Fields map[string]any
	Reason string
	At     time.Time
}

// Pending is the kept input of the actor for the record, if any.
func (r *Records) Pending(ctx context.Context, id string) (*Pending, error) { return nil, notReady() }

// Moved rewrites the paths of records when a unit's path changes; it is a unit.Mover.
func (r *Records) Moved(ctx context.Context, oldPath, newPath string) error { return notReady() }

// RefreshJob is the kind of the daily job, RefreshCron when it runs.
const (
	RefreshJob  = "record.refresh"
	RefreshCron = "5 0 * * *"
)

// Refresh does the daily job.
func (r *Records) Refresh(ctx context.Context, j job.Job) error { return notReady() }

// Recompute computes the deadlines of open records anew after the calendar or
// the province's lengths changed, and says how many moved.
func (r *Records) Recompute(ctx context.Context) (int, error) { return 0, notReady() }

type sizes struct{}

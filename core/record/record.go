package record

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/unit"
)

// Phases of a state; Discarded is the core's own and means a draft thrown away.
const (
	Draft     = "draft"
	Active    = "active"
	Returned  = "returned"
	Done      = "done"
	Cancelled = "cancelled"
	Discarded = "discarded"
)

// Record is one business record. Fields holds only what has a value, by the
// names and types of its kind: int64 for int and money, float64 for decimal,
// "2006-01-02" for date, RFC 3339 in UTC for datetime, []string for enums and
// units, []map[string]any for list.
type Record struct {
	ID          string            `json:"id"`
	Kind        string            `json:"kind"`
	UnitID      string            `json:"unit_id"`
	UnitPath    string            `json:"unit_path"`
	ToUnitID    string            `json:"to_unit_id,omitempty"`
	ToPath      string            `json:"to_path,omitempty"`
	Number      string            `json:"number,omitempty"`
	Title       string            `json:"title"`
	State       string            `json:"state"`
	Phase       string            `json:"phase"`
	Draft       bool              `json:"draft"`
	Period      calendar.Period   `json:"period,omitempty"`
	DueOn       calendar.Date     `json:"due_on,omitzero"`
	Sensitivity string            `json:"sensitivity,omitempty"`
	Version     int               `json:"version"`
	SchemaRev   int               `json:"schema_rev"`
	CreatedBy   string            `json:"created_by"`
	CreatedAt   time.Time         `json:"created_at"`
	UpdatedBy   string            `json:"updated_by"`
	UpdatedAt   time.Time         `json:"updated_at"`
	Actors      map[string]string `json:"actors,omitempty"` // transition → who did it last
	Fields      map[string]any    `json:"fields"`
	Deadlines   []DeadlineInfo    `json:"deadlines,omitempty"`
	Warnings    []string          `json:"warnings,omitempty"` // of the write just done; not kept
}

// DeadlineInfo is one computed deadline: the rule, the day it ran from and why
// it fell where it did. Manual means a person set the date instead.
type DeadlineInfo struct {
	Code    string          `json:"code"`
	Field   string          `json:"field"`
	Start   calendar.Date   `json:"start,omitzero"`
	Date    calendar.Date   `json:"date,omitzero"`
	Law     bool            `json:"law"`
	Source  string          `json:"source,omitempty"`
	Explain []calendar.Step `json:"explain,omitempty"`
	Manual  bool            `json:"manual,omitempty"`
}

// Open reports whether work on the record is still to be done.
func (r *Record) Open() bool {
	return r.Phase == Draft || r.Phase == Active || r.Phase == Returned
}

// Object is the record as the gate sees it.
func (r *Record) Object() access.Object {
	return access.Object{Kind: r.Kind, UnitPath: r.UnitPath, ToPath: r.ToPath, Draft: r.Draft, CreatedBy: r.CreatedBy}
}

// clone copies what a write may change.
func (r *Record) clone() *Record {
	c := *r
	c.Fields, c.Actors, c.Deadlines, c.Warnings = maps.Clone(r.Fields), maps.Clone(r.Actors), slices.Clone(r.Deadlines), nil
	return &c
}

// Change is what a Watcher hears in the write's transaction. Before is nil for
// a new record; Slots counts the sound documents per slot.
type Change struct {
	Kind   *manifest.Kind
	Before *Record
	After  *Record
	Slots  map[string]int
	Action string // "create", "update", "do:<transition>", "discard", "refresh" or Within's own
}

// Watcher hears once of all changes of a transaction, inside it; its error
// undoes the write.
type Watcher interface {
	Recorded(ctx context.Context, changes []Change) error
}

// Decider asks a module. Faults: Unavailable module_unavailable with Retry,
// Internal module_malformed. It is never called inside a transaction. program
// is the manifest's Program; items are 1 to 100.
type Decider interface {
	Evaluate(ctx context.Context, program string, caller sdk.Caller, items []sdk.Item) ([]sdk.Verdict, error)
}

// Evidence counts the sound documents of records, by record and slot.
type Evidence interface {
	Count(ctx context.Context, recordIDs []string) (map[string]map[string]int, error)
}

// Guard is the part of access.Guard that records need.
type Guard interface {
	Check(ctx context.Context, action string, o access.Object) error
	Can(ctx context.Context, action string, o access.Object) bool
	Scope(ctx context.Context, action, kind string) (access.Filter, error)
}

// Tree is the part of unit.Tree that records need.
type Tree interface {
	Get(ctx context.Context, id string) (*unit.Unit, error)
}

// People is the part of identity.People that records need: the names of those
// of the ids that are people here.
type People interface {
	Names(ctx context.Context, ids []string) (map[string]string, error)
}

// Deps are the rooms and parts that Records leans on. People, Decider, Evidence
// and Watchers may be nil.
type Deps struct {
	Kinds    *kind.Kinds
	Guard    Guard
	Tree     Tree
	People   People
	Decider  Decider
	Evidence Evidence
	Watchers []Watcher
}

// Records is every business record of the province in ctx.
type Records struct {
	Deps
}

// New makes Records.
func New(d Deps) *Records { return &Records{Deps: d} }

// Use fits the parts that need Records themselves before they exist (evidence,
// figures, the module host). Call it while wiring, before the first request.
func (r *Records) Use(d Decider, e Evidence, w ...Watcher) {
	if d != nil {
		r.Decider = d
	}
	if e != nil {
		r.Evidence = e
	}
	r.Watchers = append(r.Watchers, w...)
}

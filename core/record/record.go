package record

import (
	"context"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/child"
	"github.com/doanket/doanket/core/record/read"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/record/secret"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/unit"
)

// What is stored, under the names it has for everybody else.
type (
	Record       = row.Record
	DeadlineInfo = row.DeadlineInfo
	Revision     = row.Revision
	Passage      = row.Passage
	FieldChange  = row.FieldChange
	Missing      = act.Missing
	Command      = act.Command
	Outcome      = act.Outcome
	Query        = read.Query
	Page         = read.Page
	Related      = read.Related
	Comment      = read.Comment
	Today        = read.Today
	Offer        = read.Offer
	Cascade      = read.Cascade
	Pending      = read.Pending
	Audience     = read.Audience
)

// Phases of a state; Discarded is the core's own and means a draft thrown away.
const (
	Draft     = row.Draft
	Active    = row.Active
	Returned  = row.Returned
	Done      = row.Done
	Cancelled = row.Cancelled
	Discarded = row.Discarded
)

// Who reads a remark beside the side it was made on.
const (
	Own  = read.Own
	Both = read.Both
)

// States of a Cascade.
const (
	CascadeRunning = read.CascadeRunning
	CascadeDone    = read.CascadeDone
	CascadeUndoing = read.CascadeUndoing
	CascadeUndone  = read.CascadeUndone
)

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

// Evidence is the part of document.Documents that records need.
type Evidence interface {
	read.Evidence
	// Bind holds what stands in slots for the step that rests on it, and lets go
	// what steps held that will have to be taken again.
	Bind(ctx context.Context, list []Binding) error
}

// Binding is what a step does to the evidence of its record: Step holds what is
// in Slots, in the version it has now; what the steps of Release held is let go.
type Binding struct {
	RecordID string
	Step     string
	Slots    []string
	Release  []string
}

// Guard, Tree and People are the parts of access.Guard, unit.Tree and
// identity.People that records need.
type (
	Guard  = read.Guard
	People = read.People
	Tree   interface {
		read.Tree
		Life(ctx context.Context, id string) (unit.Life, error)
	}
)

// Deps are the rooms and parts that Records leans on. People, Decider, Overlaps
// and Watchers may be nil.
type Deps struct {
	Kinds    *kind.Kinds
	Guard    Guard
	Tree     Tree
	People   People
	Decider  Decider
	Sealer   secret.Sealer
	Overlaps Overlaps
	Watchers []Watcher
}

// Records is every business record of the province in ctx.
type Records struct {
	*read.Reader
	Deps

	children *child.Children

	bind func(ctx context.Context, list []Binding) error // nil while there is no evidence
}

// New makes Records.
func New(d Deps) *Records {
	r := &Records{Reader: read.New(d.Kinds, d.Guard, d.Tree, d.People), Deps: d}
	r.children = child.New(d.Kinds, writer{r})
	return r
}

// Use fits the parts that need Records themselves before they exist (evidence,
// figures, the module host). Call it while wiring, before the first request.
func (r *Records) Use(d Decider, e Evidence, w ...Watcher) {
	if d != nil {
		r.Decider = d
	}
	if e != nil {
		r.UseEvidence(e)
		r.bind = e.Bind
	}
	r.Watchers = append(r.Watchers, w...)
}

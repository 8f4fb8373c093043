package row

import (
	"maps"
	"slices"
	"time"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
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
	Branch      string            `json:"branch"` // of the unit, for good
	ToUnitID    string            `json:"to_unit_id,omitempty"`
	ToPath      string            `json:"to_path,omitempty"`
	SentCount   int               `json:"-"` // units it was sent to where they are many, else 0
	Sent        []string          `json:"-"` // their paths
	SentTo      []string          `json:"-"` // their ids
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
	Authors     []string          `json:"-"`                // who made, edited, proved or submitted it
	Sealed      []string          `json:"sealed,omitempty"` // fields that hold a sealed value
	Fields      map[string]any    `json:"fields"`
	Deadlines   []DeadlineInfo    `json:"deadlines,omitempty"`
	Clock       *DeadlineInfo     `json:"clock,omitempty"`    // the one lists show, without its explanation
	Warnings    []string          `json:"warnings,omitempty"` // of the write just done; not kept
	Beside      *Beside           `json:"-"`                  // what else there is of it; nil: nobody looked

	words, wordsOf string // what a search looks in, and the text it was worked out from
}

// Beside is whether a record has links, was sent to units, and input of the actor kept until a
// module is there again.
type Beside struct{ Links, Pending, Sent bool }

// Open reports whether work on the record is still to be done.
func (r *Record) Open() bool {
	return r.Phase == Draft || r.Phase == Active || r.Phase == Returned
}

// Object is the record as the gate sees it.
func (r *Record) Object() access.Object {
	return access.Object{Kind: r.Kind, UnitPath: r.UnitPath, Branch: r.Branch, ToPath: r.ToPath, Sent: r.Sent, Draft: r.Draft, CreatedBy: r.CreatedBy}
}

// Clone copies what a write may change.
func (r *Record) Clone() *Record {
	c := *r
	c.Fields, c.Actors, c.Authors, c.Deadlines, c.Warnings = maps.Clone(r.Fields), maps.Clone(r.Actors), slices.Clone(r.Authors), slices.Clone(r.Deadlines), nil
	return &c
}

// AddAuthor notes that the person had a hand in the record.
func (r *Record) AddAuthor(person string) {
	if person != "" && !slices.Contains(r.Authors, person) {
		r.Authors = append(r.Authors, person)
	}
}

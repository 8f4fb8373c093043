package unit

import (
	"context"
	"strings"

	"github.com/doanket/doanket/core/calendar"
)

// Unit is one body of the province as it is now or, in a List with AsOf, as it
// was on that day. Path is always the present one: it is where its rows are;
// so is PlaceID.
type Unit struct {
	ID         string            `json:"id"`
	ParentID   string            `json:"parent_id"`
	Path       string            `json:"path"`
	Kind       string            `json:"kind"`
	Branch     string            `json:"branch"`   // of its kind
	PlaceID    string            `json:"place_id"` // the place it belongs to: itself, or the nearest one above
	Code       string            `json:"code"`
	Name       string            `json:"name"`
	ShortName  string            `json:"short_name"`
	From       calendar.Date     `json:"from"`
	To         calendar.Date     `json:"to"`
	Successors []string          `json:"successors,omitempty"`
	Sort       int               `json:"sort"`
	Labels     map[string]string `json:"labels,omitempty"`
	Children   int               `json:"children"` // units directly below, in the tree that was asked for
}

// Open reports whether the unit exists today and is not closed.
func (u Unit) Open() bool { return u.To.IsZero() }

// ClassLabel is the label of a place that says which places it is like: "mountain",
// "ward"; like is compared with like.
const ClassLabel = "class"

// Class is the class of a place: its label, else what the first word of its name tells.
func (u Unit) Class() string {
	if c := u.Labels[ClassLabel]; c != "" || u.Branch != BranchPlace {
		return c
	}
	for word, class := range map[string]string{"Phường ": "ward", "Xã ": "rural", "Đặc khu ": "island"} {
		if strings.HasPrefix(u.Name, word) {
			return class
		}
	}
	return ""
}

// Kind is one entry of the province's own list of unit kinds.
type Kind struct {
	Code    string   `json:"code"`
	VI      string   `json:"vi"`
	EN      string   `json:"en"`
	Branch  string   `json:"branch"`            // one of Branches
	Parents []string `json:"parents,omitempty"` // kinds it may stand under; none = any
	Sort    int      `json:"sort"`
}

// Filter narrows List. Zero fields do not narrow.
type Filter struct {
	Under    string   // unit id: it and everything below
	Parent   string   // unit id: directly below only
	Relation string   // with To: only units that stand in the relation to that unit
	To       string   // unit id
	Kind     []string // any of these kinds
	AsOf     calendar.Date
	Open     bool   // only units not closed; always so with AsOf
	Q        string // part of name, short name or code; accents and case do not matter
	IDs      []string
	Limit    int    // 0 = all
	Cursor   string // Page.Next of the page before
}

// Page is one page of a list; Next is empty on the last.
type Page struct {
	Items []Unit
	Next  string
}

// New describes a unit to be opened. ID may be empty.
type New struct {
	ID        string
	ParentID  string
	Kind      string
	Code      string
	Name      string
	ShortName string
	Sort      int
	Labels    map[string]string
}

// Act is the day and the legal basis every change of the tree carries.
type Act struct {
	On    calendar.Date // first day the change holds
	Basis string        // number and date of the decision
}

// Rename carries what a unit is called from the act's day on; nil keeps.
type Rename struct {
	Name      *string
	ShortName *string
	Code      *string
	Kind      *string
	Sort      *int
	Labels    map[string]string
}

// Part is one heir of a split: an open unit (ID) or a new one, and the
// children of the split unit that go to it.
type Part struct {
	ID       string
	New      *New
	Children []string
	Takes    bool // of a split: the ended unit moves under this heir with what it holds
}

// Mover is told, inside the transaction, that every path beginning with
// oldPath now begins with newPath.
type Mover interface {
	Moved(ctx context.Context, oldPath, newPath string) error
}

// Watcher is told, inside the transaction, that an act has changed the tree.
type Watcher interface {
	Changed(ctx context.Context) error
}

// Logged is one act as it was carried out.
type Logged struct {
	ID     string         `json:"id"`
	Act    string         `json:"act" enum:"open,rename,move,close,merge,split,reopen"`
	UnitID string         `json:"unit_id"`
	On     calendar.Date  `json:"on"`
	Basis  string         `json:"basis"`
	By     string         `json:"by"`
	Detail map[string]any `json:"detail,omitempty"`
}

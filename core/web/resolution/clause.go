package resolution

import (
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/programme/giving"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

type markIn struct {
	ID     string `path:"id"`
	Unit   string `query:"unit"`
	Period string `query:"period" maxLength:"10"`
}

// clauseText is a clause with what it says.
type clauseText struct {
	ID    string        `json:"id"`
	Title manifest.Text `json:"title"`
	Words string        `json:"words"`
}

type markedOut struct {
	Clause  clauseText `json:"clause"`
	Section string     `json:"section"` // the nearest heading above it
	programme.Homes
	Unit   view.UnitRef `json:"unit"`
	Period string       `json:"period"` // of records
	Term   string       `json:"term"`   // of tasks
	Stale  bool         `json:"stale"`
	programme.Covered
	Units        []markedUnitOut   `json:"units"` // directly below
	TaskList     []markedRecordOut `json:"task_list"`
	RecordList   []markedRecordOut `json:"record_list"`
	Missing      int               `json:"missing"`       // units directly below without a record
	MissingProof int               `json:"missing_proof"` // … with records that no sound paper proves
}

type markedUnitOut struct {
	Unit view.UnitRef `json:"unit"`
	programme.Covered
}

type markedRecordOut struct {
	ID     string            `json:"id"`
	Kind   string            `json:"kind"`
	Title  string            `json:"title"`
	Number string            `json:"number"`
	State  string            `json:"state"`
	Unit   view.UnitRef      `json:"unit"`
	DueOn  calendar.Date     `json:"due_on,omitzero"`
	Papers []indicator.Proof `json:"papers"`
}

// Mark opens one clause where the question says, else where the caller works.
func (h Handler) Mark(c *endpoint.Call, in markIn) (markedOut, error) {
	m, err := h.Programme.Mark(c.Ctx, in.ID, h.Placed(c, in.Unit), in.Period)
	if err != nil {
		return markedOut{}, err
	}
	out := markedOut{Clause: clauseText(m.Clause), Section: m.Section, Homes: m.Homes, Unit: view.NameOf(&m.Unit), Period: string(m.Period), Term: string(m.Term),
		Stale: m.Stale, Covered: m.Covered, Units: []markedUnitOut{}, TaskList: h.named(c, m, m.Tasks), RecordList: h.named(c, m, m.Records)}
	for _, u := range m.Units {
		out.Units = append(out.Units, markedUnitOut{view.UnitOf(&u.Unit), u.Covered})
		if u.Records == 0 && m.Homes.Followed(u.Unit.Path) {
			out.Missing++
		}
		if u.Records > u.Proven {
			out.MissingProof++
		}
	}
	return out, nil
}

func (h Handler) named(c *endpoint.Call, m *programme.Marked, list []*record.Record) []markedRecordOut {
	out := []markedRecordOut{}
	for _, r := range list {
		one := markedRecordOut{ID: r.ID, Kind: r.Kind, Title: r.Title, Number: r.Number, State: r.State, Unit: view.Named(c.Ctx, h.Tree, r.UnitID), Papers: m.Papers[r.ID]}
		if r.Open() {
			one.DueOn = r.DueOn
		}
		if one.Papers == nil {
			one.Papers = []indicator.Proof{}
		}
		out = append(out, one)
	}
	return out
}

type remindIn struct {
	ID      string `path:"id"`
	Unit    string `json:"unit,omitempty"`
	Period  string `json:"period,omitempty" maxLength:"10"`
	Missing string `json:"missing" required:"true" enum:"record,evidence"`
}

// Remind tells the units below that lack records of a clause, or their evidence.
func (h Handler) Remind(c *endpoint.Call, in remindIn) (*programme.Reminded, error) {
	return h.Programme.Remind(c.Ctx, in.ID, h.Placed(c, in.Unit), in.Period, in.Missing)
}

type giveIn struct {
	ID     string        `path:"id"`
	Unit   string        `json:"unit,omitempty"`
	Period string        `json:"period,omitempty" maxLength:"10"`
	Title  string        `json:"title" required:"true" maxLength:"500"`
	Output string        `json:"output" required:"true" maxLength:"600"` // and how it is measured
	DueOn  calendar.Date `json:"due_on" required:"true"`
}

type givenOut struct {
	Record  string       `json:"record"`  // the draft of the programme
	Units   int          `json:"units"`   // that get a task when it is issued
	Without []withoutOut `json:"without"` // every other unit that lacks one
}

type withoutOut struct {
	Unit  view.UnitRef `json:"unit"`
	Why   string       `json:"why" enum:"own,branch,nobody,drafted,room"`
	Draft string       `json:"draft,omitempty"` // the record it waits in
}

// Give drafts a programme with a task for every unit below that has none under a clause.
func (h Handler) Give(c *endpoint.Call, in giveIn) (givenOut, error) {
	g, err := giving.Giver{Programme: h.Programme}.Give(c.Ctx, in.ID, h.Placed(c, in.Unit), in.Period, giving.Task{Title: in.Title, Output: in.Output, DueOn: in.DueOn})
	if err != nil {
		return givenOut{}, err
	}
	out := givenOut{Record: g.Record.ID, Units: g.Units, Without: []withoutOut{}}
	for _, w := range g.Without {
		out.Without = append(out.Without, withoutOut{view.NameOf(&w.Unit), w.Why, w.Draft})
	}
	return out, nil
}

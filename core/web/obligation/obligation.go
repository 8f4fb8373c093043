package obligation

import (
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/duty"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

// Handler answers for what units owe.
type Handler struct {
	Duties *duty.Duties
	Tree   *unit.Tree
	People view.Namer
}

// DutyOut is one obligation. Days are how many are left, or by how many it was missed
// or met late.
type DutyOut struct {
	ID        string         `json:"id"`
	Duty      string         `json:"duty"` // full name
	Label     manifest.Text  `json:"label"`
	Hint      manifest.Text  `json:"hint,omitzero"`
	Source    string         `json:"source"`
	Law       bool           `json:"law"`        // the day is the law's; else an internal rule's
	ToConfirm bool           `json:"to_confirm"` // the law is to be checked: never missed
	Kind      string         `json:"kind"`       // of the record owed
	Unit      view.UnitRef   `json:"unit"`
	Place     *view.UnitRef  `json:"place,omitempty"` // which tells units of one name apart
	Period    string         `json:"period"`
	Before    string         `json:"before,omitempty"` // the day of the record it falls due before
	DueOn     string         `json:"due_on"`
	State     string         `json:"state" enum:"open,missed,met,met_late,excused,ended"`
	Days      int            `json:"days"`
	Need      int            `json:"need"`
	Have      int            `json:"have"`
	Begun     bool           `json:"begun"`
	MetOn     string         `json:"met_on,omitempty"`
	Record    string         `json:"record,omitempty"` // that met it
	Excuse    *dutyExcuseOut `json:"excuse,omitempty"`
	Can       []string       `json:"can"` // open, excuse, take_back
}

type dutyExcuseOut struct {
	By     view.Who  `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

type dutyListIn struct {
	Under  string `query:"under"`
	Duty   string `query:"duty" maxLength:"100"`
	Period string `query:"period" maxLength:"10"`
	State  string `query:"state" maxLength:"20"`
	Mine   bool   `query:"mine"`
	Limit  int    `query:"limit"`
	Cursor string `query:"cursor" maxLength:"60"`
}

type dutyListOut struct {
	Items []DutyOut `json:"items"`
	Next  string    `json:"next"`
	Total int       `json:"total"`
}

// List is a page of what units owe, first due first.
func (h Handler) List(c *endpoint.Call, in dutyListIn) (dutyListOut, error) {
	limit, err := endpoint.Limit(in.Limit, 30, 100)
	if err != nil {
		return dutyListOut{}, err
	}
	f := duty.Filter{Under: in.Under, Duty: in.Duty, State: in.State, Mine: in.Mine, Limit: limit, Cursor: in.Cursor}
	if in.Period != "" {
		if f.Period, err = calendar.ParsePeriod(in.Period); err != nil {
			return dutyListOut{}, err
		}
	}
	page, err := h.Duties.List(c.Ctx, f)
	if err != nil {
		return dutyListOut{}, err
	}
	return dutyListOut{h.shown(c, page.Items...), page.Next, page.Total}, nil
}

const (
	ahead = 45 // days within which what those below owe is worth a leader's look
	few   = 10 // obligations and lines shown on the first screen
)

type dutiesTodayOut struct {
	Items  []DutyOut      `json:"items"`  // mine, the first due
	Total  int            `json:"total"`  // of mine
	Missed int            `json:"missed"` // of mine
	Below  []dutyBelowOut `json:"below"`  // those I may excuse, by duty
}

type dutyBelowOut struct {
	Duty     string        `json:"duty"`
	Label    manifest.Text `json:"label"`
	Period   string        `json:"period"`
	DueOn    string        `json:"due_on"`
	Owed     int           `json:"owed"`
	NotBegun int           `json:"not_begun"`
	Missed   int           `json:"missed"`
}

// Today is what the actor's own units owe, and how those below stand.
func (h Handler) Today(c *endpoint.Call, _ struct{}) (dutiesTodayOut, error) {
	mine, err := h.Duties.List(c.Ctx, duty.Filter{Mine: true, State: duty.Owed, Limit: few})
	if err != nil {
		return dutiesTodayOut{}, err
	}
	missed, err := h.Duties.List(c.Ctx, duty.Filter{Mine: true, State: duty.Missed, Limit: 1})
	if err != nil {
		return dutiesTodayOut{}, err
	}
	below, err := h.Duties.Below(c.Ctx, ahead, few)
	if err != nil {
		return dutiesTodayOut{}, err
	}
	out := dutiesTodayOut{Items: h.shown(c, mine.Items...), Total: mine.Total, Missed: missed.Total, Below: []dutyBelowOut{}}
	for _, b := range below {
		out.Below = append(out.Below, dutyBelowOut{b.Duty, b.Label, string(b.Period), b.DueOn.String(), b.Owed, b.NotBegun, b.Missed})
	}
	return out, nil
}

type dutyOpenOut struct {
	Record string `json:"record"`
	Kind   string `json:"kind"`
}

// Open gives the record under way for an obligation, or begins one.
func (h Handler) Open(c *endpoint.Call, in endpoint.ByID) (dutyOpenOut, error) {
	rec, err := h.Duties.OpenRecord(c.Ctx, in.ID)
	if err != nil {
		return dutyOpenOut{}, err
	}
	return dutyOpenOut{rec.ID, rec.Kind}, nil
}

type dutyExcuseIn struct {
	ID     string `path:"id"`
	Reason string `json:"reason" maxLength:"4000"`
}

// Excuse releases a unit from an obligation.
func (h Handler) Excuse(c *endpoint.Call, in dutyExcuseIn) (DutyOut, error) {
	o, err := h.Duties.Excuse(c.Ctx, in.ID, in.Reason)
	if err != nil {
		return DutyOut{}, err
	}
	return h.shown(c, *o)[0], nil
}

// TakeBack takes an excuse back.
func (h Handler) TakeBack(c *endpoint.Call, in endpoint.ByID) (DutyOut, error) {
	o, err := h.Duties.TakeBack(c.Ctx, in.ID)
	if err != nil {
		return DutyOut{}, err
	}
	return h.shown(c, *o)[0], nil
}

func (h Handler) shown(c *endpoint.Call, list ...duty.Obligation) []DutyOut {
	var ids []string
	for _, o := range list {
		if o.Excused != nil {
			ids = append(ids, o.Excused.By)
		}
	}
	who := view.People(c.Ctx, h.People, ids...)
	today := calendar.Today(id.NowIn(c.Ctx))
	out := make([]DutyOut, 0, len(list))
	for _, o := range list {
		one := DutyOut{ID: o.ID, Duty: o.Duty.FullName(), Label: o.Duty.Label, Hint: o.Duty.Hint, Source: o.Duty.Source, Law: o.Duty.Law,
			ToConfirm: o.Duty.Status == manifest.StatusToConfirm, Kind: o.Duty.Kind, Unit: view.UnitOf(&o.Unit), Period: string(o.Period),
			Before: o.Before.String(), DueOn: o.DueOn.String(), State: o.State, Days: days(o, today), Need: o.Need, Have: o.Have, Begun: o.Begun, MetOn: o.MetOn.String(),
			Record: o.RecordID, Can: []string{}}
		one.Place = view.Beside(c.Ctx, h.Tree, &o.Unit)
		if o.Excused != nil {
			one.Excuse = &dutyExcuseOut{who(o.Excused.By), o.Excused.At, o.Excused.Reason}
		}
		if o.CanOpen {
			one.Can = append(one.Can, "open")
		}
		if o.CanExcuse {
			one.Can = append(one.Can, map[bool]string{false: "excuse", true: "take_back"}[o.State == duty.Excused])
		}
		out = append(out, one)
	}
	return out
}

func days(o duty.Obligation, today calendar.Date) int {
	switch o.State {
	case duty.Open:
		return max(0, today.DaysUntil(o.DueOn))
	case duty.Missed:
		return o.DueOn.DaysUntil(today)
	case duty.MetLate:
		return o.DueOn.DaysUntil(o.MetOn)
	}
	return 0
}

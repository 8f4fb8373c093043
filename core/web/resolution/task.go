package resolution

import (
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

type tasksOut struct {
	Unit  view.UnitRef      `json:"unit"`
	Term  string            `json:"term"`
	Items []followedTaskOut `json:"items"` // by the day they are due
	More  bool              `json:"more"`  // than are shown
}

type followedTaskOut struct {
	ID       string         `json:"id"`
	Number   string         `json:"number"`
	Title    string         `json:"title"`
	State    string         `json:"state"`
	Open     bool           `json:"open"` // it is not done yet
	Unit     view.UnitRef   `json:"unit"`
	Partners []view.UnitRef `json:"partners"`
	From     calendar.Date  `json:"from"` // the day it was given
	DueOn    calendar.Date  `json:"due_on,omitzero"`
	DoneOn   calendar.Date  `json:"done_on,omitzero"`
	Papers   int            `json:"papers"` // sound ones of its own
	Named    int            `json:"named"`  // records that are to prove it
	Proven   int            `json:"proven"` // of them, with a sound paper
	Handed   int            `json:"handed"` // tasks units below were given under it
	Done     int            `json:"done"`   // of them, accepted
}

// Tasks are those of the term where the question says, else where the caller works.
func (h Handler) Tasks(c *endpoint.Call, in countIn) (tasksOut, error) {
	t, err := h.Programme.Tasks(c.Ctx, h.Placed(c, in.Unit), in.Period)
	if err != nil {
		return tasksOut{}, err
	}
	out := tasksOut{Unit: view.NameOf(&t.Unit), Term: string(t.Term), Items: []followedTaskOut{}, More: t.More}
	for _, one := range t.Items {
		r := one.Record
		done, _ := r.Fields["counted_on"].(string)
		on, _ := calendar.ParseDay(done)
		line := followedTaskOut{ID: r.ID, Number: r.Number, Title: r.Title, State: r.State, Open: r.Phase != record.Done, Unit: view.NameOf(&one.Unit), Partners: []view.UnitRef{},
			From: calendar.Today(r.CreatedAt), DueOn: r.DueOn, DoneOn: on, Papers: one.Papers, Named: one.Named, Proven: one.Proven, Handed: one.Handed, Done: one.Done}
		for _, u := range one.Partners {
			line.Partners = append(line.Partners, view.NameOf(&u))
		}
		out.Items = append(out.Items, line)
	}
	return out, nil
}

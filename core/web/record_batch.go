package web

import (
	"net/http"
	"strconv"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/problem"
	"github.com/doanket/doanket/core/web/view"
)

// batchResult is what one item of a batch came to: 201 or 200 with the record's
// place and version, else the problem the item would have got by itself.
type batchResult struct {
	Status  int              `json:"status"`
	ID      string           `json:"id,omitempty"`
	Version int              `json:"version,omitempty"`
	Number  string           `json:"number,omitempty"`
	State   string           `json:"state,omitempty"`
	Problem *problem.Problem `json:"problem,omitempty"`
}

type batchCreateIn struct {
	Module  string        `path:"module"`
	Kind    string        `path:"kind"`
	IdemKey string        `header:"Idempotency-Key" maxLength:"190"`
	Items   []batchCreate `json:"items" required:"true"`
}

type batchCreate struct {
	Unit       string         `json:"unit" required:"true"`
	Fields     map[string]any `json:"fields"`
	Transition string         `json:"transition" maxLength:"100"`
	IdemKey    string         `json:"idempotency_key" maxLength:"200"`
}

// createMany makes up to 100 records of a kind; each item is answered by itself,
// in order, and one that is refused stops no other.
func (h recordHandler) createMany(c *endpoint.Call, in batchCreateIn) (endpoint.Items[batchResult], error) {
	commands := make([]record.Command, len(in.Items))
	for i, x := range in.Items {
		commands[i] = record.Command{Kind: in.Module + "." + in.Kind, UnitID: x.Unit, Submit: x.Transition, Fields: x.Fields,
			IdemKey: itemKey(x.IdemKey, in.IdemKey, i)}
	}
	return h.batch(c, commands, http.StatusCreated)
}

type batchDoIn struct {
	Name    string    `path:"name" maxLength:"100"`
	IdemKey string    `header:"Idempotency-Key" maxLength:"190"`
	Items   []batchDo `json:"items" required:"true"`
}

type batchDo struct {
	ID      string         `json:"id" required:"true" maxLength:"64"`
	Version int            `json:"version"` // 0: whatever it is now
	Fields  map[string]any `json:"fields"`
	Reason  string         `json:"reason" maxLength:"2000"`
	IdemKey string         `json:"idempotency_key" maxLength:"200"`
}

// doMany takes one step on up to 100 records.
func (h recordHandler) doMany(c *endpoint.Call, in batchDoIn) (endpoint.Items[batchResult], error) {
	commands := make([]record.Command, len(in.Items))
	for i, x := range in.Items {
		commands[i] = record.Command{RecordID: x.ID, Version: x.Version, Transition: in.Name, Fields: x.Fields, Reason: x.Reason,
			IdemKey: itemKey(x.IdemKey, in.IdemKey, i), Asked: true}
	}
	return h.batch(c, commands, http.StatusOK)
}

// itemKey is an item's own key, else its place under the request's.
func itemKey(own, whole string, place int) string {
	if own != "" || whole == "" {
		return own
	}
	return whole + "#" + strconv.Itoa(place)
}

func (h recordHandler) batch(c *endpoint.Call, commands []record.Command, status int) (endpoint.Items[batchResult], error) {
	out := endpoint.Items[batchResult]{Items: make([]batchResult, 0, len(commands))}
	if len(commands) == 0 {
		return out, fault.New(fault.Invalid, "invalid", fault.Field("items", "required"))
	}
	outcomes, err := h.records.Batch(c.Ctx, commands)
	if err != nil {
		return out, err
	}
	for _, o := range outcomes {
		if o.Err != nil {
			p := c.Problem(o.Err)
			out.Items = append(out.Items, batchResult{Status: p.Status, Problem: &p})
			continue
		}
		r := o.Record
		out.Items = append(out.Items, batchResult{Status: status, ID: r.ID, Version: r.Version, Number: r.Number, State: r.State})
	}
	return out, nil
}

// cascadeOut is a step that makes, or moves on, more records than one transaction
// takes, and how far it is.
type cascadeOut struct {
	ID     string   `json:"id"`
	State  string   `json:"state" enum:"running,done,undoing,undone"`
	Step   string   `json:"step,omitempty"` // the step its children take; none: they are made
	By     view.Who `json:"by"`
	Total  int      `json:"total"`
	Done   int      `json:"done"`
	Undone int      `json:"undone"`
}

func (h recordHandler) cascades(c *endpoint.Call, in endpoint.ByID) (endpoint.Items[cascadeOut], error) {
	out := endpoint.Items[cascadeOut]{Items: []cascadeOut{}}
	list, err := h.records.Cascades(c.Ctx, in.ID)
	if err != nil {
		return out, err
	}
	ids := make([]string, len(list))
	for i, x := range list {
		ids[i] = x.By
	}
	who := view.People(c.Ctx, h.people, ids...)
	for _, x := range list {
		out.Items = append(out.Items, cascadeOut{x.ID, x.State, x.Step, who(x.By), x.Total, x.Done, x.Undone})
	}
	return out, nil
}

type cascadeUndoIn struct {
	ID      string `path:"id"`
	Cascade string `path:"cascade"`
	Reason  string `json:"reason,omitempty" maxLength:"5000"`
}

// undoCascade takes back what a cascade made; it may be asked for again: what is
// undone already is Conflict wrong_state.
func (h recordHandler) undoCascade(c *endpoint.Call, in cascadeUndoIn) (endpoint.Nothing, error) {
	return endpoint.Nothing{}, h.records.UndoCascade(c.Ctx, in.ID, in.Cascade, in.Reason)
}

package batch

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/problem"
	"github.com/doanket/doanket/core/web/view"
)

// Handler answers for writes on many records.
type Handler struct {
	Records *record.Records
	People  view.Namer
}

// Routes are what can be asked.
func (h Handler) Routes() []endpoint.Route {
	route := func(method, path string, status int, budget time.Duration, body endpoint.BodySize, act endpoint.Endpoint, summary string) endpoint.Route {
		return endpoint.Route{Method: method, Path: path, Status: status, Budget: budget, Auth: endpoint.Session, Body: body, Act: act, Summary: summary}
	}
	return []endpoint.Route{
		route(http.MethodPost, "/records/{module}.{kind}/batch", 200, endpoint.Slow, endpoint.Many, endpoint.Handle(h.create), "Create up to 100 records, each answered by itself"),
		route(http.MethodPost, "/records/batch/steps", 200, endpoint.Slow, endpoint.JSON, endpoint.Handle(h.steps), "Which steps can be taken on each of up to 100 records together with others: allowed, nothing missing, a reason asked for at most"),
		route(http.MethodPost, "/records/batch/transitions/{name}", 200, endpoint.Slow, endpoint.Many, endpoint.Handle(h.do), "Take a step on up to 100 records, each answered by itself"),
		route(http.MethodPost, "/records/batch/transitions/{name}/remarks", 200, endpoint.Slow, endpoint.JSON, endpoint.Handle(h.remarks), "What would be remarked of a step on each of up to 100 records: nothing is done, and who may not take it is told nothing"),
		route(http.MethodGet, "/records/{id}/cascades", 200, endpoint.Quick, endpoint.JSON, endpoint.Handle(h.cascades), "Steps that make many records or move them on, and how far they are"),
		route(http.MethodPost, "/records/{id}/cascades/{cascade}/undo", 204, endpoint.Quick, endpoint.JSON, endpoint.Handle(h.undoCascade), "Take back what a step made: by the step its children take when it is given up, else what nobody has touched since"),
	}
}

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

// create makes up to 100 records of a kind; each item is answered by itself,
// in order, and one that is refused stops no other.
func (h Handler) create(c *endpoint.Call, in batchCreateIn) (endpoint.Items[batchResult], error) {
	commands := make([]record.Command, len(in.Items))
	for i, x := range in.Items {
		commands[i] = record.Command{Kind: in.Module + "." + in.Kind, UnitID: x.Unit, Submit: x.Transition, Fields: x.Fields,
			IdemKey: itemKey(x.IdemKey, in.IdemKey, i)}
	}
	return h.all(c, commands, http.StatusCreated)
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

// do takes one step on up to 100 records.
func (h Handler) do(c *endpoint.Call, in batchDoIn) (endpoint.Items[batchResult], error) {
	commands := make([]record.Command, len(in.Items))
	for i, x := range in.Items {
		commands[i] = record.Command{RecordID: x.ID, Version: x.Version, Transition: in.Name, Fields: x.Fields, Reason: x.Reason,
			IdemKey: itemKey(x.IdemKey, in.IdemKey, i), Asked: true}
	}
	return h.all(c, commands, http.StatusOK)
}

// itemKey is an item's own key, else its place under the request's.
func itemKey(own, whole string, place int) string {
	if own != "" || whole == "" {
		return own
	}
	return whole + "#" + strconv.Itoa(place)
}

func (h Handler) all(c *endpoint.Call, commands []record.Command, status int) (endpoint.Items[batchResult], error) {
	out := endpoint.Items[batchResult]{Items: make([]batchResult, 0, len(commands))}
	if len(commands) == 0 {
		return out, fault.New(fault.Invalid, "invalid", fault.Field("items", "required"))
	}
	outcomes, err := h.Records.Batch(c.Ctx, commands)
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

// batchRemarks are what would be remarked of a step on one record.
type batchRemarks struct {
	ID       string         `json:"id"`
	Warnings []view.Warning `json:"warnings"`
}

// remarks tries a step out on each record; left out are those nothing is remarked of
// and those the caller could not take it on.
func (h Handler) remarks(c *endpoint.Call, in batchRemarksIn) (endpoint.Items[batchRemarks], error) {
	out := endpoint.Items[batchRemarks]{Items: []batchRemarks{}}
	if err := bounded("items", len(in.Items)); err != nil {
		return out, err
	}
	for _, x := range in.Items {
		codes, err := h.Records.Remarks(c.Ctx, x.ID, in.Name, x.Version, record.Act{Reason: in.Reason})
		if err != nil && !beside(err) {
			return out, err
		}
		if len(codes) > 0 {
			out.Items = append(out.Items, batchRemarks{x.ID, view.Warnings(codes, c.Sentence)})
		}
	}
	return out, nil
}

// beside reports whether a step is refused on one record alone.
func beside(err error) bool {
	return slices.Contains([]fault.Kind{fault.NotFound, fault.Forbidden, fault.Conflict, fault.Stale}, fault.Of(err).Kind)
}

// bounded refuses a list of none or of more than a batch takes.
func bounded(field string, n int) error {
	switch {
	case n == 0:
		return fault.New(fault.Invalid, "invalid", fault.Field(field, "required"))
	case n > record.MaxBatch:
		return fault.New(fault.TooLarge, "too_long", fault.Field(field), fault.Param("max", strconv.Itoa(record.MaxBatch)))
	}
	return nil
}

type batchRemarksIn struct {
	Name   string      `path:"name" maxLength:"100"`
	Items  []batchSeen `json:"items" required:"true"`
	Reason string      `json:"reason" maxLength:"2000"`
}

type batchSeen struct {
	ID      string `json:"id" required:"true" maxLength:"64"`
	Version int    `json:"version"`
}

type batchStepsIn struct {
	IDs []string `json:"ids" required:"true"`
}

// batchSteps is a record as it stands and the steps that can be taken on it together
// with others.
type batchSteps struct {
	ID      string   `json:"id"`
	Version int      `json:"version"`
	State   string   `json:"state"`
	Steps   []string `json:"steps"`
}

// steps leaves out what the caller may not read.
func (h Handler) steps(c *endpoint.Call, in batchStepsIn) (endpoint.Items[batchSteps], error) {
	out := endpoint.Items[batchSteps]{Items: []batchSteps{}}
	if err := bounded("ids", len(in.IDs)); err != nil {
		return out, err
	}
	found, err := h.Records.PlainSteps(c.Ctx, in.IDs)
	for _, f := range found {
		out.Items = append(out.Items, batchSteps{f.Record.ID, f.Record.Version, f.Record.State, f.Steps})
	}
	return out, err
}

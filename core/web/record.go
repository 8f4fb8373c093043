package web

import (
	"context"
	"strconv"

	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
	"github.com/doanket/doanket/core/web/person"
	"github.com/doanket/doanket/core/web/view"
)

// recordHandler answers for records: lists, pages, steps, history, remarks.
type recordHandler struct {
	records   *record.Records
	kinds     *kind.Kinds
	gate      permission.Gate
	tree      *unit.Tree
	people    *identity.People
	roles     person.Handler
	documents documentHandler
}

// get logs who reads a record of a restricted kind.
func (h recordHandler) get(c *endpoint.Call, in endpoint.ByID) (recordPage, error) {
	r, err := h.records.GetForPage(c.Ctx, in.ID)
	if err == nil && r.Sensitivity != "" {
		err = h.gate.Act(c.Ctx, permission.Act{Action: "record.read", Object: r.ID, Kind: r.Kind, UnitID: r.UnitID}, func(context.Context) error { return nil })
	}
	if err != nil {
		return recordPage{}, err
	}
	return h.view(c, r)
}

// written answers a write: its page, or where and in which version it is.
func (h recordHandler) written(c *endpoint.Call, prefer string, r *record.Record) (recordPage, error) {
	if c.Minimal(prefer) {
		c.Header.Set("Location", endpoint.Prefix+"/records/"+r.ID)
		c.Header.Set("ETag", versionTag(r))
		return recordPage{}, nil
	}
	return h.view(c, r)
}

func versionTag(r *record.Record) string { return `"v` + strconv.Itoa(r.Version) + `"` }

type recordChangeIn struct {
	ID      string         `path:"id"`
	Prefer  string         `header:"Prefer" maxLength:"200"`
	IfMatch string         `header:"If-Match" maxLength:"60"`
	Fields  map[string]any `json:"fields" required:"true"`
	Reason  string         `json:"reason" maxLength:"2000"`
}

// change needs If-Match, so that nobody overwrites what they have not
// seen; "*" says that one means to.
func (h recordHandler) change(c *endpoint.Call, in recordChangeIn) (recordPage, error) {
	version, err := endpoint.Version(in.IfMatch, true)
	if err != nil {
		return recordPage{}, err
	}
	r, err := h.records.Change(c.Ctx, in.ID, version, in.Fields, in.Reason)
	if err != nil {
		return recordPage{}, err
	}
	return h.written(c, in.Prefer, r)
}

type recordDiscardIn struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match" maxLength:"60"`
}

func (h recordHandler) discard(c *endpoint.Call, in recordDiscardIn) (endpoint.Nothing, error) {
	version, err := endpoint.Version(in.IfMatch, false)
	if err != nil {
		return endpoint.Nothing{}, err
	}
	return endpoint.Nothing{}, h.records.Discard(c.Ctx, in.ID, version)
}

type recordDoIn struct {
	ID      string         `path:"id"`
	Prefer  string         `header:"Prefer" maxLength:"200"`
	Name    string         `path:"name" maxLength:"100"`
	IfMatch string         `header:"If-Match" maxLength:"60"`
	IdemKey string         `header:"Idempotency-Key" maxLength:"200"`
	Fields  map[string]any `json:"fields"`
	Reason  string         `json:"reason" maxLength:"2000"`
}

func (h recordHandler) do(c *endpoint.Call, in recordDoIn) (recordPage, error) {
	version, err := endpoint.Version(in.IfMatch, false)
	if err != nil {
		return recordPage{}, err
	}
	r, err := h.records.Do(c.Ctx, in.ID, in.Name, version, record.Act{Fields: in.Fields, Reason: in.Reason, IdemKey: in.IdemKey, Asked: true})
	if err != nil {
		return recordPage{}, err
	}
	return h.written(c, in.Prefer, r)
}

type recordRemarksIn struct {
	ID      string         `path:"id"`
	Name    string         `path:"name" maxLength:"100"`
	IfMatch string         `header:"If-Match" maxLength:"60"`
	Fields  map[string]any `json:"fields"`
	Reason  string         `json:"reason" maxLength:"2000"`
}

// remarks tries a step out: what would be remarked of it.
func (h recordHandler) remarks(c *endpoint.Call, in recordRemarksIn) (endpoint.Items[view.Warning], error) {
	out := endpoint.Items[view.Warning]{Items: []view.Warning{}}
	version, err := endpoint.Version(in.IfMatch, false)
	if err != nil {
		return out, err
	}
	codes, err := h.records.Remarks(c.Ctx, in.ID, in.Name, version, record.Act{Fields: in.Fields, Reason: in.Reason})
	out.Items = append(out.Items, view.Warnings(codes, c.Sentence)...)
	return out, err
}

type recordCreateIn struct {
	Module     string         `path:"module"`
	Kind       string         `path:"kind"`
	Prefer     string         `header:"Prefer" maxLength:"200"`
	IdemKey    string         `header:"Idempotency-Key" maxLength:"200"`
	Unit       string         `json:"unit" required:"true"`
	Fields     map[string]any `json:"fields"`
	Transition string         `json:"transition" maxLength:"100"`
}

func (h recordHandler) create(c *endpoint.Call, in recordCreateIn) (recordPage, error) {
	r, err := h.records.Create(c.Ctx, in.Module+"."+in.Kind, record.Input{UnitID: in.Unit, Fields: in.Fields, Submit: in.Transition, IdemKey: in.IdemKey})
	if err != nil {
		return recordPage{}, err
	}
	c.Header.Set("Location", endpoint.Prefix+"/records/"+r.ID)
	return h.written(c, in.Prefer, r)
}

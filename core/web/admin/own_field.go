package admin

import (
	"context"
	"strconv"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/index"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
)

// FieldPlans plans what fields the province in ctx adds to a kind; what comes
// back sets them and is called inside the transaction of an Act. version is the
// one the change was made from, negative for any.
type FieldPlans interface {
	PlanFields(ctx context.Context, kind string, want []kind.OwnField, version int) (func(ctx context.Context) error, error)
}

// OwnFields is what a province adds to its kinds.
type OwnFields struct {
	Kinds   *kind.Kinds
	Plans   FieldPlans
	Index   *index.Index
	Tenants *tenant.Registry
	Gate    permission.Gate
}

type ownFieldIn struct {
	Module string `path:"module"`
	Kind   string `path:"kind"`
}

// OwnFieldList is the own fields of a kind, and the version a change is made
// from.
type OwnFieldList struct {
	Kind    string          `json:"kind"`
	Version int             `json:"version"`
	Fields  []kind.OwnField `json:"fields"`
	Hidden  []kind.OwnField `json:"hidden"`            // taken out; put back under its name, a field has its values again
	Reading *index.Progress `json:"reading,omitempty"` // older records are read for a search
}

// List is the own fields of a kind, with the ETag a change is made from.
func (h OwnFields) List(c *endpoint.Call, in ownFieldIn) (OwnFieldList, error) {
	if err := h.Gate.Check(c.Ctx, "admin:modules", "", ""); err != nil {
		return OwnFieldList{}, err
	}
	t, err := tenant.From(c.Ctx)
	if err != nil {
		return OwnFieldList{}, err
	}
	full := in.Module + "." + in.Kind
	fields, err := h.Kinds.OwnFields(c.Ctx, full)
	if err != nil {
		return OwnFieldList{}, err
	}
	version := t.Settings.FieldsVersion + 1
	c.Header.Set("ETag", `"v`+strconv.Itoa(version)+`"`)
	reading, err := h.Index.Progress(c.Ctx, full)
	if err != nil {
		return OwnFieldList{}, err
	}
	return OwnFieldList{full, version, fields, kind.OwnOf(t.Settings.RetiredFields[full]), reading}, nil
}

type ownFieldSetIn struct {
	Module  string          `path:"module"`
	Kind    string          `path:"kind"`
	IfMatch string          `header:"If-Match" maxLength:"60"`
	Fields  []kind.OwnField `json:"fields" required:"true"`
}

// Set puts the fields in place of those the kind has; one left out is hidden
// and comes back with its values. Needs If-Match; "*" is any version.
func (h OwnFields) Set(c *endpoint.Call, in ownFieldSetIn) (OwnFieldList, error) {
	if err := h.Gate.Check(c.Ctx, "admin:modules", "", ""); err != nil {
		return OwnFieldList{}, err
	}
	if err := c.Fresh(); err != nil {
		return OwnFieldList{}, err
	}
	version, err := endpoint.Version(in.IfMatch, true)
	if err != nil {
		return OwnFieldList{}, err
	}
	full := in.Module + "." + in.Kind
	commit, err := h.Plans.PlanFields(c.Ctx, full, in.Fields, version-1)
	if err != nil {
		return OwnFieldList{}, err
	}
	names := []string{}
	for _, f := range in.Fields {
		names = append(names, f.Name)
	}
	act := permission.Act{Permission: "admin:modules", Action: "fields.change", Object: full, Kind: "kind", Detail: map[string]any{"fields": names}}
	if err := h.Gate.Act(c.Ctx, act, commit); err != nil {
		return OwnFieldList{}, err
	}
	if c.Ctx, err = h.Tenants.Enter(c.Ctx, c.Tenant.Slug); err != nil { // the province as it is now
		return OwnFieldList{}, err
	}
	return h.List(c, ownFieldIn{Module: in.Module, Kind: in.Kind})
}

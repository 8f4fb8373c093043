package province

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/tenant"
)

// stands asks of the province as the folder makes it what the server asks when it
// starts, and refuses one that would be set aside, by the lines that do it.
func (a *application) stands(ctx context.Context) error {
	t, err := a.Tenants.Within(ctx, a.folder.Slug)
	if err != nil {
		return err
	}
	ctx = tenant.With(ctx, t)
	problems, err := a.stand(ctx)
	if f := fault.Of(err); f != nil && f.Code == "schema_type_changed" {
		m := a.Kinds.In(ctx).Manifest(f.Params["module"])
		problems, err = []kind.Refused{{Module: m.ID, Version: m.Version, Reason: err.Error()}}, nil
	}
	if err != nil || len(problems) == 0 {
		return err
	}
	var wrong []fault.FieldError
	for _, r := range problems {
		for _, line := range a.blamed(ctx, t, r) {
			wrong = append(wrong, fault.FieldError{Field: line, Code: "invalid", Params: map[string]string{"value": r.Module, "why": r.Module + " " + r.Version + " would be set aside: " + r.Reason}})
		}
	}
	return fault.New(fault.Invalid, "folder_set_aside", fault.Fields(wrong...))
}

// blamed are the lines of the folder that ask of a module what it cannot have: lists
// whose values its rules count on, own fields of its kinds, or the module itself.
func (a *application) blamed(ctx context.Context, t *tenant.Tenant, r kind.Refused) []string {
	var out []string
	for _, name := range keys(t.Settings.Lists) {
		alone := t.Having(tenant.Settings{Lists: map[string][]manifest.EnumValue{name: t.Settings.Lists[name]}})
		if slices.ContainsFunc(a.Kinds.In(tenant.With(ctx, alone)).Problems, func(o kind.Refused) bool { return o.Module == r.Module }) {
			out = append(out, a.folder.lineOf("tenant.yaml", "settings.lists."+name))
		}
	}
	pinned := t.Settings.Versions[r.Module] == r.Version && !slices.Contains(a.Kinds.Versions(r.Module), r.Version)
	for _, full := range keys(a.folder.Fields) {
		if k, err := a.Kinds.Of(ctx, full); err == nil && k.Manifest.ID == r.Module && !pinned && len(out) == 0 {
			out = append(out, a.folder.lineOf("fields.yaml", "fields."+full))
		}
	}
	if len(out) == 0 {
		out = append(out, a.folder.lineOf("modules.yaml", fmt.Sprintf("enabled[%d]", slices.Index(a.folder.Modules, r.Module))))
	}
	return out
}

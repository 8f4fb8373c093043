package act

import (
	"context"
	"strings"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest/grant"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
)

// Item is the act as a module is asked about it.
func (a *Act) Item(related map[string]any) sdk.Item {
	item := sdk.Item{ID: a.After.ID, Kind: a.Kind.Full, Rev: a.After.SchemaRev, Op: a.Op, Transition: a.Transition(),
		New: kind.Unsealed(a.After.Fields), Changed: a.Changed(), Related: related}
	for _, need := range a.Kind.Needs[a.Transition()] {
		if found, is := a.Found[need]; is {
			if item.Related == nil {
				item.Related = map[string]any{}
			}
			item.Related[need] = found.Rows
		}
	}
	if a.Before != nil {
		item.From, item.Old = a.Before.State, kind.Unsealed(a.Before.Fields)
	}
	return item
}

// Malformed is the fault of a module that answers what it may not.
func Malformed(a *Act, what string) error {
	return fault.New(fault.Internal, "module_malformed", fault.Param("module", a.EffectSource().ID), fault.Param("what", strings.ToValidUTF8(row.Cut(what, 100), "?")))
}

// Caller is who asks, as a module is told.
func (a *Act) Caller(ctx context.Context) sdk.Caller {
	return sdk.Caller{CallID: id.New("act"), Province: db.Province(ctx), PersonID: a.Actor.PersonID, UnitID: a.Post().UnitID,
		Roles: a.Actor.Roles(), Locale: a.Actor.Locale, Purpose: "interactive", Now: db.Now(ctx)}
}

// Accept takes a verdict: its problems refuse, what it sets and wants must be
// within the schema and the manifest's grants.
func (a *Act) Accept(v sdk.Verdict) error {
	if len(v.Problems) > 0 {
		return a.refused(v.Problems)
	}
	for name := range v.Set {
		if f := a.Kind.Field(name); f == nil || f.Sealed {
			return Malformed(a, "field "+name)
		}
	}
	cleaned, problems := kind.CleanRow(a.Kind.Fields, "", v.Set)
	if len(problems) > 0 {
		return Malformed(a, problems[0].Field+" "+problems[0].Code)
	}
	for name := range v.Set {
		a.put(name, a.identify(name, cleaned[name]))
	}
	for _, e := range v.Effects {
		if what := a.Illegal(e); what != "" {
			return Malformed(a, what)
		}
	}
	a.Effects = v.Effects
	for _, code := range v.Warnings {
		a.Warnings = append(a.Warnings, a.Kind.Manifest.ProblemCode(code))
	}
	return nil
}

func (a *Act) refused(problems []sdk.Problem2) error {
	code, fields := a.Kind.Manifest.ProblemCode(problems[0].Code), make([]fault.FieldError, 0, len(problems))
	for _, p := range problems {
		if p.Field != "" {
			code = "invalid"
		}
		fields = append(fields, fault.FieldError{Field: p.Field, Code: a.Kind.Manifest.ProblemCode(p.Code), Params: p.Params})
	}
	return fault.New(fault.Invalid, code, fault.Fields(fields...))
}

// Illegal says what is wrong with an effect, "" if nothing.
func (a *Act) Illegal(e sdk.Effect) string {
	switch {
	case e.IdemKey == "":
		return "effect without key"
	case e.Kind == sdk.EffectCreate && e.Create != nil:
		m := a.EffectSource()
		if !grant.Creates(m, e.Create.Kind) {
			return "create " + e.Create.Kind
		}
	case e.Kind == sdk.EffectEmit && e.Emit != nil:
	case e.Kind == sdk.EffectNotify && e.Notify != nil:
	case e.Kind == sdk.EffectLink && e.Link != nil:
		if a.Kind == nil || a.Kind.Link(e.Link.Rel) == nil { // a field's or a find's name would pass for theirs
			return "link " + e.Link.Rel
		}
	default:
		return "effect " + e.Kind
	}
	return ""
}

// Creates are the effects that make records.
func (a *Act) Creates() []sdk.Effect {
	var out []sdk.Effect
	for _, e := range a.Effects {
		if e.Kind == sdk.EffectCreate {
			out = append(out, e)
		}
	}
	return out
}

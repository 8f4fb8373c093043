package read

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest/grant"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
)

// CheckTies checks the links that decisions ask for like what a person would name:
// the record is there, of a kind the link may lead to, and read by whoever acts or
// under the module's own grants. What is wrong stands in the act's Err: Invalid
// link_missing, link_kind.
func (r *Reader) CheckTies(ctx context.Context, acts ...*act.Act) error {
	var ids []string
	for _, a := range acts {
		for _, e := range links(a) {
			ids = append(ids, e.Link.To)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE id IN (?) AND phase <> 'discarded'", ids)
	if err != nil {
		return err
	}
	for _, a := range acts {
		for _, e := range links(a) {
			i := slices.IndexFunc(found, func(rec *row.Record) bool { return rec.ID == e.Link.To })
			switch {
			case a.Err != nil:
			case i < 0, !r.can(ctx, found[i]) && !grant.Reads(a.EffectSource(), found[i].Kind):
				a.Err = fault.New(fault.Invalid, "link_missing")
			case !slices.Contains(a.Kind.Link(e.Link.Rel).To, found[i].Kind):
				a.Err = fault.New(fault.Invalid, "link_kind")
			}
		}
	}
	return nil
}

// links are the effects of an act that tie it to another record.
func links(a *act.Act) []sdk.Effect {
	var out []sdk.Effect
	for _, e := range a.Effects {
		if e.Kind == sdk.EffectLink {
			out = append(out, e)
		}
	}
	return out
}

// keptLink reports whether only the side that keeps a record may know of its tie:
// a field that is theirs alone says where it leads.
func (r *Reader) keptLink(ctx context.Context, from *row.Record, rel string) bool {
	k, err := r.kinds.Of(ctx, from.Kind)
	if err != nil {
		return true
	}
	f := k.Field(rel)
	return f != nil && f.Own() && !r.Owns(ctx, from)
}

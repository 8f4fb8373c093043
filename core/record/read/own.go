package read

import (
	"context"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/row"
)

// keepOwn takes out of a record what only the side that keeps it reads, unless the
// actor is of that side.
func (r *Reader) keepOwn(ctx context.Context, k *kind.Kind, rec *row.Record) {
	if len(k.Own) == 0 || r.Owns(ctx, rec) {
		return
	}
	for _, name := range k.Own {
		delete(rec.Fields, name)
	}
}

// Owns reports whether the actor reads the record from the side that keeps it;
// trouble counts as no.
func (r *Reader) Owns(ctx context.Context, rec *row.Record) bool {
	stands, err := r.guard.Standing(ctx, rec.Object())
	return err == nil && stands.Owner
}

// withoutOwn is a history without what only the owner's side reads: changes of its
// fields, and what was done to evidence in its slots. An act that did nothing else
// is not told of, unless it was a step.
func withoutOwn(k *kind.Kind, list []row.Revision) []row.Revision {
	out := list[:0]
	for _, v := range list {
		had := len(v.Changes)
		v.Changes = slices.DeleteFunc(v.Changes, func(c row.FieldChange) bool {
			slot := k.Slot(c.Field)
			return slices.Contains(k.Own, c.Field) || slot != nil && slot.Own()
		})
		if had == 0 || len(v.Changes) > 0 || strings.HasPrefix(v.Action, "do:") {
			out = append(out, v)
		}
	}
	return out
}

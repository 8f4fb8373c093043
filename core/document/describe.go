package document

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// Correction is what of a document's face is to say otherwise: nil keeps, ""
// clears. A name is never cleared.
type Correction struct {
	Name, Kind, Number, IssuedOn, Issuer, Summary *string
}

// of is the face as corrected.
func (c Correction) of(d *documentRow) Meta {
	say := func(new *string, old string) string {
		if new != nil {
			return *new
		}
		return old
	}
	return Meta{Name: say(c.Name, ""), Kind: say(c.Kind, d.Kind), Number: say(c.Number, d.Number), IssuedOn: say(c.IssuedOn, d.IssuedOn),
		Issuer: say(c.Issuer, d.Issuer), Summary: say(c.Summary, d.Summary)}
}

// Describe corrects what the face says; bytes and version stay. What stands on a
// paper may be corrected in every state of the records it proves, by whoever may
// attach to each of them and stands on the side that put it in: what the other one
// handed over says what it said. Their history says from what to what. Faults:
// NotFound, Forbidden, Invalid as of Attach.
func (ds *Documents) Describe(ctx context.Context, documentID string, c Correction) (Document, error) {
	seen, err := ds.see(ctx, documentID)
	if err != nil {
		return Document{}, err
	}
	meta, err := checkMeta(c.of(&seen.row.documentRow), nil)
	if err != nil {
		return Document{}, err
	}
	if err := ds.mayDescribe(ctx, seen); err != nil {
		return Document{}, err
	}
	for _, l := range seen.links {
		proven := seen.cases[l.RecordID]
		for _, slot := range proven.Slots {
			if slot.Code == l.Slot {
				if err := checkKind(meta.Kind, slot.DocKinds); err != nil {
					return Document{}, err
				}
			}
		}
	}
	d := seen.row.documentRow
	d.Name = meta.named(d.Name)
	d.face(meta)
	note := record.FieldChange{Field: "document", Old: faceOf(&seen.row.documentRow), New: faceOf(&d)}
	err = ds.withinAll(ctx, seen.links, record.Describe, note, func(ctx context.Context) error {
		d.UpdatedAt = db.Now(ctx).UnixMicro()
		return rewrite(ctx, &d, d.Version)
	})
	if err != nil {
		return Document{}, fmt.Errorf("describe document: %w", err)
	}
	return ds.Get(ctx, documentID)
}

// mayDescribe reports whether the caller may correct what the face says: on every record
// the document proves it was put in on their side, and they may touch its slot.
func (ds *Documents) mayDescribe(ctx context.Context, seen *sight) error {
	for _, l := range seen.links {
		if proven, ok := seen.cases[l.RecordID]; !ok || !proven.ours(l) { // out of the caller's sight, or what the other side put in
			return fault.New(fault.Forbidden, "forbidden", fault.Field("document"))
		}
	}
	for _, l := range seen.links { // dearer, so after all that
		if err := ds.records.Touchable(ctx, l.RecordID, record.Touch{Action: record.Describe, Slots: []string{l.Slot}}); err != nil {
			return err
		}
	}
	return nil
}

func faceOf(d *documentRow) map[string]any {
	return map[string]any{"document": d.ID, "name": d.Name, "kind": d.Kind, "number": d.Number, "issued_on": d.IssuedOn,
		"issuer": d.Issuer, "summary": d.Summary}
}

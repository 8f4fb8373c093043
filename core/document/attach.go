package document

import (
	"context"
	"fmt"
	"strconv"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/upload"
)

// Attach makes the source prove the record in the slot. Attaching the same
// upload again answers the same document. Faults: those of Begin and Append,
// and Conflict "slot_full", "document.already_attached", "upload.incomplete";
// Invalid "unknown_value" (slot, kind), "doc_kind_not_allowed", "bad_date",
// "state_secret_refused"; Forbidden "document.partly_seen" for a document of which the
// caller does not see every version; whatever the record says to the action "attach".
func (ds *Documents) Attach(ctx context.Context, recordID, slotCode string, from Source, meta Meta) (Document, error) {
	c, err := ds.records.Look(ctx, recordID)
	if err != nil {
		return Document{}, err
	}
	slot, err := c.slot(slotCode)
	if err != nil {
		return Document{}, err
	}
	if meta, err = checkMeta(meta, slot.DocKinds); err != nil {
		return Document{}, err
	}
	if from.DocumentID != "" {
		return ds.attachAgain(ctx, c, slot, from.DocumentID)
	}
	u, err := ds.bytesOf(ctx, from, recordID, slot.Code)
	if err != nil {
		return Document{}, err
	}
	if u.DocumentID != "" { // its answer was lost, or it is to prove another record too
		return ds.attachAgain(ctx, c, slot, u.DocumentID)
	}
	doc, err := ds.attachNew(ctx, c, slot, u, meta)
	if err != nil {
		if from.Body != nil {
			_ = ds.uploads.Abort(context.WithoutCancel(ctx), u.ID) // the client will send it again
		}
		if twin := fault.Of(err); from.Body != nil && twin.Code == "document.already_attached" {
			return ds.attached(ctx, twin.Params["document"], slot.Code) // sent before, its answer was lost
		}
		return Document{}, fmt.Errorf("attach: %w", err)
	}
	return doc, nil
}

// bytesOf brings the source to a finished upload.
func (ds *Documents) bytesOf(ctx context.Context, from Source, recordID, slot string) (upload.Finished, error) {
	switch {
	case from.UploadID != "":
		return ds.uploads.Finish(ctx, from.UploadID)
	case from.Body != nil:
		in := upload.NewUpload{Name: from.Name, Size: from.Size, SHA256: from.SHA256, RecordID: recordID, Slot: slot}
		return ds.uploads.Send(ctx, in, from.Body)
	}
	return upload.Finished{}, fault.New(fault.Invalid, "required", fault.Field("upload"))
}

func (ds *Documents) attachNew(ctx context.Context, c Case, slot manifest.Slot, u upload.Finished, meta Meta) (Document, error) {
	if err := ds.uploads.Fits(slot, u.Name, u.Size); err != nil {
		return Document{}, err
	}
	d := ds.newDocument(ctx, u, meta)
	note := record.FieldChange{Field: slot.Code, New: noteOf(d.ID, d.Name, 1, u.SHA256)}
	err := ds.records.Within(ctx, c.ID, touchOf(record.Attach, note, slot.Code), func(ctx context.Context) error {
		if err := roomFor(ctx, c.ID, slot, u.SHA256); err != nil {
			return err
		}
		if err := ds.store(ctx, d, u); err != nil {
			return err
		}
		return link(ctx, c, slot.Code, d.ID, d.CreatedBy)
	})
	if err != nil {
		return Document{}, err
	}
	return ds.attached(ctx, d.ID, slot.Code)
}

func (ds *Documents) newDocument(ctx context.Context, u upload.Finished, meta Meta) *documentRow {
	now := id.NowIn(ctx).UnixMicro()
	d := &documentRow{ID: id.New("doc"), Name: meta.named(u.Name), Version: 1, Scan: notScanned,
		CreatedBy: identity.By(ctx), CreatedAt: now, UpdatedAt: now}
	d.face(meta)
	return d
}

// store writes a new document, in a transaction.
func (ds *Documents) store(ctx context.Context, d *documentRow, u upload.Finished) error {
	if err := ds.claim(ctx, u, d.ID); err != nil {
		return err
	}
	v := &versionRow{ID: id.New("dov"), DocumentID: d.ID, Version: d.Version, Name: d.Name, SHA256: u.SHA256, Size: u.Size, Mime: u.Mime,
		CreatedBy: d.CreatedBy, CreatedAt: d.UpdatedAt}
	return insert(ctx, d, v)
}

// claim takes the upload's bytes for the document; where they mend what was
// broken, the records that rest on it hear so.
func (ds *Documents) claim(ctx context.Context, u upload.Finished, documentID string) error {
	mended, err := ds.uploads.Claim(ctx, u, documentID)
	if err != nil || mended == nil {
		return err
	}
	outside := context.WithoutCancel(ctx)
	db.AfterCommit(ctx, func() { // the object says NotTold, so the sweep tells if this fails
		_ = ds.mark(identity.System(outside, "document.sweep"), *mended, true)
	})
	return nil
}

// attachAgain lets a document the caller sees in every version prove another record.
func (ds *Documents) attachAgain(ctx context.Context, c Case, slot manifest.Slot, documentID string) (Document, error) {
	seen, err := ds.see(ctx, documentID)
	if err != nil {
		return Document{}, err
	}
	if seen.proves(c.ID, slot.Code) {
		return ds.attached(ctx, documentID, slot.Code)
	}
	row := seen.row
	// On a record of their own they would see every version: who was shown one gets no others by it.
	for v := 1; v <= row.Version; v++ {
		if !seen.shows(v) {
			return Document{}, fault.New(fault.Forbidden, "document.partly_seen", fault.Field("document"))
		}
	}
	if err := ds.uploads.Fits(slot, upload.WithExtension(row.Name, upload.ExtensionOf(row.Mime)), row.Size); err != nil {
		return Document{}, err
	}
	if err := checkKind(row.Kind, slot.DocKinds); err != nil {
		return Document{}, err
	}
	note := record.FieldChange{Field: slot.Code, New: noteOf(row.ID, row.Name, row.Version, row.SHA256)}
	err = ds.records.Within(ctx, c.ID, touchOf(record.Attach, note, slot.Code), func(ctx context.Context) error {
		if err := roomFor(ctx, c.ID, slot, row.SHA256); err != nil {
			return err
		}
		return link(ctx, c, slot.Code, documentID, identity.By(ctx))
	})
	if err != nil {
		return Document{}, fmt.Errorf("attach again: %w", err)
	}
	return ds.attached(ctx, documentID, slot.Code)
}

// attached is the answer to Attach.
func (ds *Documents) attached(ctx context.Context, documentID, slot string) (Document, error) {
	row, err := findDocument(ctx, documentID)
	if err != nil {
		return Document{}, err
	}
	d := row.shown()
	d.Slot = slot
	d.DuplicateOf, err = ds.twin(ctx, row)
	return d, err
}

// twin is an older document with the same bytes that the caller may see.
func (ds *Documents) twin(ctx context.Context, row *shownRow) (string, error) {
	q, err := db.Of(ctx)
	if err != nil {
		return "", err
	}
	var twins []string
	err = q.NewSelect().Table("document_version").ColumnExpr("DISTINCT document_id").
		Where("sha256 = ? AND document_id < ?", row.SHA256, row.ID).Order("document_id").Limit(20).Scan(ctx, &twins)
	if err != nil {
		return "", db.Fault(err)
	}
	for _, twin := range twins {
		switch _, err := ds.see(ctx, twin); {
		case err == nil:
			return twin, nil
		case !fault.Is(err, fault.NotFound):
			return "", err
		}
	}
	return "", nil
}

// roomFor refuses a full slot and a paper that is in it already: two prints of
// one photo are one photo. It holds the slot until the transaction ends.
func roomFor(ctx context.Context, recordID string, slot manifest.Slot, sha256 string) error {
	if err := db.Lock(ctx, "slot "+recordID+" "+slot.Code); err != nil {
		return err
	}
	q, err := db.Of(ctx)
	if err != nil {
		return err
	}
	var held []shownRow
	err = linked(q).Where("l.record_id = ? AND l.slot = ?", recordID, slot.Code).Scan(ctx, &held)
	if err != nil {
		return db.Fault(err)
	}
	for _, h := range held {
		if h.SHA256 == sha256 {
			return fault.New(fault.Conflict, "document.already_attached", fault.Field("file"), fault.Param("document", h.ID))
		}
	}
	if slot.Max > 0 && len(held) >= slot.Max {
		return fault.New(fault.Conflict, "slot_full", fault.Field("slot"), fault.Param("max", strconv.Itoa(slot.Max)))
	}
	return nil
}

// touchOf is what is done to slots of a record.
func touchOf(action string, note record.FieldChange, slots ...string) record.Touch {
	return record.Touch{Action: action, Slots: slots, Notes: []record.FieldChange{note}}
}

func noteOf(documentID, name string, version int, sha256 string) map[string]any {
	return map[string]any{"document": documentID, "name": name, "version": version, "sha256": sha256}
}

package file

import (
	"context"
	"fmt"
	"strconv"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record"
)

// Attach makes the source prove the record in the slot. Attaching the same
// upload again answers the same document. Faults: those of Begin and Append,
// and Conflict "slot_full", "document.already_attached", "upload.incomplete";
// Invalid "unknown_value" (slot, kind), "doc_kind_not_allowed", "bad_date",
// "state_secret_refused"; whatever the record says to the action "attach".
func (f *Files) Attach(ctx context.Context, recordID, slotCode string, from Source, meta Meta) (Document, error) {
	slot, err := f.slot(ctx, recordID, slotCode)
	if err != nil {
		return Document{}, err
	}
	if meta, err = checkMeta(meta, slot.DocKinds); err != nil {
		return Document{}, err
	}
	if from.DocumentID != "" {
		return f.attachAgain(ctx, recordID, slot, from.DocumentID)
	}
	u, err := f.bytesOf(ctx, from, recordID, slot.Code)
	if err != nil {
		return Document{}, err
	}
	if u.State == claimed { // its answer was lost, or it is to prove another record too
		return f.attachAgain(ctx, recordID, slot, u.DocumentID)
	}
	doc, err := f.attachNew(ctx, recordID, slot, u, meta)
	if err != nil {
		if from.Body != nil {
			_ = f.Abort(context.WithoutCancel(ctx), u.ID) // the client will send it again
		}
		if twin := fault.Of(err); from.Body != nil && twin.Code == "document.already_attached" {
			return f.attached(ctx, twin.Params["document"], slot.Code) // sent before, its answer was lost
		}
		return Document{}, fmt.Errorf("attach: %w", err)
	}
	return doc, nil
}

// bytesOf brings the source to a finished upload.
func (f *Files) bytesOf(ctx context.Context, from Source, recordID, slot string) (*uploadRow, error) {
	switch {
	case from.UploadID != "":
		return f.finished(ctx, from.UploadID)
	case from.Body != nil:
		in := NewUpload{Name: from.Name, Size: from.Size, SHA256: from.SHA256, RecordID: recordID, Slot: slot}
		return f.send(ctx, in, from.Body)
	}
	return nil, fault.New(fault.Invalid, "required", fault.Field("upload"))
}

func (f *Files) attachNew(ctx context.Context, recordID string, slot Slot, u *uploadRow, meta Meta) (Document, error) {
	if err := f.fits(slot, u.Name, u.Size); err != nil {
		return Document{}, err
	}
	d := f.newDocument(ctx, u, meta)
	note := record.FieldChange{Field: slot.Code, New: noteOf(d.ID, d.Name, 1, u.SHA256)}
	err := f.deps.Records.Within(ctx, recordID, "attach", func(ctx context.Context) error {
		if err := roomFor(ctx, recordID, slot, u.SHA256); err != nil {
			return err
		}
		if err := f.store(ctx, d, u); err != nil {
			return err
		}
		return link(ctx, recordID, slot.Code, d.ID, d.CreatedBy)
	}, note)
	if err != nil {
		return Document{}, err
	}
	return f.attached(ctx, d.ID, slot.Code)
}

func (f *Files) newDocument(ctx context.Context, u *uploadRow, meta Meta) *documentRow {
	now := id.NowIn(ctx).UnixMicro()
	d := &documentRow{ID: id.New("doc"), Name: meta.named(u.Name), Version: 1, Scan: notScanned,
		CreatedBy: identity.By(ctx), CreatedAt: now, UpdatedAt: now}
	d.face(meta)
	return d
}

// store writes a new document, in a transaction.
func (f *Files) store(ctx context.Context, d *documentRow, u *uploadRow) error {
	if err := f.claim(ctx, u, d.ID); err != nil {
		return err
	}
	v := &versionRow{ID: id.New("dov"), DocumentID: d.ID, Version: d.Version, Name: d.Name, SHA256: u.SHA256, Size: u.Size, Mime: u.Mime,
		CreatedBy: d.CreatedBy, CreatedAt: d.UpdatedAt}
	return insert(ctx, d, v)
}

// claim also sees to what follows from having the bytes already.
func (f *Files) claim(ctx context.Context, u *uploadRow, documentID string) error {
	spare, mended, err := claim(ctx, u, documentID)
	if err != nil {
		return err
	}
	if spare {
		outside := context.WithoutCancel(ctx)
		bucket := f.bucket(ctx)
		db.AfterCommit(ctx, func() { // Expire takes it if this fails
			_ = f.deps.Store.Remove(outside, bucket, u.Key, u.Version, true)
		})
	}
	if mended != nil {
		outside := context.WithoutCancel(ctx)
		db.AfterCommit(ctx, func() { // the row says untold, so the sweep tells if this fails
			_ = f.mark(identity.System(outside, "file.sweep"), mended, true)
		})
	}
	return nil
}

// attachAgain lets a document the caller sees prove another record.
func (f *Files) attachAgain(ctx context.Context, recordID string, slot Slot, documentID string) (Document, error) {
	seen, err := f.see(ctx, documentID)
	if err != nil {
		return Document{}, err
	}
	if seen.proves(recordID, slot.Code) {
		return f.attached(ctx, documentID, slot.Code)
	}
	row := seen.row
	if err := f.fits(slot, withExtension(row.Name, extensionOf(row.Mime)), row.Size); err != nil {
		return Document{}, err
	}
	if err := checkKind(row.Kind, slot.DocKinds); err != nil {
		return Document{}, err
	}
	note := record.FieldChange{Field: slot.Code, New: noteOf(row.ID, row.Name, row.Version, row.SHA256)}
	err = f.deps.Records.Within(ctx, recordID, "attach", func(ctx context.Context) error {
		if err := roomFor(ctx, recordID, slot, row.SHA256); err != nil {
			return err
		}
		return link(ctx, recordID, slot.Code, documentID, identity.By(ctx))
	}, note)
	if err != nil {
		return Document{}, fmt.Errorf("attach again: %w", err)
	}
	return f.attached(ctx, documentID, slot.Code)
}

// attached is the answer to Attach.
func (f *Files) attached(ctx context.Context, documentID, slot string) (Document, error) {
	row, err := findDocument(ctx, documentID)
	if err != nil {
		return Document{}, err
	}
	d := row.shown()
	d.Slot = slot
	d.DuplicateOf, err = f.twin(ctx, row)
	return d, err
}

// twin is an older document with the same bytes that the caller may see.
func (f *Files) twin(ctx context.Context, row *shownRow) (string, error) {
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
		switch _, err := f.see(ctx, twin); {
		case err == nil:
			return twin, nil
		case !fault.Is(err, fault.NotFound):
			return "", err
		}
	}
	return "", nil
}

// fits holds a finished file against the slot.
func (f *Files) fits(slot Slot, name string, size int64) error {
	if _, err := checkExtension(name, slot.Types); err != nil {
		return err
	}
	return f.checkSize(size, slot)
}

// roomFor refuses a full slot and a paper that is in it already: two prints of
// one photo are one photo. It holds the slot until the transaction ends.
func roomFor(ctx context.Context, recordID string, slot Slot, sha256 string) error {
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

func noteOf(documentID, name string, version int, sha256 string) map[string]any {
	return map[string]any{"document": documentID, "name": name, "version": version, "sha256": sha256}
}

func extensionOf(mime string) string {
	f, _ := byMime(mime)
	return f.ext
}

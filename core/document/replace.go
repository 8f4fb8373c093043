package document

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/upload"
)

// Replace adds a version; older ones stay. A new version is a new proof of
// every record the document proves, so the caller needs the right to attach on
// each of them, and it must fit each slot. Empty parts of meta keep the old face.
func (ds *Documents) Replace(ctx context.Context, documentID string, from Source, meta Meta) (Document, error) {
	seen, err := ds.see(ctx, documentID)
	if err != nil {
		return Document{}, err
	}
	if meta, err = checkMeta(meta.over(&seen.row.documentRow), nil); err != nil {
		return Document{}, err
	}
	u, err := ds.bytesOf(ctx, from, "", "")
	if err != nil {
		return Document{}, err
	}
	if u.DocumentID != "" {
		if u.DocumentID == documentID { // its answer was lost
			return ds.Get(ctx, documentID)
		}
		return Document{}, fault.New(fault.Conflict, "upload.claimed", fault.Field("upload"))
	}
	if err := ds.replace(ctx, seen, u, meta); err != nil {
		if from.Body != nil {
			_ = ds.uploads.Abort(context.WithoutCancel(ctx), u.ID)
		}
		return Document{}, fmt.Errorf("replace document: %w", err)
	}
	return ds.Get(ctx, documentID)
}

func (ds *Documents) replace(ctx context.Context, seen *sight, u upload.Finished, meta Meta) error {
	if u.SHA256 == seen.row.SHA256 {
		return fault.New(fault.Conflict, "document.unchanged", fault.Field("file"))
	}
	if err := ds.fitsAll(ctx, seen, u, meta); err != nil {
		return err
	}
	d := seen.row.documentRow
	d.Name, d.Version = meta.named(u.Name), d.Version+1
	d.face(meta)
	note := record.FieldChange{Field: "document", Old: noteOf(d.ID, seen.row.Name, seen.row.Version, seen.row.SHA256),
		New: noteOf(d.ID, d.Name, d.Version, u.SHA256)}
	return ds.withinAll(ctx, seen, func(ctx context.Context) error {
		d.UpdatedAt = db.Now(ctx).UnixMicro()
		if err := ds.claim(ctx, u, d.ID); err != nil {
			return err
		}
		v := &versionRow{ID: id.New("dov"), DocumentID: d.ID, Version: d.Version, Name: d.Name, SHA256: u.SHA256, Size: u.Size, Mime: u.Mime,
			CreatedBy: identity.By(ctx), CreatedAt: d.UpdatedAt}
		if err := insert(ctx, v); err != nil {
			return err
		}
		return rewrite(ctx, &d, seen.row.Version)
	}, note)
}

// rewrite stores the document if nobody else has versioned it meanwhile.
func rewrite(ctx context.Context, d *documentRow, was int) error {
	q, err := db.Of(ctx)
	if err != nil {
		return err
	}
	res, err := q.NewUpdate().Model(d).WherePK().Where("version = ?", was).Exec(ctx)
	if err != nil {
		return db.Fault(err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return fault.New(fault.Stale, "stale_version")
	}
	return nil
}

// Describe changes what the face says; bytes and version stay. Empty parts
// keep the old.
func (ds *Documents) Describe(ctx context.Context, documentID string, meta Meta) (Document, error) {
	seen, err := ds.see(ctx, documentID)
	if err != nil {
		return Document{}, err
	}
	if meta, err = checkMeta(meta.over(&seen.row.documentRow), nil); err != nil {
		return Document{}, err
	}
	d := seen.row.documentRow
	d.Name = meta.named(d.Name)
	d.face(meta)
	note := record.FieldChange{Field: "document", Old: faceOf(&seen.row.documentRow), New: faceOf(&d)}
	err = ds.withinAll(ctx, seen, func(ctx context.Context) error {
		d.UpdatedAt = db.Now(ctx).UnixMicro()
		return rewrite(ctx, &d, d.Version)
	}, note)
	if err != nil {
		return Document{}, fmt.Errorf("describe document: %w", err)
	}
	return ds.Get(ctx, documentID)
}

func faceOf(d *documentRow) map[string]any {
	return map[string]any{"document": d.ID, "name": d.Name, "kind": d.Kind, "number": d.Number, "issued_on": d.IssuedOn,
		"issuer": d.Issuer, "summary": d.Summary}
}

// Detach takes a document from a record; document, bytes and history stay.
func (ds *Documents) Detach(ctx context.Context, recordID, documentID string) error {
	if _, err := ds.records.Look(ctx, recordID); err != nil {
		return err
	}
	row, err := findDocument(ctx, documentID)
	if err != nil {
		return err
	}
	note := record.FieldChange{Field: "document", Old: noteOf(row.ID, row.Name, row.Version, row.SHA256)}
	err = ds.records.Within(ctx, recordID, "detach", func(ctx context.Context) error {
		q, err := db.Of(ctx)
		if err != nil {
			return err
		}
		res, err := q.NewUpdate().Table("document_link").Set("removed_by = ?", identity.By(ctx)).Set("removed_at = ?", db.Now(ctx).UnixMicro()).
			Where("record_id = ? AND document_id = ? AND removed_at = 0", recordID, documentID).Exec(ctx)
		if err != nil {
			return db.Fault(err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return fault.New(fault.NotFound, "not_found")
		}
		return nil
	}, note)
	if err != nil {
		return fmt.Errorf("detach: %w", err)
	}
	return nil
}

// fitsAll holds the new version against the slots of all records it proves.
func (ds *Documents) fitsAll(ctx context.Context, seen *sight, u upload.Finished, meta Meta) error {
	for _, l := range seen.links {
		c, ok := seen.cases[l.RecordID]
		if !ok { // out of the caller's sight, so out of reach
			return fault.New(fault.Forbidden, "forbidden", fault.Field("document"))
		}
		for _, slot := range c.Slots {
			if slot.Code != l.Slot {
				continue
			}
			if err := ds.uploads.Fits(slot, u.Name, u.Size); err != nil {
				return err
			}
			if err := checkKind(meta.Kind, slot.DocKinds); err != nil {
				return err
			}
		}
	}
	return nil
}

// withinAll runs fn inside the write of every record the document proves, all
// in one transaction; without any, only its author may.
func (ds *Documents) withinAll(ctx context.Context, seen *sight, fn func(ctx context.Context) error, note record.FieldChange) error {
	act := fn
	if len(seen.links) == 0 {
		return db.InTx(ctx, fn)
	}
	done := map[string]bool{}
	for _, l := range seen.links { // in order of id, so that two such writes do not lock crosswise
		if done[l.RecordID] {
			continue
		}
		done[l.RecordID] = true
		inner := act
		act = func(ctx context.Context) error {
			return ds.records.Within(ctx, l.RecordID, "attach", inner, note)
		}
	}
	return act(ctx)
}

package document

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/upload"
)

// Replace adds a version; older ones stay. A new version is a new proof of
// every record the document proves, so each slot must be open to the caller, and
// it must fit each. Where a step rests on the document it stays in the version
// that step saw. Empty parts of meta keep the old face. Fault, beside Attach's:
// Conflict evidence_bound when steps rest on it everywhere.
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
	free := unbound(seen.links)
	if len(free) == 0 && len(seen.links) > 0 {
		return evidenceBound(seen.links[0].BoundStep)
	}
	if err := ds.fitsAll(ctx, seen, free, u, meta); err != nil {
		return err
	}
	d := seen.row.documentRow
	d.Name, d.Version = meta.named(u.Name), d.Version+1
	d.face(meta)
	note := record.FieldChange{Field: "document", Old: noteOf(d.ID, seen.row.Name, seen.row.Version, seen.row.SHA256),
		New: noteOf(d.ID, d.Name, d.Version, u.SHA256)}
	return ds.withinAll(ctx, free, record.Replace, note, func(ctx context.Context) error {
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
	})
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

// Detach takes a document from a record; document, bytes and history stay. Faults:
// NotFound, Conflict evidence_bound while a step rests on it, and what the record
// says to it.
func (ds *Documents) Detach(ctx context.Context, recordID, documentID string) error {
	seen, err := ds.see(ctx, documentID)
	if err != nil {
		return err
	}
	here := slices.DeleteFunc(slices.Clone(seen.links), func(l linkRow) bool { return l.RecordID != recordID })
	if len(here) == 0 || seen.cases[recordID].ID == "" {
		return fault.New(fault.NotFound, "not_found")
	}
	var slots []string
	for _, l := range here {
		if l.BoundStep != "" {
			return evidenceBound(l.BoundStep)
		}
		slots = append(slots, l.Slot)
	}
	row := seen.row
	note := record.FieldChange{Field: slots[0], Old: noteOf(row.ID, row.Name, row.Version, row.SHA256)}
	err = ds.records.Within(ctx, recordID, touchOf(record.Detach, note, slots...), func(ctx context.Context) error {
		n, err := db.Exec(ctx, "UPDATE document_link SET removed_by = ?, removed_at = ? WHERE record_id = ? AND document_id = ? AND removed_at = 0 AND bound_step = ''",
			identity.By(ctx), db.Now(ctx).UnixMicro(), recordID, documentID)
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "not_found")
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("detach: %w", err)
	}
	return nil
}

func evidenceBound(step string) error {
	return fault.New(fault.Conflict, "evidence_bound", fault.Param("transition", step))
}

// fitsAll holds the new version against the slots of all records it proves.
func (ds *Documents) fitsAll(ctx context.Context, seen *sight, links []linkRow, u upload.Finished, meta Meta) error {
	for _, l := range links {
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

// withinAll runs fn inside the write of every record the links name, all in one
// transaction; without any, only its author may.
func (ds *Documents) withinAll(ctx context.Context, links []linkRow, action string, note record.FieldChange, fn func(ctx context.Context) error) error {
	if len(links) == 0 {
		return db.InTx(ctx, fn)
	}
	slots := map[string][]string{}
	var ids []string
	for _, l := range links { // in order of id, so that two such writes do not lock crosswise
		if slots[l.RecordID] == nil {
			ids = append(ids, l.RecordID)
		}
		slots[l.RecordID] = append(slots[l.RecordID], l.Slot)
	}
	write := fn
	for _, recordID := range ids {
		inner := write
		write = func(ctx context.Context) error {
			return ds.records.Within(ctx, recordID, touchOf(action, note, slots[recordID]...), inner)
		}
	}
	return write(ctx)
}

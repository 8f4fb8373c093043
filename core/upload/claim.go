package upload

import (
	"context"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// NotTold, as the time of an object's check, says that records have yet to hear
// of its change, so that a kill in between loses nothing.
const NotTold = -1

// Finished is an upload whose bytes are whole and checked.
type Finished struct {
	ID         string
	Name       string
	Size       int64
	Mime       string
	SHA256     string
	DocumentID string // the document that has claimed it, or ""

	key, version string // of its object
}

func (u *uploadRow) finished() Finished {
	return Finished{ID: u.ID, Name: u.Name, Size: u.Size, Mime: u.Mime, SHA256: u.SHA256, DocumentID: u.DocumentID, key: u.Key, version: u.Version}
}

// Claim makes a finished upload the property of a document, in the open
// transaction. Bytes the province already has are kept once: the upload's own
// are removed after the commit. mended is the object that was broken and has
// these bytes in its place now, or nil; its check is NotTold. Faults: Conflict
// "upload.claimed".
func (s *Uploads) Claim(ctx context.Context, u Finished, documentID string) (mended *Object, err error) {
	q, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	res, err := q.NewUpdate().Table("upload").Set("state = ?", claimed).Set("document_id = ?", documentID).
		Where("id = ? AND state = ?", u.ID, done).Exec(ctx)
	if err != nil {
		return nil, db.Fault(err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return nil, fault.New(fault.Conflict, "upload.claimed", fault.Field("upload"))
	}
	now := db.Now(ctx).UnixMicro()
	fresh := &Object{SHA256: u.SHA256, Size: u.Size, Mime: u.Mime, Key: u.key, Version: u.version, Sound: true, CheckedAt: now, CreatedAt: now}
	if _, err := q.NewInsert().Model(fresh).On("CONFLICT (sha256) DO NOTHING").Exec(ctx); err != nil {
		return nil, db.Fault(err)
	}
	had := new(Object)
	if err := q.NewSelect().Model(had).Where("sha256 = ?", u.SHA256).Scan(ctx); err != nil {
		return nil, db.Fault(err)
	}
	switch {
	case had.Key == u.key:
		return nil, nil
	case had.Sound:
		s.removeAfterCommit(ctx, u)
		return nil, nil
	}
	fresh.CreatedAt, fresh.CheckedAt = had.CreatedAt, NotTold
	_, err = q.NewUpdate().Model(fresh).WherePK().Exec(ctx)
	return fresh, db.Fault(err)
}

func (s *Uploads) removeAfterCommit(ctx context.Context, u Finished) {
	outside := context.WithoutCancel(ctx)
	bucket := s.bucket(ctx)
	db.AfterCommit(ctx, func() { // Expire takes it if this fails
		_ = s.options.Store.Remove(outside, bucket, u.key, u.version, true)
	})
}

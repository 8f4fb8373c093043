package upload

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
)

// States of an upload.
const (
	open    = "open"    // bytes are welcome
	done    = "done"    // whole, checked, waiting to be attached
	refused = "refused" // its bytes are gone, the row says why
	claimed = "claimed" // a document rests on it
	aborted = "aborted" // on its way out
)

type uploadRow struct {
	bun.BaseModel `bun:"table:upload"`

	ID          string `bun:"id,pk"`
	Person      string
	Name        string
	Size        int64  // -1 until the end is seen
	SHA256      string `bun:"sha256"` // declared; once done, computed
	RecordID    string
	Slot        string
	Metadata    string // as the client wrote it
	State       string
	Refusal     string
	Received    int64  // what is durably kept
	Hash        []byte // running SHA-256 over Received bytes
	Key         string // of the object in the making
	Multipart   string // the store's id of the multipart upload, "" before the first part
	NextPart    int
	TailKey     string // the last bytes below a part's size
	TailVersion string
	TailSize    int64
	Mime        string
	Version     string // of the object when done
	DocumentID  string
	Lease       string // who appends now
	LeaseUntil  int64
	CreatedAt   int64
	ExpiresAt   int64
}

type partRow struct {
	bun.BaseModel `bun:"table:upload_part"`

	UploadID string `bun:"upload_id,pk"`
	Number   int    `bun:"number,pk"`
	ETag     string `bun:"etag"`
	Size     int64
}

func (u *uploadRow) shown() Upload {
	return Upload{ID: u.ID, Name: u.Name, Size: u.Size, Offset: u.Received, SHA256: u.SHA256, RecordID: u.RecordID, Slot: u.Slot, Metadata: u.Metadata,
		Done: u.State == done || u.State == claimed, Expires: time.UnixMicro(u.ExpiresAt).UTC()}
}

// findUpload reads the caller's upload; another's, an aborted and an expired
// one do not exist.
func findUpload(ctx context.Context, person, uploadID string) (*uploadRow, error) {
	q, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	u := new(uploadRow)
	err = q.NewSelect().Model(u).Where("id = ? AND person = ? AND state <> ?", uploadID, person, aborted).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("find upload: %w", db.Fault(err))
	}
	if u.State != claimed && u.ExpiresAt < id.NowIn(ctx).UnixMicro() {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	return u, nil
}

// takeLease makes token the only one who may append, if the upload is open at
// the offset and nobody else is at it. A lease taken over from one who fell
// silent skips part numbers: the silent one may still be sending some, all of a
// body when it waits for a checksum.
func takeLease(ctx context.Context, person, uploadID, token string, offset, skip int64) (bool, error) {
	taken := false
	err := db.InTx(ctx, func(ctx context.Context) error {
		q, err := db.Of(ctx)
		if err != nil {
			return err
		}
		now := db.Now(ctx)
		res, err := q.NewUpdate().Table("upload").
			Set("next_part = next_part + CASE WHEN lease = '' THEN 0 ELSE ? END", skip).
			Set("lease = ?", token).Set("lease_until = ?", now.Add(leaseFor).UnixMicro()).
			Where("id = ? AND person = ? AND state = ? AND received = ?", uploadID, person, open, offset).
			Where("lease = '' OR lease_until < ?", now.UnixMicro()).Exec(ctx)
		if err != nil {
			return db.Fault(err)
		}
		n, err := res.RowsAffected()
		taken = n == 1
		return err
	})
	if err != nil {
		return false, fmt.Errorf("take lease: %w", err)
	}
	return taken, nil
}

// keepLease says the holder is alive.
func keepLease(ctx context.Context, uploadID, token string, until time.Time) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		q, err := db.Of(ctx)
		if err != nil {
			return err
		}
		_, err = q.NewUpdate().Table("upload").Set("lease_until = ?", until.UnixMicro()).
			Where("id = ? AND lease = ?", uploadID, token).Exec(ctx)
		return db.Fault(err)
	})
}

// storeUpload writes the row if token still holds the lease, with new parts.
func storeUpload(ctx context.Context, u *uploadRow, token string, parts []partRow) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		q, err := db.Of(ctx)
		if err != nil {
			return err
		}
		res, err := q.NewUpdate().Model(u).WherePK().Where("lease = ?", token).Exec(ctx)
		if err != nil {
			return fmt.Errorf("store upload: %w", db.Fault(err))
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return locked()
		}
		if len(parts) == 0 {
			return nil
		}
		if _, err := q.NewInsert().Model(&parts).Exec(ctx); err != nil {
			return fmt.Errorf("store parts: %w", db.Fault(err))
		}
		return nil
	})
}

func partsOf(ctx context.Context, uploadID string) ([]partRow, error) {
	q, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var parts []partRow
	err = q.NewSelect().Model(&parts).Where("upload_id = ?", uploadID).Order("number").Scan(ctx)
	return parts, db.Fault(err)
}

func locked() error {
	return fault.New(fault.Conflict, "upload.locked", fault.Retry(leaseFor))
}

// refusal is a fault as the row keeps it.
type refusal struct {
	Kind   fault.Kind
	Code   string
	Fields []fault.FieldError
	Params map[string]string
}

func refusalText(e *fault.Error) string {
	text, err := json.Marshal(refusal{e.Kind, e.Code, e.Fields, e.Params})
	if err != nil {
		return "{}" // strings only: cannot happen
	}
	return string(text)
}

func (u *uploadRow) refusal() error {
	var r refusal
	if err := json.Unmarshal([]byte(u.Refusal), &r); err != nil || r.Code == "" {
		return fault.New(fault.Conflict, "upload.refused")
	}
	e := fault.New(r.Kind, r.Code, fault.Fields(r.Fields...))
	e.Params = r.Params
	return e
}

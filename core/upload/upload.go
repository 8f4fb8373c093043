package upload

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
)

// NewUpload is what a client says before sending bytes.
type NewUpload struct {
	Name     string
	Size     int64
	SHA256   string // hex, optional
	RecordID string // optional: checked against the slot before a byte is sent
	Slot     string
	Metadata string // as the client wrote it; given back word for word
}

// Upload is one upload session.
type Upload struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Size     int64     `json:"size"`
	Offset   int64     `json:"offset"` // so much is durably kept
	SHA256   string    `json:"sha256,omitempty"`
	RecordID string    `json:"record,omitempty"`
	Slot     string    `json:"slot,omitempty"`
	Done     bool      `json:"done"`
	Metadata string    `json:"-"`
	Expires  time.Time `json:"expires"`
}

// Checksum covers the bytes of one Append: sha1, sha256 or md5.
type Checksum struct {
	Algorithm string
	Sum       []byte
}

// Begin opens an upload session for the caller. Faults: Invalid (name, size,
// sha256, slot, type_not_allowed, macro_refused, state_secret_refused, empty),
// TooLarge "too_large" or "storage_limit", Limited "upload.too_many", NotFound for
// a record out of sight, and those of Options.May.
func (s *Uploads) Begin(ctx context.Context, in NewUpload) (Upload, error) {
	if in.Size < 0 {
		return Upload{}, fault.New(fault.Invalid, "required", fault.Field("size"))
	}
	u, err := s.begin(ctx, in, s.roomFor)
	if err != nil {
		return Upload{}, fmt.Errorf("begin upload: %w", err)
	}
	return u.shown(), nil
}

// begin also takes size -1, for bodies whose end only their stream knows. room
// is asked in the transaction.
func (s *Uploads) begin(ctx context.Context, in NewUpload, room func(ctx context.Context, person string) error) (*uploadRow, error) {
	person, err := actor(ctx)
	if err != nil {
		return nil, err
	}
	name, err := s.checkNew(ctx, &in)
	if err != nil {
		return nil, err
	}
	if s.options.May != nil {
		if err := s.options.May(ctx); err != nil {
			return nil, err
		}
	}
	if err := s.quota.fits(ctx, s.options.Limit, max(in.Size, 0)); err != nil {
		return nil, err
	}
	now := id.NowIn(ctx)
	u := &uploadRow{ID: id.New("upl"), Person: person, Name: name, Size: in.Size, SHA256: in.SHA256, RecordID: in.RecordID, Slot: in.Slot, Metadata: in.Metadata,
		State: open, NextPart: 1, CreatedAt: now.UnixMicro(), ExpiresAt: now.Add(s.options.Keep).UnixMicro()}
	u.Key = objectKey(u.ID)
	err = db.InTx(ctx, func(ctx context.Context) error {
		q, err := db.Of(ctx)
		if err != nil {
			return err
		}
		if err := room(ctx, person); err != nil {
			return err
		}
		_, err = q.NewInsert().Model(u).Exec(ctx)
		return db.Fault(err)
	})
	return u, err
}

// checkNew holds the announcement against the house and the slot.
func (s *Uploads) checkNew(ctx context.Context, in *NewUpload) (string, error) {
	name, err := CleanName(in.Name)
	if err != nil {
		return "", err
	}
	if err := CheckSecretName("name", name); err != nil {
		return "", err
	}
	in.SHA256 = strings.ToLower(in.SHA256)
	if raw, err := hex.DecodeString(in.SHA256); in.SHA256 != "" && (err != nil || len(raw) != 32) {
		return "", fault.New(fault.Invalid, "sha256_invalid", fault.Field("sha256", "invalid"))
	}
	slot := manifest.Slot{Types: allTypes()}
	if in.RecordID != "" {
		if slot, err = s.options.Slot(ctx, in.RecordID, in.Slot); err != nil {
			return "", err
		}
	}
	return name, s.Fits(slot, name, in.Size)
}

// Fits holds a file's name and size against a slot. Faults: Invalid
// "type_not_allowed", "macro_refused", "empty"; TooLarge "too_large".
func (s *Uploads) Fits(slot manifest.Slot, name string, size int64) error {
	if _, err := checkExtension(name, slot.Types); err != nil {
		return err
	}
	return s.checkSize(size, slot)
}

// checkSize refuses nothing and too much.
func (s *Uploads) checkSize(size int64, slot manifest.Slot) error {
	limit := s.options.MaxSize
	if slot.MaxMB > 0 {
		limit = min(limit, int64(slot.MaxMB)<<20)
	}
	switch {
	case size == 0:
		return fault.New(fault.Invalid, "empty", fault.Field("size"))
	case size > limit:
		return fault.New(fault.TooLarge, "too_large", fault.Field("size"), fault.Param("max_bytes", strconv.FormatInt(limit, 10)))
	}
	return nil
}

func allTypes() []string {
	types := make([]string, len(formats))
	for i, f := range formats {
		types[i] = f.ext
	}
	return types
}

// Head answers how far an upload is; a refused one answers why.
func (s *Uploads) Head(ctx context.Context, uploadID string) (Upload, error) {
	person, err := actor(ctx)
	if err != nil {
		return Upload{}, err
	}
	u, err := findUpload(ctx, person, uploadID)
	if err != nil {
		return Upload{}, err
	}
	if u.State == refused {
		return Upload{}, u.refusal()
	}
	return u.shown(), nil
}

// Abort ends an upload and removes its bytes. One that a document rests on
// stays: Conflict "upload.claimed".
func (s *Uploads) Abort(ctx context.Context, uploadID string) error {
	person, err := actor(ctx)
	if err != nil {
		return err
	}
	u, err := findUpload(ctx, person, uploadID)
	if err != nil {
		return err
	}
	gone, err := giveUp(ctx, u.ID)
	if err != nil {
		return fmt.Errorf("abort upload: %w", err)
	}
	if !gone {
		return fault.New(fault.Conflict, "upload.claimed")
	}
	// What the store keeps now, Expire takes later.
	if err := s.clear(ctx, u); err == nil {
		return s.forget(ctx, u.ID)
	}
	return nil
}

// Finish brings an upload whose bytes are all there to its end. Faults: those
// of Append, NotFound, Conflict "upload.incomplete".
func (s *Uploads) Finish(ctx context.Context, uploadID string) (Finished, error) {
	person, err := actor(ctx)
	if err != nil {
		return Finished{}, err
	}
	u, err := findUpload(ctx, person, uploadID)
	if err != nil {
		return Finished{}, fmt.Errorf("upload: %w", err)
	}
	if u.State == open && u.Received == u.Size {
		if _, err := s.Append(ctx, u.ID, u.Received, strings.NewReader(""), nil); err != nil {
			return Finished{}, err
		}
		if u, err = findUpload(ctx, person, uploadID); err != nil {
			return Finished{}, err
		}
	}
	switch u.State {
	case open:
		return Finished{}, fault.New(fault.Conflict, "upload.incomplete", fault.Field("upload"), fault.Param("offset", strconv.FormatInt(u.Received, 10)))
	case refused:
		return Finished{}, u.refusal()
	}
	return u.finished(), nil
}

// Send is a whole upload in one go, for bodies that come with the request; a
// size of -1 takes what the body holds. Faults: those of Begin and Append.
func (s *Uploads) Send(ctx context.Context, in NewUpload, body io.Reader) (Finished, error) {
	u, err := s.begin(ctx, in, func(context.Context, string) error { return nil }) // its bytes are here
	if err != nil {
		return Finished{}, err
	}
	if _, err := s.Append(ctx, u.ID, 0, body, nil); err != nil {
		_ = s.Abort(context.WithoutCancel(ctx), u.ID) // nobody will resume it
		return Finished{}, err
	}
	return s.Finish(ctx, u.ID)
}

// actor is who uploads; uploads belong to a person (or a named job).
func actor(ctx context.Context) (string, error) {
	if by := identity.By(ctx); by != "" {
		return by, nil
	}
	return "", fault.New(fault.Unauthenticated, "sign_in.required")
}

func objectKey(uploadID string) string  { return "object/" + uploadID }
func tailPrefix(uploadID string) string { return "tail/" + uploadID + "/" }

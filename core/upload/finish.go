package upload

import (
	"context"
	"crypto/sha256"
	"encoding"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/manifest"
)

// commit stores a changed copy of the row; only when the database has it, it
// is the row. last also lets the lease go.
func (w *writer) commit(ctx context.Context, last bool, parts []partRow, change func(u *uploadRow)) error {
	next := *w.u
	change(&next)
	now := id.NowIn(ctx)
	next.Lease, next.LeaseUntil, next.ExpiresAt = w.token, now.Add(leaseFor).UnixMicro(), now.Add(w.uploads.options.Keep).UnixMicro()
	if last {
		next.Lease = ""
	}
	if err := storeUpload(ctx, &next, w.token, parts); err != nil {
		return err
	}
	*w.u = next
	return nil
}

// ship sends the full buffer as a part in the background and begins another.
func (w *writer) ship(ctx context.Context) error {
	if err := w.land(); err != nil {
		return w.refuseIfFinal(ctx, err)
	}
	if err := w.identify(ctx); err != nil {
		return w.refuseIfFinal(ctx, err)
	}
	state, err := w.whole.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return fmt.Errorf("keep hash state: %w", err)
	}
	part, position := w.buf, w.position
	w.buf, w.flight = &buffer{pool: w.uploads.pool, sum: sha256.New()}, make(chan error, 1)
	go func(flight chan<- error) {
		defer part.drop()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeWithin)
		defer cancel()
		flight <- w.send(ctx, part, position, state)
	}(w.flight)
	return nil
}

// land waits for the part in flight.
func (w *writer) land() error {
	if w.flight == nil {
		return nil
	}
	err := <-w.flight
	w.flight = nil
	return err
}

// send puts one part and counts it, unless a checksum must be seen first.
func (w *writer) send(ctx context.Context, part *buffer, position int64, state []byte) error {
	store, bucket := w.uploads.options.Store, w.uploads.bucket(ctx)
	if w.u.Multipart == "" {
		upload, err := store.Begin(ctx, bucket, w.u.Key, blob.PutOptions{Type: w.u.Mime})
		if err != nil {
			return err
		}
		if err := w.commit(ctx, false, nil, func(u *uploadRow) { u.Multipart = upload }); err != nil {
			return err
		}
	}
	number := w.u.NextPart + len(w.held)
	p, err := store.Part(ctx, bucket, w.u.Key, w.u.Multipart, number, part.reader(), part.size, part.sha256())
	if err != nil {
		return lostIfMissing(err)
	}
	w.held = append(w.held, partRow{UploadID: w.u.ID, Number: number, ETag: p.ETag, Size: p.Size})
	if w.chunk != nil {
		return nil
	}
	return w.count(ctx, position, state)
}

// count makes the held parts part of the upload; they took in the tail.
func (w *writer) count(ctx context.Context, position int64, state []byte) error {
	held, tail := w.held, *w.u
	err := w.commit(ctx, false, held, func(u *uploadRow) {
		u.NextPart += len(held)
		u.Received, u.Hash = position, state
		u.TailKey, u.TailVersion, u.TailSize = "", "", 0
	})
	if err == nil {
		w.held = nil
		w.uploads.dropTail(ctx, &tail)
	}
	return err
}

// putDown keeps what is less than a part as a small object of its own.
func (w *writer) putDown(ctx context.Context) error {
	if w.position == w.u.Received {
		return nil
	}
	if err := w.identify(ctx); err != nil {
		return err
	}
	state, err := w.whole.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return fmt.Errorf("keep hash state: %w", err)
	}
	key, tail, before, held := "", blob.Version{}, *w.u, w.held
	if w.buf.size > 0 {
		key = tailPrefix(w.u.ID) + w.token
		tail, err = w.uploads.options.Store.Put(ctx, w.uploads.bucket(ctx), key, w.buf.reader(), w.buf.size, blob.PutOptions{SHA256: w.buf.sha256()})
		if err != nil {
			return err
		}
	}
	err = w.commit(ctx, true, held, func(u *uploadRow) {
		u.NextPart += len(held)
		u.Received, u.Hash = w.position, state
		u.TailKey, u.TailVersion, u.TailSize = key, tail.ID, w.buf.size
	})
	if err == nil {
		w.held = nil
		w.uploads.dropTail(ctx, &before)
	}
	return err
}

// identify tells the type as soon as enough of the beginning is here, so that a
// phone need not send a film to hear that it is none.
func (w *writer) identify(ctx context.Context) error {
	if w.u.Mime != "" || w.buf.size < headSize && w.position != w.size {
		return nil
	}
	types, err := w.uploads.typesFor(ctx, w.u)
	if err != nil {
		return err
	}
	f, name, err := sniff(w.u.Name, w.buf.head(headSize), types)
	if err != nil {
		return err
	}
	w.u.Mime, w.u.Name = f.mime, name // goes to the database with the next commit
	return nil
}

func (s *Uploads) typesFor(ctx context.Context, u *uploadRow) ([]string, error) {
	if u.RecordID == "" {
		return allTypes(), nil
	}
	slot, err := s.options.Slot(ctx, u.RecordID, u.Slot)
	return slot.Types, err
}

// finish checks the whole and makes it one object. It may run again after a
// kill at any point.
func (w *writer) finish(ctx context.Context) error {
	if err := w.uploads.checkSize(w.size, manifest.Slot{}); err != nil {
		return err
	}
	sum := hex.EncodeToString(w.whole.Sum(nil))
	if w.u.SHA256 != "" && w.u.SHA256 != sum {
		return fault.New(fault.Invalid, "sha256_mismatch", fault.Field("sha256"), fault.Param("found", sum))
	}
	if err := w.identify(ctx); err != nil {
		return err
	}
	version, err := w.join(ctx, sum)
	if err != nil {
		return err
	}
	if err := w.uploads.retain(ctx, w.u.Key, version); err != nil {
		return err
	}
	before := *w.u
	err = w.commit(ctx, true, nil, func(u *uploadRow) {
		u.State, u.SHA256, u.Version, u.Size, u.Received = done, sum, version, w.size, w.size
		u.TailKey, u.TailVersion, u.TailSize, u.Hash = "", "", 0, nil
	})
	if err == nil {
		w.uploads.dropTail(ctx, &before)
	}
	return err
}

// join makes the object: one Put for what fits a part, else the last part and
// Complete.
func (w *writer) join(ctx context.Context, sum string) (string, error) {
	store, bucket := w.uploads.options.Store, w.uploads.bucket(ctx)
	format, _ := byMime(w.u.Mime)
	if w.u.Multipart == "" {
		if err := look(w.u.Name, format, w.buf, w.buf.size); err != nil {
			return "", err
		}
		v, err := store.Put(ctx, bucket, w.u.Key, w.buf.reader(), w.size, blob.PutOptions{SHA256: sum, Type: w.u.Mime})
		return v.ID, err
	}
	if err := w.lastPart(ctx); err != nil {
		return "", err
	}
	version, err := w.complete(ctx)
	if err != nil {
		return "", err
	}
	return version, look(w.u.Name, format, &remote{ctx: ctx, store: store, bucket: bucket, key: w.u.Key, version: version}, w.size)
}

// lastPart sends what is left in the buffer and counts everything.
func (w *writer) lastPart(ctx context.Context) error {
	state, err := w.whole.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return fmt.Errorf("keep hash state: %w", err)
	}
	if w.buf.size > 0 {
		if err := w.send(ctx, w.buf, w.position, state); err != nil {
			return err
		}
	}
	if len(w.held) == 0 {
		return nil
	}
	return w.count(ctx, w.position, state)
}

// complete joins the parts. Where a kill came after the store had done it, the
// upload is unknown there but the object stands.
func (w *writer) complete(ctx context.Context) (string, error) {
	store, bucket := w.uploads.options.Store, w.uploads.bucket(ctx)
	rows, err := partsOf(ctx, w.u.ID)
	if err != nil {
		return "", err
	}
	parts := make([]blob.Part, len(rows))
	for i, p := range rows {
		parts[i] = blob.Part{Number: p.Number, ETag: p.ETag, Size: p.Size}
	}
	v, err := store.Complete(ctx, bucket, w.u.Key, w.u.Multipart, parts)
	if !fault.Is(err, fault.NotFound) {
		return v.ID, err
	}
	for info, err := range store.List(ctx, bucket, w.u.Key, true) {
		if err != nil {
			return "", err
		}
		if info.Key == w.u.Key && !info.Marker && info.Size == w.size {
			return info.Version, nil
		}
	}
	return "", lostIfMissing(fault.New(fault.NotFound, "not_found"))
}

// refuseIfFinal ends the upload when err is about its bytes, not about the day.
func (w *writer) refuseIfFinal(ctx context.Context, err error) error {
	if err == nil || !final(err) {
		return err
	}
	return w.refuse(context.WithoutCancel(ctx), err)
}

// final tells faults that sending again would not mend.
func final(err error) bool {
	var known *fault.Error
	if !errors.As(err, &known) {
		return false
	}
	return known.Kind == fault.Invalid || known.Kind == fault.TooLarge || known.Code == "upload.lost"
}

// refuse keeps the reason and lets the bytes go.
func (w *writer) refuse(ctx context.Context, err error) error {
	ctx, cancel := context.WithTimeout(ctx, storeWithin)
	defer cancel()
	before := *w.u
	stored := w.commit(ctx, true, nil, func(u *uploadRow) {
		u.State, u.Refusal = refused, refusalText(fault.Of(err))
	})
	if stored == nil {
		_ = w.uploads.clear(ctx, &before) // what stays, Expire takes
	}
	return err
}

// lostIfMissing: the store has forgotten the upload (its own expiry, or a
// restored backup); the client must begin again.
func lostIfMissing(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "upload.lost", fault.Cause(err))
	}
	return err
}

func (s *Uploads) dropTail(ctx context.Context, u *uploadRow) {
	if u.TailSize > 0 {
		_ = s.options.Store.Remove(ctx, s.bucket(ctx), u.TailKey, u.TailVersion, true) // Expire takes what stays
	}
}

// hexSum is the hex SHA-256 of what r holds; r is left at its end.
func hexSum(r io.Reader) string {
	h := sha256.New()
	_, _ = io.Copy(h, r) // memory does not fail
	return hex.EncodeToString(h.Sum(nil))
}

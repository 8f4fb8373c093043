package upload

import (
	"context"
	"crypto/md5"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"encoding"
	"errors"
	"fmt"
	"hash"
	"io"
	"strconv"
	"time"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/manifest"
)

const (
	// partSize is what goes to the store at a time; S3 asks for 5 MiB at least,
	// and that much more the last part may have.
	partSize = 8 << 20
	// leaseFor is how long a silent appender keeps others out: a phone that
	// lost its line comes back within seconds, and so does a server killed.
	leaseFor = 6 * time.Second
	// storeWithin bounds one act on store or database, the client gone or not.
	storeWithin = 2 * time.Minute
)

// Append takes bytes at the offset and answers how much is durably kept, also
// on error. What had arrived before a cut counts, unless a checksum covers it.
// Faults: Conflict "upload.offset" or "upload.locked", Invalid
// "checksum_mismatch", "checksum_unsupported", TooLarge "storage_limit" and whatever the finished file is
// refused for, Unavailable when the store is away or memory is short.
func (s *Uploads) Append(ctx context.Context, uploadID string, offset int64, r io.Reader, sum *Checksum) (int64, error) {
	person, err := actor(ctx)
	if err != nil {
		return 0, err
	}
	chunk, err := chunkHash(sum)
	if err != nil {
		return 0, err
	}
	token := rand.Text()
	taken, err := takeLease(ctx, person, uploadID, token, offset, s.parts())
	if err != nil {
		return 0, err
	}
	u, err := findUpload(ctx, person, uploadID)
	if err != nil {
		return 0, err
	}
	if !taken {
		return u.Received, whyNot(u, offset)
	}
	w := &writer{uploads: s, id: u.ID, u: u, token: token, size: u.Size, position: u.Received, whole: sha256.New(), chunk: chunk, want: sum,
		buf: &buffer{pool: s.pool}, beaten: time.Now()}
	err = w.run(ctx, r)
	w.buf.drop()
	if w.u.Lease == token { // not let go by the last commit
		w.letGo(ctx)
	}
	if err != nil {
		return w.u.Received, fmt.Errorf("append: %w", err)
	}
	return w.u.Received, nil
}

// parts is how many parts one Append can hold back at most.
func (s *Uploads) parts() int64 { return s.options.MaxSize/partSize + 1 }

// whyNot says why no lease was given. Bytes sent again to a finished upload at
// its end are no error: the answer to the first may have been lost.
func whyNot(u *uploadRow, offset int64) error {
	switch {
	case u.State == refused:
		return u.refusal()
	case u.State != open && offset == u.Received:
		return nil
	case u.Received != offset || u.State != open:
		return fault.New(fault.Conflict, "upload.offset", fault.Field("offset"), fault.Param("offset", strconv.FormatInt(u.Received, 10)))
	}
	return locked()
}

func chunkHash(sum *Checksum) (hash.Hash, error) {
	if sum == nil {
		return nil, nil
	}
	switch sum.Algorithm {
	case "sha1":
		return sha1.New(), nil
	case "sha256":
		return sha256.New(), nil
	case "md5":
		return md5.New(), nil
	}
	return nil, fault.New(fault.Invalid, "checksum_unsupported", fault.Field("checksum"), fault.Param("known", "sha1, sha256, md5"))
}

// writer is one Append. At most one part is on its way to the store while the
// next one fills.
type writer struct {
	uploads  *Uploads
	id       string
	u        *uploadRow // as committed; while a part is in flight only its goroutine touches it
	token    string
	size     int64 // -1: unknown yet
	position int64 // bytes seen, kept or not
	whole    hash.Hash
	chunk    hash.Hash // of this Append's bytes, when a checksum came with them
	want     *Checksum
	held     []partRow // parts sent but not counted before the checksum fits
	buf      *buffer
	flight   chan error
	beaten   time.Time
	long     bool // more came than any file may have
}

func (w *writer) run(ctx context.Context, r io.Reader) error {
	err := w.resume(ctx)
	if err != nil {
		return w.refuseIfFinal(ctx, cutFault(true, err))
	}
	for err == nil {
		err = w.fill(ctx, r)
		if err != nil || w.position == w.size {
			break
		}
		err = w.ship(ctx) // the buffer is full and more is to come
		if err != nil {
			return errors.Join(err, w.land())
		}
	}
	if lands := w.land(); lands != nil {
		return w.refuseIfFinal(ctx, lands)
	}
	return w.end(ctx, r, err)
}

// resume brings hash and tail back to where the last Append left them.
func (w *writer) resume(ctx context.Context) error {
	if w.u.Hash != nil {
		if err := w.whole.(encoding.BinaryUnmarshaler).UnmarshalBinary(w.u.Hash); err != nil {
			return fmt.Errorf("read hash state: %w", err)
		}
	}
	if w.u.TailSize == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeWithin)
	defer cancel()
	tail, _, err := w.uploads.options.Store.Get(ctx, w.uploads.bucket(ctx), w.u.TailKey, w.u.TailVersion, 0, -1)
	if err != nil {
		return lostIfMissing(err)
	}
	defer tail.Close()
	if w.u.Multipart != "" { // it becomes part of a part
		w.buf.sum = sha256.New()
	}
	// The last bytes may come together with the end.
	if err := w.buf.fill(ctx, tail, w.u.TailSize, func() {}); err != nil && w.buf.size < w.u.TailSize {
		return fmt.Errorf("read tail: %w", noEOF(err))
	}
	return nil
}

// fill reads one part, or to the end.
func (w *writer) fill(ctx context.Context, r io.Reader) error {
	limit := w.size
	if limit < 0 {
		limit = w.uploads.options.MaxSize + 1 // one byte too many shows
	}
	limit = w.buf.size + limit - w.position
	if limit >= partSize+blob.MinPart { // else the rest comes along: no part of a few bytes, and no parts at all for most papers
		limit = partSize
	}
	before := w.buf.size
	sums := []hash.Hash{w.whole}
	if w.chunk != nil {
		sums = append(sums, w.chunk)
	}
	err := w.buf.fill(ctx, r, limit, func() { w.beat(ctx) }, sums...)
	come := w.buf.size - before
	w.position += come
	if full := w.uploads.quota.reserve(ctx, w.uploads.options.Limit, come); full != nil {
		return full
	}
	if w.size < 0 && w.position > w.uploads.options.MaxSize {
		w.long = true
		return w.uploads.checkSize(w.position, manifest.Slot{})
	}
	return err
}

// beat keeps the lease while bytes come in. Failing to is no harm: whoever
// takes over makes our next commit fail.
func (w *writer) beat(ctx context.Context) {
	if time.Since(w.beaten) < leaseFor/3 {
		return
	}
	w.beaten = time.Now()
	_ = keepLease(context.WithoutCancel(ctx), w.id, w.token, id.NowIn(ctx).Add(leaseFor))
}

// end puts down what has arrived. err is why the reading stopped: nil or EOF is
// a whole body, anything else a cut, whatever the reader calls it: a line that
// fails says nothing against the bytes.
func (w *writer) end(ctx context.Context, r io.Reader, err error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeWithin)
	defer cancel()
	if fault.HasCode(err, "storage_limit") {
		return err // for what has come there is no room; what was kept before stays
	}
	cut := err != nil && !errors.Is(err, io.EOF)
	if w.long {
		return w.refuse(ctx, err)
	}
	if !cut && w.size < 0 {
		w.size = w.position
	}
	if !cut && w.position == w.size && surplus(r) {
		return w.refuse(ctx, fault.New(fault.Invalid, "size_mismatch", fault.Field("size"), fault.Param("declared", strconv.FormatInt(w.size, 10))))
	}
	if w.chunk != nil {
		if cut || subtle.ConstantTimeCompare(w.chunk.Sum(nil), w.want.Sum) != 1 {
			return w.discard(cut, err)
		}
	}
	if !cut && w.position == w.size {
		return w.refuseIfFinal(ctx, w.finish(ctx))
	}
	if err := w.refuseIfFinal(ctx, w.putDown(ctx)); err != nil {
		return err
	}
	return cutFault(cut, err)
}

// discard forgets this Append's bytes: the checksum does not cover them.
func (w *writer) discard(cut bool, err error) error {
	if cut {
		return cutFault(cut, err)
	}
	return fault.New(fault.Invalid, "checksum_mismatch", fault.Field("checksum"))
}

func cutFault(cut bool, err error) error {
	var known *fault.Error
	switch {
	case !cut:
		return nil
	case errors.Is(err, errCrowded):
		return crowded()
	case errors.As(err, &known):
		return err
	}
	return fault.New(fault.Unavailable, "upload.cut", fault.Cause(err))
}

// surplus reports bytes beyond the declared size.
func surplus(r io.Reader) bool {
	n, _ := io.ReadFull(r, make([]byte, 1))
	return n > 0
}

func (w *writer) letGo(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeWithin)
	defer cancel()
	_ = db.InTx(ctx, func(ctx context.Context) error {
		q, err := db.Of(ctx)
		if err != nil {
			return err
		}
		_, err = q.NewUpdate().Table("upload").Set("lease = ''").Where("id = ? AND lease = ?", w.u.ID, w.token).Exec(ctx)
		return db.Fault(err)
	})
}

func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

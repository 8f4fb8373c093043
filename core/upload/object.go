package upload

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// Object is the bytes of one or more document versions, as the store has them.
type Object struct {
	bun.BaseModel `bun:"table:document_object"`

	SHA256    string `bun:"sha256,pk"`
	Size      int64
	Mime      string
	Key       string
	Version   string
	Sound     bool  // it had its hash when last read through
	CheckedAt int64 // microseconds
	CreatedAt int64
}

// Each hands on everything of the province in ctx that is kept in the store, by hash;
// backup asks.
func (s *Uploads) Each(ctx context.Context, take func(sha256 string, size int64, open func() (io.ReadCloser, error)) error) error {
	list, err := s.Objects(ctx)
	for _, o := range list {
		if err := take(o.SHA256, o.Size, func() (io.ReadCloser, error) { return s.ReadObject(ctx, o, 0, -1) }); err != nil {
			return fmt.Errorf("document %s: %w", o.SHA256, err)
		}
	}
	return err
}

// Objects lists all there is.
func (s *Uploads) Objects(ctx context.Context) ([]Object, error) {
	q, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	list := []Object{}
	if err := q.NewSelect().Model(&list).Order("sha256").Scan(ctx); err != nil {
		return nil, fmt.Errorf("list objects: %w", db.Fault(err))
	}
	return list, nil
}

// Unchecked lists the objects checked longest ago, at most limit.
func (s *Uploads) Unchecked(ctx context.Context, limit int64) ([]Object, error) {
	q, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var list []Object
	if err := q.NewSelect().Model(&list).Order("checked_at", "sha256").Limit(limit).Scan(ctx); err != nil {
		return nil, fmt.Errorf("find objects to check: %w", db.Fault(err))
	}
	return list, nil
}

// ReadObject opens length bytes of an object from offset, all of them when
// length is negative; close what it returns. Faults: NotFound when the store
// has lost it, Unavailable.
func (s *Uploads) ReadObject(ctx context.Context, o Object, offset, length int64) (io.ReadCloser, error) {
	body, _, err := s.options.Store.Get(ctx, s.bucket(ctx), o.Key, o.Version, offset, length)
	return body, err
}

// Rehash reads an object through and answers whether it still has its hash.
// Only a store that is away is an error: one that answers but cannot give
// these bytes has lost them.
func (s *Uploads) Rehash(ctx context.Context, o Object) (bool, error) {
	sum, err := s.sumOf(ctx, o)
	switch {
	case err == nil:
		return sum == o.SHA256, nil
	case fault.Is(err, fault.NotFound):
		return false, nil
	}
	if away := s.options.Store.Ready(ctx); away != nil {
		return false, away
	}
	if sum, err = s.sumOf(ctx, o); err != nil && ctx.Err() != nil {
		return false, err
	}
	return err == nil && sum == o.SHA256, nil
}

func (s *Uploads) sumOf(ctx context.Context, o Object) (string, error) {
	body, err := s.ReadObject(ctx, o, 0, -1)
	if err != nil {
		return "", err
	}
	defer body.Close()
	h := sha256.New()
	if _, err := io.Copy(h, body); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// SetSound keeps what a check found. It leaves alone an object that fresh
// bytes have replaced meanwhile.
func (s *Uploads) SetSound(ctx context.Context, o Object, sound bool, checkedAt int64) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		q, err := db.Of(ctx)
		if err != nil {
			return err
		}
		_, err = q.NewUpdate().Table("document_object").Set("sound = ?", sound).Set("checked_at = ?", checkedAt).
			Where("sha256 = ? AND key = ?", o.SHA256, o.Key).Exec(ctx)
		return db.Fault(err)
	})
}

// Adopt stores bytes that a restored province already has a row for, and
// proves their hash. Faults: NotFound without a row; Invalid "checksum_mismatch".
func (s *Uploads) Adopt(ctx context.Context, sum string, size int64, r io.Reader) error {
	q, err := db.Of(ctx)
	if err != nil {
		return err
	}
	o := new(Object)
	if err := q.NewSelect().Model(o).Where("sha256 = ?", sum).Scan(ctx); err != nil {
		return db.Fault(err)
	}
	proof := &summed{r: r, hash: sha256.New()}
	v, err := s.options.Store.Put(ctx, s.bucket(ctx), o.Key, proof, size, blob.PutOptions{SHA256: sum})
	if err != nil {
		return err
	}
	if hex.EncodeToString(proof.hash.Sum(nil)) != sum || size != o.Size {
		return fault.New(fault.Invalid, "checksum_mismatch", fault.Param("sha256", sum))
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		q, err := db.Of(ctx)
		if err != nil {
			return err
		}
		_, err = q.NewUpdate().Table("document_object").Set("version = ?", v.ID).Where("sha256 = ?", sum).Exec(ctx)
		return db.Fault(err)
	})
}

// summed hashes what passes.
type summed struct {
	r    io.Reader
	hash hash.Hash
}

// Read passes bytes on and hashes them.
func (s *summed) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.hash.Write(p[:n])
	return n, err
}

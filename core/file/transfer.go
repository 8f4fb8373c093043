package file

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// Object is the bytes of one or more document versions, as the store has them.
type Object struct {
	SHA256  string `bun:"sha256"`
	Size    int64  `bun:"size"`
	Key     string `bun:"key"`
	Version string `bun:"version"`
}

// Objects lists everything the province in ctx keeps in the store; backup asks.
func (f *Files) Objects(ctx context.Context) ([]Object, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	out := []Object{}
	err = tx.NewSelect().Table("document_object").ColumnExpr("sha256, size, key, version").OrderExpr("sha256").Scan(ctx, &out)
	if err != nil {
		return nil, fmt.Errorf("list objects: %w", db.Fault(err))
	}
	return out, nil
}

// ReadObject opens an object's bytes; close what it returns.
func (f *Files) ReadObject(ctx context.Context, o Object) (io.ReadCloser, error) {
	body, _, err := f.deps.Store.Get(ctx, f.deps.Store.Bucket(db.Province(ctx)), o.Key, o.Version, 0, -1)
	return body, err
}

// Adopt stores bytes that a restored province already has a row for, and
// proves their hash. Faults: NotFound without a row; Invalid "checksum_mismatch".
func (f *Files) Adopt(ctx context.Context, sum string, size int64, r io.Reader) error {
	var o Object
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	err = tx.NewSelect().Table("document_object").ColumnExpr("sha256, size, key, version").Where("sha256 = ?", sum).Scan(ctx, &o)
	if err != nil {
		return db.Fault(err)
	}
	proof := &summed{r: r, hash: sha256.New()}
	v, err := f.deps.Store.Put(ctx, f.deps.Store.Bucket(db.Province(ctx)), o.Key, proof, size, blob.PutOptions{SHA256: sum})
	if err != nil {
		return err
	}
	if hex.EncodeToString(proof.hash.Sum(nil)) != sum || size != o.Size {
		return fault.New(fault.Invalid, "checksum_mismatch", fault.Param("sha256", sum))
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		_, err = tx.NewUpdate().Table("document_object").Set("version = ?", v.ID).Where("sha256 = ?", sum).Exec(ctx)
		return err
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

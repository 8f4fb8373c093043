package audit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"strconv"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
)

// pageSize is how many lines one step of sealing or verifying takes.
const pageSize = 500

// Log chains the lines of the province in ctx. The key stands outside the
// database: who may write every row of it still cannot chain a line.
type Log struct {
	Key func(ctx context.Context) ([]byte, error)
}

// head is where the chain ends; it is kept apart, so that cutting off the last
// lines shows. Lines before KeyedFrom were chained before there was a key, by
// SHA-256 alone.
type head struct {
	bun.BaseModel `bun:"table:audit_head,alias:audit_head" json:"-"`

	ID        string `bun:"id,pk" json:"-"`
	Seq       int64  `bun:"seq" json:"seq"`
	Hash      string `bun:"hash" json:"hash"`
	KeyedFrom int64  `bun:"keyed_from" json:"keyed_from"`
	KeyedMark string `bun:"keyed_mark" json:"keyed_mark"` // over KeyedFrom and the hash before it
	Mark      string `bun:"mark" json:"mark"`             // over Seq and Hash
}

// digest writes parts, each with its length, so that no two lists write the
// same bytes: HMAC-SHA256 under the key, plain SHA-256 without one.
func digest(key []byte, parts ...string) string {
	var h hash.Hash
	if h = sha256.New(); key != nil {
		h = hmac.New(sha256.New, key)
	}
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// sum is the line's hash, over the hash before it and every field.
func (r *row) sum(key []byte, before string, seq int64) string {
	return digest(key, before, strconv.FormatInt(seq, 10), r.ID, strconv.FormatInt(r.At, 10), r.ActorID, r.Actor, r.Action,
		r.Object, r.Kind, r.UnitID, r.Before, r.After, r.Reason, r.Detail)
}

// mark signs one place of the chain; what says which kind of mark it is, as no
// line's parts begin.
func mark(key []byte, what string, seq int64, hash string) string {
	return digest(key, what, strconv.FormatInt(seq, 10), hash)
}

// The kinds of marks.
const (
	keyedMark  = "keyed from"
	headMark   = "head"
	anchorMark = "anchor"
)

// Seal chains the unsealed lines; the job "audit.seal" calls it often. The
// order of the chain is the order of sealing: a transaction that was slow to
// commit is chained when its line appears.
func (l Log) Seal(ctx context.Context) error {
	key, err := l.Key(ctx)
	if err != nil {
		return fmt.Errorf("seal the log: %w", err)
	}
	for {
		n := 0
		err := db.InTx(ctx, func(ctx context.Context) error {
			if err := db.Lock(ctx, "audit.seal"); err != nil {
				return err
			}
			var err error
			n, err = sealSome(ctx, key)
			return err
		})
		if err != nil {
			return fmt.Errorf("seal the log: %w", err)
		}
		if n < pageSize {
			return nil
		}
	}
}

func sealSome(ctx context.Context, key []byte) (int, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return 0, err
	}
	h, err := headOf(ctx)
	if err != nil {
		return 0, err
	}
	var rows []row
	if err := tx.NewSelect().Model(&rows).Where("seq = 0").OrderExpr("id").Limit(pageSize).Scan(ctx); err != nil {
		return 0, err
	}
	if len(rows) == 0 && h.KeyedFrom > 0 {
		return 0, nil
	}
	if h.KeyedFrom == 0 {
		h.KeyedFrom, h.KeyedMark = h.Seq+1, mark(key, keyedMark, h.Seq+1, h.Hash)
	}
	if err := link(ctx, key, h, rows); err != nil {
		return 0, err
	}
	h.Mark = mark(key, headMark, h.Seq, h.Hash)
	_, err = tx.NewUpdate().Model(h).Column("seq", "hash", "keyed_from", "keyed_mark", "mark").WherePK().Exec(ctx)
	return len(rows), err
}

// link gives rows their places after the head, which moves on with them.
func link(ctx context.Context, key []byte, h *head, rows []row) error {
	if len(rows) == 0 {
		return nil
	}
	links := make([][]any, len(rows))
	for i := range rows {
		h.Seq++
		h.Hash = rows[i].sum(key, h.Hash, h.Seq)
		links[i] = []any{rows[i].ID, strconv.FormatInt(h.Seq, 10), h.Hash}
	}
	_, err := db.InsertRows(ctx, `WITH link (id, seq, hash) AS (`, links,
		`) UPDATE audit SET seq = CAST(link.seq AS bigint), hash = link.hash FROM link WHERE audit.id = link.id`)
	return err
}

func headOf(ctx context.Context) (*head, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	h := &head{}
	return h, db.Fault(tx.NewSelect().Model(h).Where("id = 'head'").Scan(ctx))
}

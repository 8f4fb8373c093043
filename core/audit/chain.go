package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
)

// pageSize is how many lines one step of sealing or verifying takes.
const pageSize = 500

// head is where the chain ends; it is kept apart, so that cutting off the last
// lines shows.
type head struct {
	bun.BaseModel `bun:"table:audit_head,alias:audit_head"`

	ID   string `bun:"id,pk"`
	Seq  int64  `bun:"seq"`
	Hash string `bun:"hash"`
}

// sum is the line's hash: SHA-256 over the hash before it and every field,
// each with its length, so that no two lines write the same bytes.
func (r *row) sum(before string, seq int64) string {
	h := sha256.New()
	for _, part := range []string{before, strconv.FormatInt(seq, 10), r.ID, strconv.FormatInt(r.At, 10), r.ActorID, r.Actor, r.Action,
		r.Object, r.Kind, r.UnitID, r.Before, r.After, r.Reason, r.Detail} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Seal chains the unsealed lines; the job "audit.seal" calls it often. The
// order of the chain is the order of sealing: a transaction that was slow to
// commit is chained when its line appears.
func Seal(ctx context.Context) error {
	for {
		n := 0
		err := db.InTx(ctx, func(ctx context.Context) error {
			if err := db.Lock(ctx, "audit.seal"); err != nil {
				return err
			}
			var err error
			n, err = sealSome(ctx)
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

func sealSome(ctx context.Context) (int, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return 0, err
	}
	var rows []row
	if err := tx.NewSelect().Model(&rows).Where("seq = 0").OrderExpr("id").Limit(pageSize).Scan(ctx); err != nil {
		return 0, err
	}
	if len(rows) == 0 {
		return 0, nil
	}
	h := &head{}
	if err := tx.NewSelect().Model(h).Where("id = 'head'").Scan(ctx); err != nil {
		return 0, err
	}
	links := make([][]any, len(rows))
	for i := range rows {
		h.Seq++
		h.Hash = rows[i].sum(h.Hash, h.Seq)
		links[i] = []any{rows[i].ID, strconv.FormatInt(h.Seq, 10), h.Hash}
	}
	_, err = db.InsertRows(ctx, `WITH link (id, seq, hash) AS (`, links,
		`) UPDATE audit SET seq = CAST(link.seq AS bigint), hash = link.hash FROM link WHERE audit.id = link.id`)
	if err != nil {
		return 0, err
	}
	_, err = tx.NewUpdate().Model(h).Column("seq", "hash").WherePK().Exec(ctx)
	return len(rows), err
}

// Report is what Verify found.
type Report struct {
	Lines    int64
	Unsealed int64
	Head     string // hash of the last sealed line
	Breaks   []Break
}

// Break is one place where the chain does not hold.
type Break struct {
	Seq  int64
	ID   string
	What string // "edited", "gap", "head"
}

// maxBreaks is how many breaks a report names before it stops looking.
const maxBreaks = 100

// Verify seals, then walks the whole chain. An edited line breaks its own
// hash, a line taken out or put in leaves a gap, lines cut off the end do not
// meet the head. Lines sealed while it walks are walked too.
func Verify(ctx context.Context) (Report, error) {
	if err := Seal(ctx); err != nil {
		return Report{}, err
	}
	var r Report
	tx, err := db.Of(ctx)
	if err != nil {
		return r, err
	}
	end := &head{}
	if err := tx.NewSelect().Model(end).Where("id = 'head'").Scan(ctx); err != nil {
		return r, fmt.Errorf("verify the log: %w", db.Fault(err))
	}
	var before []row // numbered below the first: no line of the chain is
	if err := tx.NewSelect().Model(&before).Where("seq < 0").OrderExpr("seq").Limit(maxBreaks).Scan(ctx); err != nil {
		return r, fmt.Errorf("verify the log: %w", db.Fault(err))
	}
	for i := range before {
		r.Breaks = append(r.Breaks, Break{before[i].Seq, before[i].ID, "gap"})
	}
	if err := r.walk(ctx, tx, end); err != nil {
		return r, fmt.Errorf("verify the log: %w", db.Fault(err))
	}
	n, err := tx.NewSelect().Model((*row)(nil)).Where("seq = 0").Count(ctx)
	r.Unsealed = int64(n)
	return r, err
}

func (r *Report) walk(ctx context.Context, tx bun.IDB, end *head) error {
	seq := int64(0)
	for len(r.Breaks) < maxBreaks {
		var rows []row
		if err := tx.NewSelect().Model(&rows).Where("seq > ?", seq).OrderExpr("seq").Limit(pageSize).Scan(ctx); err != nil {
			return err
		}
		for i := range rows {
			r.step(&rows[i], seq, end)
			seq = rows[i].Seq
		}
		if len(rows) < pageSize {
			break
		}
	}
	if seq < end.Seq && len(r.Breaks) < maxBreaks {
		r.Breaks = append(r.Breaks, Break{end.Seq, "", "head"})
	}
	return nil
}

// step looks at one line after the one numbered seq.
func (r *Report) step(line *row, seq int64, end *head) {
	if line.Seq != seq+1 {
		r.Breaks = append(r.Breaks, Break{line.Seq, line.ID, "gap"})
	}
	if line.sum(r.Head, line.Seq) != line.Hash {
		r.Breaks = append(r.Breaks, Break{line.Seq, line.ID, "edited"})
	}
	if line.Seq == end.Seq && line.Hash != end.Hash {
		r.Breaks = append(r.Breaks, Break{line.Seq, line.ID, "head"})
	}
	r.Head = line.Hash
	r.Lines++
}

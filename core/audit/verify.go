package audit

import (
	"context"
	"crypto/hmac"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
)

// Report is what Verify found.
type Report struct {
	Lines     int64
	Unsealed  int64
	Head      string // hash of the last sealed line
	KeyedFrom int64  // the first line chained by the key
	Anchors   int    // held against the chain
	Breaks    []Break
}

// Break is one place where the chain does not hold.
type Break struct {
	Seq  int64
	ID   string
	What string // "edited", "gap", "head", "mark", "anchor"
}

// maxBreaks is how many breaks a report names before it stops looking.
const maxBreaks = 100

// Verify seals, then walks the whole chain and holds it against the anchors. An
// edited line breaks its own hash, a line taken out or put in leaves a gap, lines
// cut off the end do not meet the head, a head or a mark that was written
// without the key is seen, and a chain written anew or taken back as a whole does
// not meet its anchors. Lines sealed while it walks are walked too.
func (l Log) Verify(ctx context.Context, anchors ...Anchor) (Report, error) {
	if err := l.Seal(ctx); err != nil {
		return Report{}, err
	}
	key, err := l.Key(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("verify the log: %w", err)
	}
	end, err := headOf(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("verify the log: %w", err)
	}
	w := newWalk(key, end, anchors)
	tx, err := db.Of(ctx)
	if err != nil {
		return Report{}, err
	}
	if err := w.rows(ctx, tx); err != nil {
		return w.Report, fmt.Errorf("verify the log: %w", db.Fault(err))
	}
	w.finish()
	n, err := tx.NewSelect().Model((*row)(nil)).Where("seq = 0").Count(ctx)
	w.Unsealed = int64(n)
	return w.Report, err
}

// walk is one verification, line after line.
type walk struct {
	Report
	key     []byte
	end     *head
	anchors map[int64][]Anchor
	seq     int64 // of the line before
}

func newWalk(key []byte, end *head, anchors []Anchor) *walk {
	w := &walk{key: key, end: end, anchors: map[int64][]Anchor{}, Report: Report{KeyedFrom: end.KeyedFrom}}
	if !same(end.Mark, mark(key, headMark, end.Seq, end.Hash)) {
		w.broken(end.Seq, "", "head")
	}
	for _, a := range anchors {
		if same(a.Mark, a.mark(key)) {
			w.anchors[a.Seq] = append(w.anchors[a.Seq], a)
		} else {
			w.broken(a.Seq, "", "anchor")
		}
	}
	w.keyed()
	return w
}

func same(a, b string) bool { return hmac.Equal([]byte(a), []byte(b)) }

func (w *walk) broken(seq int64, lineID, what string) {
	if len(w.Breaks) < maxBreaks {
		w.Breaks = append(w.Breaks, Break{seq, lineID, what})
	}
}

// keyed looks at the mark where the key begins, when the line before is known.
func (w *walk) keyed() {
	if w.seq == w.end.KeyedFrom-1 && !same(w.end.KeyedMark, mark(w.key, keyedMark, w.end.KeyedFrom, w.Head)) {
		w.broken(w.end.KeyedFrom, "", "mark")
	}
}

func (w *walk) rows(ctx context.Context, tx bun.IDB) error {
	var before []row // numbered below the first: no line of the chain is
	if err := tx.NewSelect().Model(&before).Where("seq < 0").OrderExpr("seq").Limit(maxBreaks).Scan(ctx); err != nil {
		return err
	}
	for i := range before {
		w.broken(before[i].Seq, before[i].ID, "gap")
	}
	for len(w.Breaks) < maxBreaks {
		var rows []row
		if err := tx.NewSelect().Model(&rows).Where("seq > ?", w.seq).OrderExpr("seq").Limit(pageSize).Scan(ctx); err != nil {
			return err
		}
		for i := range rows {
			w.step(&rows[i])
		}
		if len(rows) < pageSize {
			return nil
		}
	}
	return nil
}

// step looks at the next line.
func (w *walk) step(line *row) {
	if line.Seq != w.seq+1 {
		w.broken(line.Seq, line.ID, "gap")
	}
	key := w.key
	if line.Seq < w.end.KeyedFrom {
		key = nil
	}
	if !same(line.sum(key, w.Head, line.Seq), line.Hash) {
		w.broken(line.Seq, line.ID, "edited")
	}
	if line.Seq == w.end.Seq && line.Hash != w.end.Hash {
		w.broken(line.Seq, line.ID, "head")
	}
	for _, a := range w.anchors[line.Seq] {
		if w.Anchors++; a.Hash != line.Hash {
			w.broken(line.Seq, line.ID, "anchor")
		}
	}
	delete(w.anchors, line.Seq)
	w.Head, w.seq = line.Hash, line.Seq
	w.Lines++
	w.keyed()
}

// finish looks at what should have been met.
func (w *walk) finish() {
	if w.seq < w.end.Seq {
		w.broken(w.end.Seq, "", "head")
	}
	if w.end.KeyedFrom < 1 || w.end.KeyedFrom > w.end.Seq+1 {
		w.broken(w.end.KeyedFrom, "", "mark")
	}
	for seq := range w.anchors {
		if seq > 0 { // that of a log still empty says nothing
			w.broken(seq, "", "anchor")
		}
	}
}

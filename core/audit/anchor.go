package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// Anchor is where the chain ended at a time, signed by the log's key, to be kept
// where who writes the database cannot: a chain that was cut, written anew or
// taken back to an older state no longer meets it.
type Anchor struct {
	Seq  int64     `json:"seq"`
	Hash string    `json:"hash"`
	At   time.Time `json:"at"`
	Mark string    `json:"mark"`
}

func (a Anchor) mark(key []byte) string {
	return mark(key, anchorMark, a.Seq, a.Hash+" "+a.At.UTC().Format(time.RFC3339))
}

// Anchor seals and signs the end of the chain.
func (l Log) Anchor(ctx context.Context) (Anchor, error) {
	if err := l.Seal(ctx); err != nil {
		return Anchor{}, err
	}
	key, err := l.Key(ctx)
	if err != nil {
		return Anchor{}, fmt.Errorf("anchor the log: %w", err)
	}
	h, err := headOf(ctx)
	if err != nil {
		return Anchor{}, fmt.Errorf("anchor the log: %w", err)
	}
	a := Anchor{Seq: h.Seq, Hash: h.Hash, At: db.Now(ctx).UTC().Truncate(time.Second)}
	a.Mark = a.mark(key)
	return a, nil
}

// Meets reports whether the log still holds the line an anchor was of, and goes on
// from there.
func (l Log) Meets(ctx context.Context, a Anchor) (bool, error) {
	h, err := headOf(ctx)
	if err != nil || h.Seq < a.Seq {
		return false, err
	}
	var hash string
	err = db.QueryRow(ctx, "SELECT hash FROM audit WHERE seq = ?", a.Seq).Scan(&hash)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return hash == a.Hash, err
}

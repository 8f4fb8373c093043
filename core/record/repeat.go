package record

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
)

// remembered is how long a caller's key answers the same.
const remembered = 24 * time.Hour

// repeat is a caller's Idempotency-Key with the request it stands for.
type repeat struct{ key, hash string }

// errRepeated ends a transaction whose key another one has just used.
var errRepeated = errors.New("repeated")

// repeatOf makes a repeat of a key and everything that makes the request what
// it is; no key, no repeat.
func repeatOf(key string, request ...any) *repeat {
	if key == "" {
		return nil
	}
	raw, err := json.Marshal(request)
	if err != nil {
		raw = []byte(fmt.Sprint(request...))
	}
	sum := sha256.Sum256(raw)
	return &repeat{key: key, hash: hex.EncodeToString(sum[:])}
}

// answered is the record an earlier request with the key came to; nil when the
// key is new. The same key for another request is Conflict.
func (r *Records) answered(ctx context.Context, again *repeat) (*Record, error) {
	if again == nil {
		return nil, nil
	}
	rows, err := query(ctx, "SELECT hash, response FROM idempotency WHERE person = ? AND key = ? AND at > ?",
		identity.By(ctx), again.key, micros(db.Now(ctx).Add(-remembered)))
	if err != nil {
		return nil, err
	}
	var hash, response string
	if err := each(rows, func() error { return rows.Scan(&hash, &response) }); err != nil {
		return nil, fmt.Errorf("look up key: %w", err)
	}
	switch {
	case response == "":
		return nil, nil
	case hash != again.hash:
		return nil, fault.New(fault.Conflict, "idempotency_mismatch")
	}
	return r.Get(ctx, response)
}

// replay answers a request whose twin committed first.
func (r *Records) replay(ctx context.Context, again *repeat) (*Record, error) {
	rec, err := r.answered(ctx, again)
	if err == nil && rec == nil {
		err = fault.New(fault.Conflict, "idempotency_mismatch")
	}
	return rec, err
}

// remember takes the key in the write's transaction: a twin under way waits
// here on PostgreSQL and finds it taken.
func (a *act) remember(ctx context.Context) error {
	if a.repeat == nil {
		return nil
	}
	now := db.Now(ctx)
	person := identity.By(ctx)
	if _, err := exec(ctx, "DELETE FROM idempotency WHERE person = ? AND at <= ?", person, micros(now.Add(-remembered))); err != nil {
		return err
	}
	n, err := exec(ctx, "INSERT INTO idempotency (person, key, hash, response, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (person, key) DO NOTHING",
		person, a.repeat.key, a.repeat.hash, a.after.ID, micros(now))
	if err != nil {
		return fmt.Errorf("remember key: %w", err)
	}
	if n == 0 {
		return errRepeated
	}
	return nil
}

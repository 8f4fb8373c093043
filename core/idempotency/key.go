package idempotency

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/text"
)

// remembered is how long a caller's key answers the same: a phone may be without
// a line for weeks.
const remembered = 30 * 24 * time.Hour

// ErrTaken says that another request has just used the key.
var ErrTaken = errors.New("idempotency key taken")

// Key is a caller's Idempotency-Key with the request it stands for. Answer is
// what the request came to, a word the caller of this room understands.
type Key struct{ Text, Hash, Answer string }

// Of makes a Key of what the caller sent and of everything that makes the
// request what it is; nil when the caller sent none.
func Of(sent string, request ...any) *Key {
	if sent == "" {
		return nil
	}
	raw, err := json.Marshal(request)
	if err != nil {
		raw = []byte(fmt.Sprint(request...))
	}
	sum := sha256.Sum256(raw)
	return &Key{Text: sent, Hash: hex.EncodeToString(sum[:])}
}

// Check refuses a key that could not be kept or taken for one of ours. Fault:
// Invalid invalid.
func (k *Key) Check() error {
	if _, wrong := text.Block(k.Text); wrong != "" || strings.Contains(k.Text, "\n") {
		return fault.New(fault.Invalid, "invalid", fault.Field("idempotency_key"))
	}
	return nil
}

// Known is what a key stands for; the zero Known is of a new key.
type Known struct{ hash, answer string }

// AnswerTo is what the request with the key came to, "" if the key is new.
// Fault: Conflict idempotency_mismatch when it stands for another request.
func (k Known) AnswerTo(key *Key) (string, error) {
	if k.answer != "" && k.hash != key.Hash {
		return "", fault.New(fault.Conflict, "idempotency_mismatch")
	}
	return k.answer, nil
}

// Recall is what the actor's request with the key came to, "" if it is new.
func Recall(ctx context.Context, key *Key) (string, error) {
	known, err := RecallAll(ctx, []*Key{key})
	if err != nil {
		return "", err
	}
	return known[key.Text].AnswerTo(key)
}

// RecallAll looks several keys of the actor up in one statement, by their text.
func RecallAll(ctx context.Context, keys []*Key) (map[string]Known, error) {
	texts := make([]string, len(keys))
	for i, key := range keys {
		texts[i] = key.Text
	}
	rows, err := db.Query(ctx, "SELECT key, hash, response FROM idempotency WHERE person = ? AND key IN (?) AND at > ?",
		identity.By(ctx), texts, db.Now(ctx).Add(-remembered).UnixMicro())
	if err != nil {
		return nil, err
	}
	out := map[string]Known{}
	err = db.Each(rows, func(rows *sql.Rows) error {
		var key string
		var k Known
		err := rows.Scan(&key, &k.hash, &k.answer)
		out[key] = k
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up keys: %w", err)
	}
	return out, nil
}

// Remember takes the key for the actor in the transaction of what it stands
// for: a twin under way waits here on PostgreSQL and finds its key taken.
// Error: ErrTaken.
func Remember(ctx context.Context, key *Key) error {
	now := db.Now(ctx)
	n, err := db.Exec(ctx, `INSERT INTO idempotency (person, key, hash, response, at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (person, key) DO UPDATE SET hash = EXCLUDED.hash, response = EXCLUDED.response, at = EXCLUDED.at WHERE idempotency.at <= ?`,
		identity.By(ctx), key.Text, key.Hash, key.Answer, now.UnixMicro(), now.Add(-remembered).UnixMicro())
	if err != nil {
		return fmt.Errorf("remember key: %w", err)
	}
	if n == 0 {
		return ErrTaken
	}
	return nil
}

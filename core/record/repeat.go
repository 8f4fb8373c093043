package record

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
)

// remembered is how long a caller's key answers the same: a phone may be without
// a line for weeks.
const remembered = 30 * 24 * time.Hour

// repeat is a caller's Idempotency-Key with the request it stands for. answer is
// what the request came to; the record's id unless said.
type repeat struct{ key, hash, answer string }

// draft is the key under which the draft is remembered that the request was
// kept as. No key of a caller holds a line's end.
func (key *repeat) draft(recordID string, version int) *repeat {
	return &repeat{key: key.key + keptMark, hash: key.hash, answer: recordID + " " + strconv.Itoa(version)}
}

const keptMark = "\nkept"

// keptDraft is the draft an earlier try of a request was kept as.
type keptDraft struct {
	id      string
	version int
}

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

// check refuses a key that could not be kept or taken for one of ours.
func (key *repeat) check() error {
	if _, problems := kind.Tidy("idempotency_key", key.key); len(problems) > 0 || strings.Contains(key.key, "\n") {
		return fault.New(fault.Invalid, "invalid", fault.Field("idempotency_key"))
	}
	return nil
}

// answered is the record an earlier request with the key came to; nil when the
// key is new. The same key for another request is Conflict, and so is a record
// thrown away since.
func (r *Records) answered(ctx context.Context, key *repeat) (*Record, error) {
	if key == nil {
		return nil, nil
	}
	if err := key.check(); err != nil {
		return nil, err
	}
	answer, err := r.recall(ctx, key)
	if answer == "" || err != nil {
		return nil, err
	}
	rec, err := r.Get(ctx, answer)
	if fault.Is(err, fault.NotFound) {
		if n, _ := count(ctx, "SELECT COUNT(*) FROM record WHERE id = ? AND phase = 'discarded'", answer); n > 0 {
			return nil, fault.New(fault.Conflict, "record_discarded", fault.Param("record", answer))
		}
	}
	return rec, err
}

// kept is the draft an earlier try of the request was kept as; nil if there is
// none, or it was thrown away since.
func (r *Records) kept(ctx context.Context, key *repeat) (*keptDraft, error) {
	if key == nil {
		return nil, nil
	}
	answer, err := r.recall(ctx, key.draft("", 0))
	if answer == "" || err != nil {
		return nil, err
	}
	d := &keptDraft{}
	if _, err := fmt.Sscanf(answer, "%s %d", &d.id, &d.version); err != nil {
		return nil, fmt.Errorf("read kept key: %w", err)
	}
	_, err = row(ctx, d.id)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return d, err
}

// recall is what the request with the key came to, "" if it is new.
func (r *Records) recall(ctx context.Context, key *repeat) (string, error) {
	known, err := recallAll(ctx, []*repeat{key})
	if err != nil {
		return "", err
	}
	return known[key.key].answerTo(key)
}

// recalled is what a key stands for.
type recalled struct{ hash, response string }

// answerTo is what key came to, "" if it is new. Fault: Conflict
// idempotency_mismatch when it stands for another request.
func (k recalled) answerTo(key *repeat) (string, error) {
	if k.response != "" && k.hash != key.hash {
		return "", fault.New(fault.Conflict, "idempotency_mismatch")
	}
	return k.response, nil
}

// recallAll looks several keys up in one statement.
func recallAll(ctx context.Context, keys []*repeat) (map[string]recalled, error) {
	texts := make([]string, len(keys))
	for i, key := range keys {
		texts[i] = key.key
	}
	rows, err := db.Query(ctx, "SELECT key, hash, response FROM idempotency WHERE person = ? AND key IN (?) AND at > ?",
		identity.By(ctx), texts, micros(db.Now(ctx).Add(-remembered)))
	if err != nil {
		return nil, err
	}
	out := map[string]recalled{}
	err = each(rows, func() error {
		var key string
		var k recalled
		err := rows.Scan(&key, &k.hash, &k.response)
		out[key] = k
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up keys: %w", err)
	}
	return out, nil
}

// remember takes the acts' keys in the write's transaction: a twin under way
// waits here on PostgreSQL and finds its key taken.
func remember(ctx context.Context, acts []*act) error {
	now, person := db.Now(ctx), identity.By(ctx)
	for _, a := range acts {
		if a.repeat == nil {
			continue
		}
		answer := a.repeat.answer
		if answer == "" {
			answer = a.after.ID
		}
		n, err := db.Exec(ctx, `INSERT INTO idempotency (person, key, hash, response, at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (person, key) DO UPDATE SET hash = EXCLUDED.hash, response = EXCLUDED.response, at = EXCLUDED.at WHERE idempotency.at <= ?`,
			person, a.repeat.key, a.repeat.hash, answer, micros(now), micros(now.Add(-remembered)))
		if err != nil {
			return fmt.Errorf("remember key: %w", err)
		}
		if n == 0 {
			return &failed{a, errRepeated}
		}
	}
	return nil
}

// ForgetJob drops keys that are no longer remembered, ForgetCron when it runs.
const (
	ForgetJob  = "record.forget"
	ForgetCron = "40 2 * * *"
)

// Forget drops old keys of the province in ctx, a thousand in a transaction.
func (r *Records) Forget(ctx context.Context, _ job.Job) error {
	for {
		var n int64
		err := db.InTx(ctx, func(ctx context.Context) (err error) {
			before := micros(db.Now(ctx).Add(-remembered))
			n, err = db.Exec(ctx, "DELETE FROM idempotency WHERE (person, key) IN (SELECT person, key FROM idempotency WHERE at <= ? LIMIT 1000)", before)
			return err
		})
		if err != nil || n == 0 {
			return err
		}
	}
}

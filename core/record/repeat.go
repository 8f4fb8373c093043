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
	"github.com/doanket/doanket/core/kind"
)

// remembered is how long a caller's key answers the same.
const remembered = 24 * time.Hour

// repeat is a caller's Idempotency-Key with the request it stands for. answer is
// what the request came to; the record's id unless said.
type repeat struct{ key, hash, answer string }

// draft is the key under which the draft is remembered that the request was
// kept as. No key of a caller holds a line's end.
func (again *repeat) draft(recordID string, version int) *repeat {
	return &repeat{key: again.key + keptMark, hash: again.hash, answer: recordID + " " + strconv.Itoa(version)}
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
func (again *repeat) check() error {
	if _, problems := kind.Tidy("idempotency_key", again.key); len(problems) > 0 || strings.Contains(again.key, "\n") {
		return fault.New(fault.Invalid, "invalid", fault.Field("idempotency_key"))
	}
	return nil
}

// answered is the record an earlier request with the key came to; nil when the
// key is new. The same key for another request is Conflict.
func (r *Records) answered(ctx context.Context, again *repeat) (*Record, error) {
	if again == nil {
		return nil, nil
	}
	if err := again.check(); err != nil {
		return nil, err
	}
	answer, err := r.recall(ctx, again)
	if answer == "" || err != nil {
		return nil, err
	}
	return r.Get(ctx, answer)
}

// kept is the draft an earlier try of the request was kept as; nil if there is
// none, or it was thrown away since.
func (r *Records) kept(ctx context.Context, again *repeat) (*keptDraft, error) {
	if again == nil {
		return nil, nil
	}
	answer, err := r.recall(ctx, again.draft("", 0))
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
func (r *Records) recall(ctx context.Context, again *repeat) (string, error) {
	rows, err := query(ctx, "SELECT hash, response FROM idempotency WHERE person = ? AND key = ? AND at > ?",
		identity.By(ctx), again.key, micros(db.Now(ctx).Add(-remembered)))
	if err != nil {
		return "", err
	}
	var hash, response string
	if err := each(rows, func() error { return rows.Scan(&hash, &response) }); err != nil {
		return "", fmt.Errorf("look up key: %w", err)
	}
	if response != "" && hash != again.hash {
		return "", fault.New(fault.Conflict, "idempotency_mismatch")
	}
	return response, nil
}

// remember takes the key in the write's transaction: a twin under way waits
// here on PostgreSQL and finds it taken.
func (a *act) remember(ctx context.Context) error {
	if a.repeat == nil {
		return nil
	}
	now := db.Now(ctx)
	person, answer := identity.By(ctx), a.repeat.answer
	if answer == "" {
		answer = a.after.ID
	}
	if _, err := exec(ctx, "DELETE FROM idempotency WHERE person = ? AND at <= ?", person, micros(now.Add(-remembered))); err != nil {
		return err
	}
	n, err := exec(ctx, "INSERT INTO idempotency (person, key, hash, response, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (person, key) DO NOTHING",
		person, a.repeat.key, a.repeat.hash, answer, micros(now))
	if err != nil {
		return fmt.Errorf("remember key: %w", err)
	}
	if n == 0 {
		return errRepeated
	}
	return nil
}

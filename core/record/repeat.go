package record

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/idempotency"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
)

// keptKey is the key under which the draft is remembered that the request was
// kept as. No key of a caller holds a line's end.
func keptKey(key *idempotency.Key, recordID string, version int) *idempotency.Key {
	return &idempotency.Key{Text: key.Text + keptMark, Hash: key.Hash, Answer: recordID + " " + strconv.Itoa(version)}
}

const keptMark = "\nkept"

// keptDraft is the draft an earlier try of a request was kept as.
type keptDraft struct {
	id      string
	version int
}

// answered is the record an earlier request with the key came to; nil when the
// key is new. The same key for another request is Conflict, and so is a record
// thrown away since.
func (r *Records) answered(ctx context.Context, key *idempotency.Key) (*Record, error) {
	if key == nil {
		return nil, nil
	}
	if err := key.Check(); err != nil {
		return nil, err
	}
	answer, err := idempotency.Recall(ctx, key)
	if answer == "" || err != nil {
		return nil, err
	}
	rec, err := r.Get(ctx, answer)
	if fault.Is(err, fault.NotFound) {
		if n, _ := row.Count(ctx, "SELECT COUNT(*) FROM record WHERE id = ? AND phase = 'discarded'", answer); n > 0 {
			return nil, fault.New(fault.Conflict, "record_discarded", fault.Param("record", answer))
		}
	}
	return rec, err
}

// kept is the draft an earlier try of the request was kept as; nil if there is
// none, or it was thrown away since.
func (r *Records) kept(ctx context.Context, key *idempotency.Key) (*keptDraft, error) {
	if key == nil {
		return nil, nil
	}
	answer, err := idempotency.Recall(ctx, keptKey(key, "", 0))
	if answer == "" || err != nil {
		return nil, err
	}
	d := &keptDraft{}
	if _, err := fmt.Sscanf(answer, "%s %d", &d.id, &d.version); err != nil {
		return nil, fmt.Errorf("read kept key: %w", err)
	}
	_, err = row.Find(ctx, d.id)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return d, err
}

// remember takes the acts' keys in the write's transaction; each leads to its
// record unless it says otherwise.
func remember(ctx context.Context, acts []*act.Act) error {
	for _, a := range acts {
		if a.Repeat == nil {
			continue
		}
		key := *a.Repeat
		if key.Answer == "" {
			key.Answer = a.After.ID
		}
		if err := idempotency.Remember(ctx, &key); errors.Is(err, idempotency.ErrTaken) {
			return &failed{a, err}
		} else if err != nil {
			return err
		}
	}
	return nil
}

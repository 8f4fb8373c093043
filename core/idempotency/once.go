package idempotency

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
)

// What stands for a request instead of an answer; no answer begins so. Behind
// the first two stand when the request ends at the latest, and a word of its own.
const (
	pending = "pending " // under way
	carried = "carried " // carried out, its answer still to come
	done    = "done"     // carried out, and its answer is not kept
)

// maxKey is the length of a key in bytes.
const maxKey = 200

// How long a request without a deadline may take, how long after its end it may
// still commit, when to ask again for one under way, and how long writing down
// what it came to may take.
const (
	unbounded  = 30 * time.Minute
	margin     = 5 * time.Second
	askAgain   = 2 * time.Second
	settleTime = 5 * time.Second
)

// Once runs act for the first request of the actor with the key sent and hands
// on its answer; the same request sent again gets the answer that was kept, and
// repeated. route keeps keys of different acts apart. An empty answer is not
// kept. What fails is forgotten, so that it can be put right and sent again.
//
// act must use the context it is given: the transaction in which it does
// something also says that it was done. So a process that ends on the way leaves
// either nothing, and the request can be sent again once its time is over, or
// what was done without its answer.
//
// Faults: Invalid invalid for a key that cannot be kept; Conflict
// idempotency_mismatch for another request with the key, idempotency_done when
// the request was carried out and its answer is not kept; Unavailable
// idempotency_pending while it is under way.
func Once(ctx context.Context, sent, route string, request any, act func(ctx context.Context) (answer string, err error)) (answer string, repeated bool, err error) {
	key := Of(sent, route, request)
	if key.Check() != nil || len(sent) > maxKey {
		return "", false, fault.New(fault.Invalid, "invalid", fault.Field("Idempotency-Key"))
	}
	key.Text += "\n" + route // no key of a caller holds a line's end
	mine := claim(ctx)
	if answer, err = take(ctx, key, pending+mine); answer != "" || err != nil {
		return answer, true, err
	}
	// step replaces what stands for this request, as long as it is this one's.
	step := func(ctx context.Context, query string, first ...any) error {
		return settle(ctx, query+" WHERE person = ? AND key = ? AND response IN (?, ?)", append(first, identity.By(ctx), key.Text, pending+mine, carried+mine)...)
	}
	answer, err = act(db.BeforeCommit(ctx, func(ctx context.Context) error {
		err := step(ctx, "UPDATE idempotency SET response = ?", carried+mine)
		if errors.Is(err, ErrTaken) { // this one's time was over, and another one runs: do nothing
			return underWay()
		}
		return err
	}))
	settled, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	if err != nil {
		forgotten := step(settled, "DELETE FROM idempotency")
		if errors.Is(forgotten, ErrTaken) {
			forgotten = nil
		}
		return "", false, errors.Join(err, forgotten)
	}
	kept := answer
	if kept == "" {
		kept = done
	}
	return answer, false, step(settled, "UPDATE idempotency SET response = ?", kept)
}

// claim is when a request ends at the latest, and a word by which it is known.
func claim(ctx context.Context) string {
	end, ok := ctx.Deadline()
	if !ok {
		end = time.Now().Add(unbounded)
	}
	return strconv.FormatInt(end.Add(margin).UnixMicro(), 10) + " " + rand.Text()
}

// over reports whether the time of a claim has passed: its process has ended.
func over(claim string) bool {
	text, _, _ := strings.Cut(claim, " ")
	end, err := strconv.ParseInt(text, 10, 64)
	return err == nil && time.Now().UnixMicro() > end
}

// take makes the key the request's own, or answers what an earlier request with
// it came to.
func take(ctx context.Context, key *Key, mine string) (answer string, err error) {
	key.Answer = mine
	err = db.InTx(ctx, func(ctx context.Context) error { return Remember(ctx, key) })
	if !errors.Is(err, ErrTaken) {
		return "", err
	}
	if answer, err = Recall(ctx, key); err != nil {
		return "", err
	}
	stood, isPending := strings.CutPrefix(answer, pending)
	begun, isCarried := strings.CutPrefix(answer, carried)
	switch {
	case answer == done, isCarried && over(begun):
		return "", fault.New(fault.Conflict, "idempotency_done")
	case isPending && over(stood):
		err := settle(ctx, "UPDATE idempotency SET response = ? WHERE person = ? AND key = ? AND response = ?", mine, identity.By(ctx), key.Text, answer)
		if !errors.Is(err, ErrTaken) {
			return "", err
		}
	case !isPending && !isCarried && answer != "":
		return answer, nil
	}
	return "", underWay()
}

func underWay() error {
	return fault.New(fault.Unavailable, "idempotency_pending", fault.Retry(askAgain))
}

// settle changes the one row of a key. Error: ErrTaken when it is not as
// expected.
func settle(ctx context.Context, query string, args ...any) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		n, err := db.Exec(ctx, query, args...)
		if err != nil {
			return fmt.Errorf("settle key: %w", err)
		}
		if n == 0 {
			return ErrTaken
		}
		return nil
	})
}

package db

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
)

// tries is how often a transaction is run when the database asks for it again
// (serialization, deadlock, a writer in another process).
const tries = 4

type (
	provinceTx   struct{}
	controlTx    struct{}
	beforeCommit struct{}
)

// txn is an open transaction.
type txn struct {
	scope  scope
	tx     bun.Tx
	now    time.Time
	after  []func()
	doomed error // what a joined InTx failed with
	over   bool
}

// InTx runs fn in a transaction of the province in ctx: committed if fn
// returns nil, else rolled back, also on panic. Within an open transaction of
// the same province fn joins it; if a joined fn fails the whole is rolled back,
// even if its caller swallows the error. fn may run more than once and must
// have no effect outside the database; put those into AfterCommit.
//
// PostgreSQL runs it READ COMMITTED: compare versions in WHERE, or take Lock.
func InTx(ctx context.Context, fn func(ctx context.Context) error) error {
	s, err := provinceOf(ctx)
	if err != nil {
		return err
	}
	if t := openTx(ctx, provinceTx{}, s); t != nil {
		return t.join(ctx, fn)
	}
	h, err := s.cluster.handle(ctx, s.slug)
	if err != nil {
		return err
	}
	if more, ok := ctx.Value(beforeCommit{}).(func(ctx context.Context) error); ok {
		act := fn
		fn = func(ctx context.Context) error {
			if err := act(ctx); err != nil {
				return err
			}
			return more(ctx)
		}
	}
	return h.inTx(ctx, provinceTx{}, s, fn)
}

// BeforeCommit makes a context in which every transaction of the province ends
// with fn, inside it: what fn writes stands or falls with the rest.
func BeforeCommit(ctx context.Context, fn func(ctx context.Context) error) context.Context {
	return context.WithValue(ctx, beforeCommit{}, fn)
}

// InControlTx runs fn in a transaction of the control database, as InTx does.
func InControlTx(ctx context.Context, fn func(ctx context.Context) error) error {
	s, err := clusterOf(ctx)
	if err != nil {
		return err
	}
	if t := openTx(ctx, controlTx{}, s); t != nil {
		return t.join(ctx, fn)
	}
	return s.cluster.control.inTx(ctx, controlTx{}, s, fn)
}

// AfterCommit runs fn once the transaction in ctx has committed, never if it
// rolls back; without a transaction, at once.
func AfterCommit(ctx context.Context, fn func()) {
	if t := currentTx(ctx); t != nil {
		t.after = append(t.after, fn)
		return
	}
	fn()
}

// Now is the transaction's one instant; outside a transaction, the present.
func Now(ctx context.Context) time.Time {
	if t := currentTx(ctx); t != nil {
		return t.now
	}
	return id.NowIn(ctx)
}

// Lock holds names in this province until the transaction ends, taken in one order so
// that no two wait for each other. SQLite has one writer anyway; PostgreSQL needs to
// be told.
func Lock(ctx context.Context, names ...string) error {
	t := currentTx(ctx)
	if t == nil {
		return fault.New(fault.Internal, "write_outside_tx")
	}
	if DialectOf(ctx) == SQLite || len(names) == 0 {
		return nil
	}
	all := slices.Sorted(slices.Values(names))
	for i := range all {
		all[i] = t.scope.slug + "/" + all[i]
	}
	_, err := exec(ctx, t.tx.Tx, "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(CAST(? AS text[])) AS name", []any{all})
	return err
}

func openTx(ctx context.Context, key any, s scope) *txn {
	if t, ok := ctx.Value(key).(*txn); ok && t.scope == s && !t.over {
		return t
	}
	return nil
}

// currentTx is the innermost kind of transaction in ctx that fits its scope:
// the province's, else the control database's.
func currentTx(ctx context.Context) *txn {
	if s, err := provinceOf(ctx); err == nil {
		if t := openTx(ctx, provinceTx{}, s); t != nil {
			return t
		}
	}
	if s, err := clusterOf(ctx); err == nil {
		return openTx(ctx, controlTx{}, s)
	}
	return nil
}

func (t *txn) join(ctx context.Context, fn func(ctx context.Context) error) error {
	err := fn(ctx)
	if err != nil && t.doomed == nil {
		t.doomed = err
	}
	return err
}

func (h *handle) inTx(ctx context.Context, key any, s scope, fn func(ctx context.Context) error) error {
	ctx, cancel := bounded(ctx)
	defer cancel()
	for try := 1; ; try++ {
		err := h.once(ctx, key, s, fn, try > 1)
		if err == nil || try == tries || !errors.Is(err, errAgain) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Duration(try*try) * time.Duration(2+rand.IntN(8)) * time.Millisecond):
		}
	}
}

// once runs fn in one transaction: shared with others, or apart from them.
func (h *handle) once(ctx context.Context, key any, s scope, fn func(ctx context.Context) error, apart bool) error {
	t := &txn{scope: s, now: id.NowIn(ctx)}
	work := func() error {
		defer func() { t.over = true }()
		if err := fn(context.WithValue(ctx, key, t)); err != nil {
			return t.failure(ctx, err)
		}
		if t.doomed != nil {
			return t.failure(ctx, t.doomed)
		}
		return nil
	}
	var err error
	switch {
	case h.group == nil:
		err = h.alone(ctx, t, work)
	case apart:
		err = h.group.apart(ctx, func() error { return h.alone(ctx, t, work) })
	default:
		err = h.group.write(ctx, t, work)
	}
	if err != nil {
		return t.failure(ctx, err)
	}
	for _, effect := range t.after {
		effect()
	}
	return nil
}

// alone runs fn in a transaction of its own.
func (h *handle) alone(ctx context.Context, t *txn, fn func() error) error {
	tx, err := h.write.BeginTx(ctx, nil)
	if err != nil {
		return Fault(err)
	}
	t.tx = tx
	over := false
	defer func() {
		if !over { // fn failed or panicked
			_ = tx.Rollback()
		}
	}()
	if err := fn(); err != nil {
		return err
	}
	over = true
	return tx.Commit()
}

// failure translates err; when the context ended, that is what happened, and
// not the ErrTxDone it leads to.
func (t *txn) failure(ctx context.Context, err error) error {
	var known *fault.Error
	if ctx.Err() != nil && !errors.As(err, &known) {
		return Fault(ctx.Err())
	}
	return Fault(err)
}

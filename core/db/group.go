package db

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/sqlite"
	"github.com/doanket/doanket/core/fault"
)

// group lets the writers of a SQLite file, of which one writes at a time, share
// commits: each commit waits for the disk, which takes longer than most of
// them write. A writer that is done while others wait goes back to the end of
// the line instead of committing; those before it write in the same transaction,
// and whoever's turn comes next commits for all. Nobody is answered before the
// commit, not even of a failure. A writer that fails before it has written
// anything leaves the transaction as it was. One that fails later ends it: all
// who wrote in it run again, each in a transaction of its own. Savepoints would
// spare them that, but cost every writer that does not fail two statements, and
// whatever SQLite could keep back until the commit is written out at each.
type group struct {
	db      *bun.DB
	turn    chan struct{} // holds one token: whose turn it is; waiters go first come, first served
	waiting atomic.Int64  // writers that have not begun
	waits   atomic.Int64  // how often one has found the turn taken
	open    *shared       // the transaction that waits for its commit; under turn
}

// shared is a transaction of one or more writers. Its fields but done change
// under turn only.
type shared struct {
	tx      bun.Tx
	writers int   // that are done and wait for the commit
	written int64 // before the last writer began
	err     error
	done    chan struct{} // closed when the transaction is over
}

func newGroup(db *bun.DB) *group { return &group{db: db, turn: make(chan struct{}, 1)} }

// write runs fn in a transaction that may be shared, and returns when that is
// over; when fn has failed, with its error.
func (g *group) write(ctx context.Context, t *txn, fn func() error) error {
	if err := g.enter(ctx); err != nil {
		return Fault(err)
	}
	mine := true
	defer func() {
		if mine {
			g.leave()
		}
	}()
	s, err := g.join(ctx)
	if err != nil {
		return Fault(err)
	}
	failed := g.part(s, t, fn)
	if failed != nil && g.open != s {
		if s.err != nil && ctx.Err() == nil {
			return s.err // it may have failed because of what is undone now
		}
		return failed
	}
	if g.waiting.Load() == 0 {
		g.end(s, s.tx.Commit())
		return s.outcome(failed)
	}
	g.leave()
	mine = false
	select {
	case <-s.done:
	case g.turn <- struct{}{}:
		if mine = true; g.open == s {
			g.end(s, s.tx.Commit())
		}
	}
	return s.outcome(failed)
}

// outcome is what a writer is told once the transaction is over. One that failed
// hears of it only now: it may have failed because of what others had written in
// the same transaction, and would not find it if it looked before the commit.
func (s *shared) outcome(failed error) error {
	if s.err != nil {
		return s.err
	}
	return failed
}

func (g *group) enter(ctx context.Context) error {
	g.waiting.Add(1)
	defer g.waiting.Add(-1)
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case g.turn <- struct{}{}:
		return nil
	default:
		g.waits.Add(1)
	}
	select {
	case g.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Waits grows each time a writer of the province in ctx has to wait for another, so that
// whoever writes much can write less at a time. On PostgreSQL, where they write side by
// side, it stays 0.
func Waits(ctx context.Context) int64 {
	s, err := provinceOf(ctx)
	if err != nil {
		return 0
	}
	h, err := s.cluster.handle(ctx, s.slug)
	if err != nil || h.group == nil {
		return 0
	}
	return h.group.waits.Load()
}

func (g *group) leave() { <-g.turn }

// apart runs fn, which opens a transaction of its own, after what is open has
// been committed.
func (g *group) apart(ctx context.Context, fn func() error) error {
	if err := g.enter(ctx); err != nil {
		return Fault(err)
	}
	defer g.leave()
	if s := g.open; s != nil {
		g.end(s, s.tx.Commit())
	}
	return fn()
}

// join begins a transaction or goes on with the open one, which outlives the
// context of who began it.
func (g *group) join(ctx context.Context) (s *shared, err error) {
	if g.open != nil {
		if g.open.written, err = written(g.open); err == nil {
			return g.open, nil
		}
		g.abandon(g.open, err)
	}
	tx, err := g.db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, err
	}
	g.open = &shared{tx: tx, done: make(chan struct{})}
	return g.open, nil
}

// part runs fn and keeps what it wrote, or ends the transaction.
func (g *group) part(s *shared, t *txn, fn func() error) error {
	kept := false
	defer func() {
		if !kept { // fn failed or panicked
			g.undo(s)
		}
	}()
	t.tx = s.tx
	if err := fn(); err != nil {
		return err
	}
	if s.writers > 0 {
		if _, err := written(s); err != nil { // fn took no notice
			return Fault(err)
		}
	}
	kept = true
	s.writers++
	return nil
}

// undo takes back what the last writer wrote, and with it what all others did.
func (g *group) undo(s *shared) {
	if s.writers == 0 {
		g.end(s, s.tx.Rollback())
		return
	}
	if now, err := written(s); err != nil || now != s.written {
		g.abandon(s, err)
	}
}

// abandon ends a transaction that one writer, or SQLite (the disk is full, a
// statement was interrupted), has given up: all who wrote in it run again.
func (g *group) abandon(s *shared, err error) {
	_ = s.tx.Rollback()
	g.end(s, fault.New(fault.Unavailable, "database_unavailable", fault.Retry(time.Second), fault.Cause(errors.Join(errAgain, err))))
}

// end tells the writers what became of their transaction.
func (g *group) end(s *shared, err error) {
	s.err = err
	g.open = nil
	close(s.done)
}

// written grows with whatever is written in the transaction; it fails when
// SQLite has given that up.
func written(s *shared) (int64, error) {
	told, err := s.tx.Tx.ExecContext(context.Background(), sqlite.Written, sqlite.Keep{})
	if err != nil {
		return 0, err
	}
	return told.RowsAffected()
}

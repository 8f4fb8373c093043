package recent

import (
	"context"
	"sync"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
)

// fresh is how long an answer is believed: so long may a change by another
// process stay unseen.
const fresh = time.Second

// most bounds the answers kept of a province; with one more, all are made anew.
const most = 64

// Answers keeps what was answered in each province. Answers are shared: nobody
// may change one. Whatever decides who may see an answer belongs into its key.
// The zero Answers is ready; it must not be copied.
type Answers[K comparable, V any] struct{ kept db.Kept[shelf[K, V]] }

// shelf is one province's answers.
type shelf[K comparable, V any] struct {
	mu      sync.Mutex
	changes int // how often everything was forgotten
	answers map[K]*answer[V]
}

// answer is asked for by one at a time.
type answer[V any] struct {
	turn    chan struct{}
	value   *V // nil until there is one
	changes int
	made    time.Time
	at      time.Time // by the clock of who asked
}

// Get is the answer to key, made by ask unless one was a moment ago. What a
// transaction reads may never be committed: it asks for itself. Errors are not
// kept.
func (a *Answers[K, V]) Get(ctx context.Context, key K, ask func(ctx context.Context) (*V, error)) (*V, error) {
	if db.InOpenTx(ctx) {
		return ask(ctx)
	}
	s := a.kept.Of(ctx)
	e := s.find(key)
	select {
	case e.turn <- struct{}{}:
		defer func() { <-e.turn }()
	case <-ctx.Done():
		return nil, db.Fault(ctx.Err())
	}
	changes, now := s.current(), id.NowIn(ctx)
	if e.value != nil && e.changes == changes && time.Since(e.made) < fresh && now.Sub(e.at).Abs() < fresh {
		return e.value, nil
	}
	made := time.Now()
	value, err := ask(ctx)
	if err != nil {
		return nil, err
	}
	e.value, e.changes, e.made, e.at = value, changes, made, now
	return value, nil
}

// Forget makes whoever asks next ask anew, once the transaction in ctx commits;
// at once without one.
func (a *Answers[K, V]) Forget(ctx context.Context) {
	s := a.kept.Of(ctx)
	db.AfterCommit(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.changes++
		s.answers = nil
	})
}

func (s *shelf[K, V]) find(key K) *answer[V] {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.answers[key]
	if e == nil {
		if s.answers == nil || len(s.answers) >= most {
			s.answers = map[K]*answer[V]{}
		}
		e = &answer[V]{turn: make(chan struct{}, 1)}
		s.answers[key] = e
	}
	return e
}

func (s *shelf[K, V]) current() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changes
}

package access

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
)

// fresh is how long a policy is used without asking whether another replica
// has changed the rules. Our own changes show at once.
const fresh = time.Second

// memory holds the compiled policy of each province.
type memory struct{ provinces sync.Map } // db.Place → *stand

type stand struct {
	mu      sync.Mutex // one asks, the others wait
	current atomic.Pointer[known]
}

type known struct {
	policy  *policy
	checked time.Time
}

func (k *known) fresh() bool { return k != nil && time.Since(k.checked) < fresh }

func (m *memory) of(ctx context.Context) *stand {
	here := db.Place(ctx)
	s, ok := m.provinces.Load(here)
	if !ok {
		s, _ = m.provinces.LoadOrStore(here, &stand{})
	}
	return s.(*stand)
}

func (m *memory) policy(ctx context.Context) (*policy, error) {
	s := m.of(ctx)
	if k := s.current.Load(); k.fresh() {
		return k.policy, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.current.Load()
	if k.fresh() {
		return k.policy, nil
	}
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	rev, err := revision(ctx, idb)
	if err != nil {
		return nil, err
	}
	if k != nil && k.policy.revision == rev {
		s.current.Store(&known{k.policy, time.Now()})
		return k.policy, nil
	}
	p, err := load(ctx, idb, rev)
	if err != nil {
		return nil, err
	}
	// What a transaction reads may be its own and never be committed.
	if _, within := idb.(bun.Tx); !within {
		s.current.Store(&known{p, time.Now()})
	}
	return p, nil
}

// load compiles the rules of a revision, or of the newest if they change
// meanwhile.
func load(ctx context.Context, idb bun.IDB, rev int64) (*policy, error) {
	for {
		p, err := compile(adapter{ctx})
		if err != nil {
			return nil, err
		}
		after, err := revision(ctx, idb)
		if err != nil {
			return nil, err
		}
		if p.revision = rev; after == rev {
			return p, nil
		}
		rev = after
	}
}

// forget makes the next question look again, once the transaction commits.
func (m *memory) forget(ctx context.Context) {
	s := m.of(ctx)
	db.AfterCommit(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.current.Store(nil)
	})
}

func revision(ctx context.Context, idb bun.IDB) (n int64, err error) {
	err = idb.NewRaw(`SELECT revision FROM access_revision WHERE one = 1`).Scan(ctx, &n)
	return n, db.Fault(err)
}

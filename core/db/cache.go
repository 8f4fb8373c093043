package db

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/fault"
)

// Kept is one value for each opened database: what a room remembers of the
// province in ctx. The value goes with the database: a province that is removed
// and made again, under the same slug, begins with another. The zero Kept is
// ready; it must not be copied.
type Kept[T any] struct{ _ byte } // not empty: its address is the key

// Of is the value of the province in ctx, a zero T the first time. Where the
// database cannot be opened it is one that nobody keeps: whoever asks the
// database next hears why.
func (k *Kept[T]) Of(ctx context.Context) *T {
	s, err := provinceOf(ctx)
	if err != nil {
		return new(T)
	}
	h, err := s.cluster.handle(ctx, s.slug)
	if err != nil {
		return new(T)
	}
	return k.on(h)
}

func (k *Kept[T]) on(h *handle) *T {
	v, ok := h.kept.Load(k)
	if !ok {
		v, _ = h.kept.LoadOrStore(k, new(T))
	}
	return v.(*T)
}

// Source says how a Cache comes to its value.
type Source[T any] struct {
	// Fresh is how long a value is believed without asking: so long may a
	// change by another process stay unseen.
	Fresh time.Duration
	// Revision reads a number that grows with every change. nil: there is none,
	// and the value is read anew each time.
	Revision func(ctx context.Context, idb bun.IDB) (int64, error)
	// Load reads the value; have is the one before, nil at first.
	Load func(ctx context.Context, idb bun.IDB, revision int64, have *T) (*T, error)
	// Control reads the control database instead of the province's.
	Control bool
	// Stale serves the value before while the database is away.
	Stale bool
}

// Cache keeps a value of each province (or of the control database) in memory
// and reads it anew when its revision has changed. Values are shared: nobody
// may change them. What another process changes shows within Fresh, what this
// one changes with Forget or Put at once.
type Cache[T any] struct {
	source Source[T]
	kept   Kept[entry[T]]
}

// entry is one province's value and when it was last known to be current.
type entry[T any] struct {
	mu      sync.Mutex // one asks, the others wait
	current atomic.Pointer[known[T]]
}

type known[T any] struct {
	value    *T
	revision int64
	checked  time.Time
}

// NewCache makes a Cache.
func NewCache[T any](source Source[T]) *Cache[T] { return &Cache[T]{source: source} }

func (c *Cache[T]) entry(ctx context.Context) *entry[T] {
	if !c.source.Control {
		return c.kept.Of(ctx)
	}
	s, err := clusterOf(ctx)
	if err != nil {
		return &entry[T]{}
	}
	return c.kept.on(s.cluster.control)
}

func (c *Cache[T]) idb(ctx context.Context) (bun.IDB, error) {
	if c.source.Control {
		return Control(ctx)
	}
	return Of(ctx)
}

func (c *Cache[T]) fresh(k *known[T]) bool {
	return k != nil && time.Since(k.checked) < c.source.Fresh
}

// Get answers the value. Nothing is asked and nobody waits while it is fresh.
func (c *Cache[T]) Get(ctx context.Context) (*T, error) {
	e := c.entry(ctx)
	if k := e.current.Load(); c.fresh(k) {
		return k.value, nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	k := e.current.Load()
	if c.fresh(k) {
		return k.value, nil
	}
	idb, err := c.idb(ctx)
	if err != nil {
		return nil, err
	}
	next, err := c.read(ctx, idb, k)
	if err != nil {
		if c.source.Stale && k != nil && fault.Is(err, fault.Unavailable) {
			return k.value, nil
		}
		return nil, err
	}
	// What a transaction reads may be its own and never be committed. When it is,
	// what was read is kept, for the next question to ask only for its revision.
	if _, within := idb.(bun.Tx); !within || k != nil && next.value == k.value {
		e.current.Store(next)
	} else if c.source.Revision != nil {
		AfterCommit(ctx, func() { e.current.CompareAndSwap(k, &known[T]{next.value, next.revision, time.Time{}}) })
	}
	return next.value, nil
}

// read gives have again if it is still the newest. The revision is read before
// and after the value, since tables are read one by one.
func (c *Cache[T]) read(ctx context.Context, idb bun.IDB, have *known[T]) (*known[T], error) {
	var old *T
	if have != nil {
		old = have.value
	}
	if c.source.Revision == nil {
		value, err := c.source.Load(ctx, idb, 0, old)
		return &known[T]{value: value, checked: time.Now()}, err
	}
	for {
		before, err := c.source.Revision(ctx, idb)
		if err != nil {
			return nil, err
		}
		checked := time.Now()
		if have != nil && have.revision == before {
			return &known[T]{old, before, checked}, nil
		}
		value, err := c.source.Load(ctx, idb, before, old)
		if err != nil {
			return nil, err
		}
		after, err := c.source.Revision(ctx, idb)
		if err != nil {
			return nil, err
		}
		if after == before {
			return &known[T]{value, before, checked}, nil
		}
	}
}

// Last is the value last read and its revision, however old; nil if none was.
func (c *Cache[T]) Last(ctx context.Context) (*T, int64) {
	if k := c.entry(ctx).current.Load(); k != nil {
		return k.value, k.revision
	}
	return nil, 0
}

// Put makes value the current one, unless a newer one is known already.
func (c *Cache[T]) Put(ctx context.Context, value *T, revision int64) {
	e := c.entry(ctx)
	e.mu.Lock()
	defer e.mu.Unlock()
	if k := e.current.Load(); k == nil || k.revision <= revision {
		e.current.Store(&known[T]{value, revision, time.Now()})
	}
}

// Forget makes the next question ask the database, once the open transaction
// commits; at once without one. The value before stays what Load gets to see.
func (c *Cache[T]) Forget(ctx context.Context) {
	e := c.entry(ctx)
	AfterCommit(ctx, func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		if k := e.current.Load(); k != nil {
			e.current.Store(&known[T]{k.value, k.revision, time.Time{}})
		}
	})
}

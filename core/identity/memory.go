package identity

import (
	"context"
	"sync"
	"time"

	"github.com/doanket/doanket/core/db"
)

const (
	// fresh is how long a session or token may be answered from memory: so
	// long may a change made by another replica stay unseen.
	fresh = 5 * time.Second
	// maxRemembered bounds a province's memory; past it, it starts anew.
	maxRemembered = 20_000
)

// memory remembers who is behind a secret.
type memory struct{ provinces sync.Map } // db.Place → *crowd

// crowd is those of one province, by digest.
type crowd struct {
	mu    sync.RWMutex
	era   int // raised by forget: what was read before it is not kept
	known map[string]remembered
}

type remembered struct {
	actor   Actor
	session Session
	expires time.Time // of session or token
	at      time.Time
}

func (m *memory) of(ctx context.Context) *crowd {
	here := db.Place(ctx)
	c, ok := m.provinces.Load(here)
	if !ok {
		c, _ = m.provinces.LoadOrStore(here, &crowd{known: map[string]remembered{}})
	}
	return c.(*crowd)
}

// find answers what is remembered and still fresh, and the era to keep with.
func (m *memory) find(ctx context.Context, digest string) (r remembered, era int, ok bool) {
	c := m.of(ctx)
	c.mu.RLock()
	defer c.mu.RUnlock()
	r, ok = c.known[digest]
	return r, c.era, ok && time.Since(r.at) < fresh
}

func (m *memory) keep(ctx context.Context, digest string, era int, r remembered) {
	c := m.of(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.era != era {
		return
	}
	if len(c.known) >= maxRemembered {
		clear(c.known)
	}
	r.at = time.Now()
	c.known[digest] = r
}

// forget empties the province's memory once the transaction commits. Changes
// are rare beside requests, so nobody is picked out.
func (m *memory) forget(ctx context.Context) {
	c := m.of(ctx)
	db.AfterCommit(ctx, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.era++
		clear(c.known)
	})
}

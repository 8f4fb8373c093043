package identity

import (
	"context"
	"sync"
	"time"

	"github.com/doanket/doanket/core/db"
)

const (
	// freshFor is how long a session, a token or a name may be answered from
	// memory: so long may a change made by another replica stay unseen.
	freshFor = 5 * time.Second
	// maxRemembered bounds a province's memory; past it, it starts anew.
	maxRemembered = 20_000
)

// memory remembers who is behind a secret and what people are called, for each
// province.
type memory struct{ provinces db.Kept[actors] }

// actors are those of one province, by digest.
type actors struct {
	mu         sync.RWMutex
	generation int // raised by forget: what was read before it is not kept
	known      map[string]remembered
	names      map[string]named // display names by person
}

type remembered struct {
	actor   Actor
	session Session
	expires time.Time // of session or token
	at      time.Time
}

// find answers what is remembered and still fresh, and the generation to keep with.
func (m *memory) find(ctx context.Context, digest string) (r remembered, generation int, ok bool) {
	c := m.provinces.Of(ctx)
	c.mu.RLock()
	defer c.mu.RUnlock()
	r, ok = c.known[digest]
	return r, c.generation, ok && time.Since(r.at) < freshFor
}

func (m *memory) keep(ctx context.Context, digest string, generation int, r remembered) {
	c := m.provinces.Of(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.generation != generation {
		return
	}
	if c.known == nil || len(c.known) >= maxRemembered {
		c.known = map[string]remembered{}
	}
	r.at = time.Now()
	c.known[digest] = r
}

// forget empties the province's memory once the transaction commits. Changes
// are rare beside requests, so nobody is picked out.
func (m *memory) forget(ctx context.Context) {
	c := m.provinces.Of(ctx)
	db.AfterCommit(ctx, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.generation++
		clear(c.known)
		clear(c.names)
	})
}

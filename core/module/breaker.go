package module

import (
	"sync"
	"time"
)

// breakers stop asking one behaviour that keeps failing while the others go
// on. After the wait one call may try; if it fails, the wait doubles.
type breakers struct {
	mu    sync.Mutex
	all   map[string]*breaker
	first time.Duration
	most  time.Duration
}

type breaker struct {
	failures int
	wait     time.Duration
	until    time.Time
}

// blocked says how long the behaviour is still not to be asked. The one call
// let through after the wait pushes the end on, so that it stays one.
func (b *breakers) blocked(key string, now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	k := b.all[key]
	if k == nil || k.until.IsZero() {
		return 0
	}
	if left := k.until.Sub(now); left > 0 {
		return left
	}
	k.until = now.Add(k.wait)
	return 0
}

// settle notes how a call ended.
func (b *breakers) settle(key string, good bool, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if good {
		delete(b.all, key)
		return
	}
	if b.all == nil {
		b.all = map[string]*breaker{}
	}
	k := b.all[key]
	if k == nil {
		k = &breaker{}
		b.all[key] = k
	}
	if k.failures++; k.failures >= breakerLimit {
		k.wait = min(max(2*k.wait, b.first), b.most)
		k.until = now.Add(k.wait)
	}
}

// open reports whether any behaviour is blocked now.
func (b *breakers) open(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, k := range b.all {
		if k.until.After(now) {
			return true
		}
	}
	return false
}

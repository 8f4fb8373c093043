package limit

import (
	"hash/maphash"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/doanket/doanket/core/fault"
)

// Buckets are token buckets by key, in shards; full ones are forgotten.
type Buckets struct {
	rate   float64
	seed   maphash.Seed
	shards [16]shard
}

type shard struct {
	sync.Mutex
	byKey map[string]*rate.Limiter
}

// NewBuckets refill at perSecond; below zero they never refuse.
func NewBuckets(perSecond float64) *Buckets {
	b := &Buckets{rate: perSecond, seed: maphash.MakeSeed()}
	for i := range b.shards {
		b.shards[i].byKey = map[string]*rate.Limiter{}
	}
	return b
}

// Take refuses when the key has used up its tokens; four seconds' worth may
// come in one burst, which is what a screen does when it opens. Fault: Limited
// "too_many_requests".
func (b *Buckets) Take(key string) error {
	if b.rate < 0 {
		return nil
	}
	s := &b.shards[maphash.String(b.seed, key)%uint64(len(b.shards))]
	s.Lock()
	defer s.Unlock()
	l := s.byKey[key]
	if l == nil {
		if len(s.byKey) >= 4096 {
			s.forget()
		}
		l = rate.NewLimiter(rate.Limit(b.rate), int(4*b.rate)+1)
		s.byKey[key] = l
	}
	if l.Allow() {
		return nil
	}
	return fault.New(fault.Limited, "too_many_requests", fault.Retry(time.Second))
}

// forget drops buckets that are full again; if none is, all of them, since
// memory must stay bounded whatever addresses are tried.
func (s *shard) forget() {
	for k, l := range s.byKey {
		if l.Tokens() >= float64(l.Burst()) {
			delete(s.byKey, k)
		}
	}
	if len(s.byKey) >= 4096 {
		clear(s.byKey)
	}
}

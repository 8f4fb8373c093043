package server

import (
	"hash/maphash"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/tenant"
)

// limits keep one session, one address and one province from taking what
// belongs to all.
type limits struct {
	session, address *buckets
	inFlight         int
	provinces        sync.Map // slug → *atomic.Int64
}

func newLimits(o Options) *limits {
	return &limits{session: newBuckets(o.SessionRate), address: newBuckets(o.AddressRate), inFlight: o.InFlight}
}

// enter counts a request of the province in; leave counts it out. A province
// at its limit is refused at once, so its crowd never waits on others' turns.
func (l *limits) enter(t *tenant.Tenant) (leave func(), err error) {
	v, ok := l.provinces.Load(t.Slug)
	if !ok {
		v, _ = l.provinces.LoadOrStore(t.Slug, new(atomic.Int64))
	}
	n, most := v.(*atomic.Int64), int64(l.inFlight)
	if own := t.Settings.Limits.Requests; own > 0 {
		most = int64(own)
	}
	if n.Add(1) > most {
		n.Add(-1)
		return nil, fault.New(fault.Limited, "province_busy", fault.Retry(time.Second))
	}
	return func() { n.Add(-1) }, nil
}

// buckets are token buckets by key, in shards; full ones are forgotten.
type buckets struct {
	rate   float64
	seed   maphash.Seed
	shards [16]shard
}

type shard struct {
	sync.Mutex
	byKey map[string]*rate.Limiter
}

func newBuckets(perSecond float64) *buckets {
	b := &buckets{rate: perSecond, seed: maphash.MakeSeed()}
	for i := range b.shards {
		b.shards[i].byKey = map[string]*rate.Limiter{}
	}
	return b
}

// take refuses when the key has used up its tokens; four seconds' worth may
// come in one burst, which is what a screen does when it opens.
func (b *buckets) take(key string) error {
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

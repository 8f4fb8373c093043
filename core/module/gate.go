package module

import (
	"context"
	"sync"
	"sync/atomic"
)

// gate bounds the calls in flight: few per province, so that a noisy one
// queues behind itself and nobody else, and a sum per module.
type gate struct {
	perProvince, queue int
	module             chan struct{}

	mu    sync.Mutex
	lanes map[string]*lane
}

type lane struct {
	slots   chan struct{}
	waiting atomic.Int64
}

func newGate(perProvince, queue, perModule int) *gate {
	return &gate{perProvince: perProvince, queue: queue, module: make(chan struct{}, perModule), lanes: map[string]*lane{}}
}

// enter waits for a place; false means the queue is full or ctx has ended. most
// is the province's own bound, 0 the gate's.
func (g *gate) enter(ctx context.Context, province string, most int) (leave func(), ok bool) {
	l := g.lane(province, orDefault(most, g.perProvince))
	if !l.take(ctx, g.queue) {
		return nil, false
	}
	select {
	case g.module <- struct{}{}:
		return func() { <-g.module; <-l.slots }, true
	case <-ctx.Done():
		<-l.slots
		return nil, false
	}
}

// lane is the province's; a new bound makes a new one, and what is under way
// leaves by the old.
func (g *gate) lane(province string, most int) *lane {
	g.mu.Lock()
	defer g.mu.Unlock()
	l := g.lanes[province]
	if l == nil || cap(l.slots) != most {
		l = &lane{slots: make(chan struct{}, most)}
		g.lanes[province] = l
	}
	return l
}

func (l *lane) take(ctx context.Context, queue int) bool {
	select {
	case l.slots <- struct{}{}:
		return true
	default:
	}
	if l.waiting.Add(1) > int64(queue) {
		l.waiting.Add(-1)
		return false
	}
	defer l.waiting.Add(-1)
	select {
	case l.slots <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

package limit

import (
	"sync"
	"time"

	"github.com/doanket/doanket/core/fault"
)

// Kind is a kind of work that has slots of its own.
type Kind int

// The kinds; doc.go says how many slots each has.
const (
	Act Kind = iota
	Stranger
	Body
	Upload
)

// Slots count what is under way.
type Slots struct {
	mu   sync.Mutex
	held map[slot]int
}

// slot is what is counted; with no holder it is the province's.
type slot struct {
	kind             Kind
	province, holder string
}

// NewSlots is a count of nothing.
func NewSlots() *Slots { return &Slots{held: map[slot]int{}} }

// Take counts a piece of work in; leave counts it out, once. What is over a
// limit is refused at once, so that a crowd never waits on others' turns.
// Faults: Limited "person_busy" when the holder has all of their own,
// "province_busy" when the province has.
func (s *Slots) Take(k Kind, province, holder string, acts int) (leave func(), err error) {
	all, each := k.share(acts)
	whole, own := slot{k, province, ""}, slot{k, province, holder}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.held[own] >= each:
		return nil, fault.New(fault.Limited, "person_busy", fault.Retry(time.Second))
	case s.held[whole] >= all:
		return nil, fault.New(fault.Limited, "province_busy", fault.Retry(time.Second))
	}
	s.held[whole]++
	s.held[own]++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.drop(whole)
		s.drop(own)
	}, nil
}

func (s *Slots) drop(k slot) {
	if s.held[k]--; s.held[k] == 0 {
		delete(s.held, k)
	}
}

// share is how many slots a province with so many acts at once has of a kind,
// and how many of them one holder gets.
func (k Kind) share(acts int) (all, each int) {
	switch k {
	case Stranger:
		return max(acts/4, 4), max(acts/8, 4)
	case Body:
		return 4 * acts, 16
	case Upload:
		return 16 * acts, 16
	}
	return acts, max(acts/2, 8)
}

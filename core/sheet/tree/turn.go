package tree

import (
	"context"
	"sync"

	"github.com/doanket/doanket/core/db"
)

// seat is where one table of a province is read at a time: each takes a process that may
// take as much as a sheet may, and whoever sends one has it read at once.
type seat struct {
	once  sync.Once
	taken chan struct{}
}

var seats db.Kept[seat]

// turn waits for the seat of the province in ctx; done gives it back.
func turn(ctx context.Context) (done func(), err error) {
	s := seats.Of(ctx)
	s.once.Do(func() { s.taken = make(chan struct{}, 1) })
	select {
	case s.taken <- struct{}{}:
		return func() { <-s.taken }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

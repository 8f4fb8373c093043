package upload

import (
	"context"
	"sync"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// countedFor is how long a province's sum is believed; summing reads every row.
const countedFor = 30 * time.Second

// quota knows roughly how much each province keeps.
type quota struct {
	mu   sync.Mutex
	sums map[string]usage
}

type usage struct {
	bytes int64
	at    time.Time
}

// check refuses what would go over the province's limit.
func (q *quota) check(ctx context.Context, limit func(context.Context) int64, size int64) error {
	if limit == nil {
		return nil
	}
	most := limit(ctx)
	if most <= 0 {
		return nil
	}
	used, err := q.used(ctx)
	if err == nil && used+size > most { // before it refuses it counts: uploads given up are still in the sum
		used, err = q.count(ctx)
	}
	if err != nil {
		return err
	}
	if used+size > most {
		return fault.New(fault.TooLarge, "storage_limit", fault.Field("size"))
	}
	q.add(db.Province(ctx), size)
	return nil
}

func (q *quota) used(ctx context.Context) (int64, error) {
	province := db.Province(ctx)
	q.mu.Lock()
	known, ok := q.sums[province]
	q.mu.Unlock()
	if ok && time.Since(known.at) < countedFor {
		return known.bytes, nil
	}
	return q.count(ctx)
}

// count sums anew.
func (q *quota) count(ctx context.Context) (int64, error) {
	province := db.Province(ctx)
	bytes, err := sumBytes(ctx)
	if err != nil {
		return 0, err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.sums == nil {
		q.sums = map[string]usage{}
	}
	q.sums[province] = usage{bytes, time.Now()}
	return bytes, nil
}

func (q *quota) add(province string, size int64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	u := q.sums[province]
	u.bytes += size
	q.sums[province] = u
}

// sumBytes counts what is kept and what open uploads have announced.
func sumBytes(ctx context.Context) (int64, error) {
	q, err := db.Of(ctx)
	if err != nil {
		return 0, err
	}
	var kept, coming int64
	if err := q.NewSelect().Table("document_object").ColumnExpr("coalesce(sum(size), 0)").Scan(ctx, &kept); err != nil {
		return 0, db.Fault(err)
	}
	err = q.NewSelect().Table("upload").ColumnExpr("coalesce(sum(size), 0)").Where("state IN (?, ?) AND size > 0", open, done).Scan(ctx, &coming)
	return kept + coming, db.Fault(err)
}

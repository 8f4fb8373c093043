package upload

import (
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
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

// reserve takes room for bytes that have come, or refuses them. Fault: TooLarge
// "storage_limit".
func (q *quota) reserve(ctx context.Context, limit func(context.Context) int64, size int64) error {
	if err := q.fits(ctx, limit, size); err != nil {
		return err
	}
	q.add(db.Province(ctx), size)
	return nil
}

// fits refuses what would go over the province's limit and takes no room: what
// is only announced must not fill a province.
func (q *quota) fits(ctx context.Context, limit func(context.Context) int64, size int64) error {
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
	u, ok := q.sums[province]
	if !ok {
		return // never summed, so there is no limit
	}
	u.bytes += size
	q.sums[province] = u
}

// sumBytes counts what is kept and what has come of open uploads.
func sumBytes(ctx context.Context) (int64, error) {
	q, err := db.Of(ctx)
	if err != nil {
		return 0, err
	}
	var kept, come int64
	if err := q.NewSelect().Table("document_object").ColumnExpr("coalesce(sum(size), 0)").Scan(ctx, &kept); err != nil {
		return 0, db.Fault(err)
	}
	err = q.NewSelect().Table("upload").ColumnExpr("coalesce(sum(received), 0)").Where("state IN (?, ?)", open, done).Scan(ctx, &come)
	return kept + come, db.Fault(err)
}

// roomFor refuses another upload to who has enough of them that no document
// rests on: each holds a row, and in the end bytes, for as long as it lives.
func (s *Uploads) roomFor(ctx context.Context, person string) error {
	q, err := db.Of(ctx)
	if err != nil {
		return err
	}
	n, err := q.NewSelect().Table("upload").Where("person = ? AND state IN (?, ?) AND expires_at > ?", person, open, done, id.NowIn(ctx).UnixMicro()).Count(ctx)
	if err != nil {
		return db.Fault(err)
	}
	if int64(n) >= int64(s.options.Open) {
		return fault.New(fault.Limited, "upload.too_many", fault.Param("most", strconv.Itoa(s.options.Open)), fault.Retry(time.Minute))
	}
	return nil
}

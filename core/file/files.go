package file

import (
	"context"
	"sync"
	"time"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
)

// Slot is one evidence slot of a record's kind.
type Slot = manifest.Slot

// Case is what file must know of a record.
type Case struct {
	ID        string
	Kind      string
	Slots     []Slot
	Sensitive bool // reading its documents is logged
}

// Records is what file needs from the waist; Over makes it of record.Records.
type Records interface {
	// Look answers NotFound unless the caller may read the record.
	Look(ctx context.Context, recordID string) (Case, error)
	// Within runs fn in the record's write transaction: permission for the
	// action, revision, audit and watchers are the record's business.
	Within(ctx context.Context, recordID, action string, fn func(ctx context.Context) error, notes ...record.FieldChange) error
}

// Deps are what the wiring gives. Records and Store are a must.
type Deps struct {
	Records Records
	Store   *blob.Store
	Limit   func(ctx context.Context) int64                // bytes the province may keep; nil or 0: no limit
	Log     func(ctx context.Context, e audit.Entry) error // sensitive reads; nil: audit.Append

	MaxSize   int64         // of one file; 0: 200 MiB
	Memory    int64         // bytes all uploads may buffer in this process; 0: 128 MiB
	Keep      time.Duration // an upload nobody goes on with lives so long; 0: 24 h
	Retention time.Duration // object lock on whole uploads; 0: none
}

// Files is the room's door. It keeps nothing of uploads or documents in
// memory: any replica answers any request.
type Files struct {
	deps  Deps
	pool  *pool
	quota quota
}

// New makes Files.
func New(deps Deps) *Files {
	if deps.Log == nil {
		deps.Log = audit.Append
	}
	if deps.MaxSize == 0 {
		deps.MaxSize = 200 << 20
	}
	if deps.Memory == 0 {
		deps.Memory = 128 << 20
	}
	if deps.Keep == 0 {
		deps.Keep = 24 * time.Hour
	}
	return &Files{deps: deps, pool: newPool(deps.Memory)}
}

// Over is the waist as file sees it.
func Over(records *record.Records) Records { return waist{records} }

type waist struct{ *record.Records }

func (w waist) Look(ctx context.Context, recordID string) (Case, error) {
	rec, err := w.Get(ctx, recordID)
	if err != nil {
		return Case{}, err
	}
	kind, err := w.Kinds.Get(rec.Kind)
	if err != nil {
		return Case{}, err
	}
	return Case{ID: rec.ID, Kind: rec.Kind, Slots: kind.Slots, Sensitive: rec.Sensitivity != "" || kind.Sensitivity != ""}, nil
}

// retain locks a whole upload: what may become evidence cannot be deleted by
// who holds ordinary keys.
func (f *Files) retain(ctx context.Context, key, version string) error {
	if f.deps.Retention <= 0 {
		return nil
	}
	return f.deps.Store.Retain(ctx, f.bucket(ctx), key, version, id.NowIn(ctx).Add(f.deps.Retention))
}

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

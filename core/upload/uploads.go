package upload

import (
	"context"
	"time"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/manifest"
)

// SlotFunc finds an evidence slot of a record the caller may read. Faults:
// NotFound for a record out of sight, Invalid "unknown_value" (slot).
type SlotFunc func(ctx context.Context, recordID, code string) (manifest.Slot, error)

// Options are what the wiring gives. Store and Slot are a must.
type Options struct {
	Store *blob.Store
	Slot  SlotFunc
	Limit func(ctx context.Context) int64 // bytes the province may keep; nil or 0: no limit

	// May refuses who can attach nothing anywhere; nil: nobody is refused.
	May func(ctx context.Context) error

	Open      int           // uploads one person may have announced or brought and not used; 0: 64
	MaxSize   int64         // of one file; 0: 200 MiB
	Memory    int64         // bytes all uploads may buffer in this process; 0: 128 MiB
	Keep      time.Duration // an upload nobody goes on with lives so long; 0: 24 h
	Retention time.Duration // object lock on whole uploads; 0: none
}

// Uploads is the room's door. It keeps no session in memory: any replica
// answers any request.
type Uploads struct {
	options Options
	pool    *pool
	quota   quota
}

// New makes Uploads.
func New(options Options) *Uploads {
	if options.MaxSize == 0 {
		options.MaxSize = 200 << 20
	}
	if options.Open == 0 {
		options.Open = 64
	}
	if options.Memory == 0 {
		options.Memory = 128 << 20
	}
	if options.Keep == 0 {
		options.Keep = 24 * time.Hour
	}
	return &Uploads{options: options, pool: newPool(options.Memory)}
}

// retain locks a whole upload: what may become evidence cannot be deleted by
// who holds ordinary keys.
func (s *Uploads) retain(ctx context.Context, key, version string) error {
	if s.options.Retention <= 0 {
		return nil
	}
	return s.options.Store.Retain(ctx, s.bucket(ctx), key, version, id.NowIn(ctx).Add(s.options.Retention))
}

func (s *Uploads) bucket(ctx context.Context) string { return s.options.Store.Bucket(db.Province(ctx)) }

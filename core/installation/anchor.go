package installation

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/seal"
)

// Where the log's anchors lie in the province's bucket, when one is written and
// how long it is locked.
const (
	anchorJob    = "audit.anchor"
	anchorCron   = "41 2 * * *"
	anchorPrefix = "audit/"
	anchorLocked = 10 * 365 * 24 * time.Hour

	hourJob    = "audit.anchor_hour"
	hourCron   = "41 * * * *"
	hourPrefix = anchorPrefix + "hour/"
	hourLocked = 35 * 24 * time.Hour
	maxAnchor  = 4096 // bytes
)

// logKey is the key of the province's log.
func (i *Installation) logKey(ctx context.Context) ([]byte, error) {
	return i.Keys.LastingKey(ctx, seal.ForLog)
}

// Anchor writes the end of the log, signed, to the store under object lock and
// to the operator's log. A job calls it daily, for ten years; another every hour, for a
// month.
func (i *Installation) Anchor(ctx context.Context) error {
	return i.anchorAt(ctx, anchorPrefix, anchorLocked)
}

func (i *Installation) anchorAt(ctx context.Context, prefix string, locked time.Duration) error {
	a, err := i.Audit.Anchor(ctx)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(a)
	if err != nil {
		return err
	}
	bucket, key := i.Store.Bucket(db.Province(ctx)), fmt.Sprintf("%s%019d", prefix, a.Seq)
	v, err := i.Store.Put(ctx, bucket, key, bytes.NewReader(raw), int64(len(raw)), blob.PutOptions{Type: "application/json"})
	if err != nil {
		return fmt.Errorf("anchor the log: %w", err)
	}
	from := id.NowIn(ctx)
	if now := time.Now(); now.After(from) {
		from = now // the store holds a lock against its own clock
	}
	if err := i.Store.Retain(ctx, bucket, key, v.ID, from.Add(locked)); err != nil {
		return fmt.Errorf("anchor the log: %w", err)
	}
	i.tellMark(db.Province(ctx), a)
	return nil
}

// anchorHourly anchors what came in this hour, and takes out hourly anchors whose lock
// has ended: the daily ones are still there.
func (i *Installation) anchorHourly(ctx context.Context, _ job.Job) error {
	if err := i.anchorAt(ctx, hourPrefix, hourLocked); err != nil {
		return err
	}
	bucket, ended := i.Store.Bucket(db.Province(ctx)), id.NowIn(ctx).Add(-hourLocked-24*time.Hour)
	for info, err := range i.Store.List(ctx, bucket, hourPrefix, true) {
		if err != nil {
			return fmt.Errorf("take out old anchors: %w", err)
		}
		if info.At.Before(ended) {
			err := i.Store.Remove(ctx, bucket, info.Key, info.Version, false)
			if err != nil && !fault.HasCode(err, "storage_locked") { // what is still locked goes another time
				return fmt.Errorf("take out old anchors: %w", err)
			}
		}
	}
	return nil
}

func (i *Installation) anchorDaily(ctx context.Context, _ job.Job) error { return i.Anchor(ctx) }

// Anchors are those the store holds of the province in ctx, every version of
// each: what was written over one is held against the log as well.
func (i *Installation) Anchors(ctx context.Context) ([]audit.Anchor, error) {
	bucket := i.Store.Bucket(db.Province(ctx))
	var out []audit.Anchor
	for info, err := range i.Store.List(ctx, bucket, anchorPrefix, true) {
		if err != nil {
			return nil, fmt.Errorf("read the log's anchors: %w", err)
		}
		if info.Marker {
			continue
		}
		a, err := i.anchor(ctx, bucket, info.Key, info.Version)
		if err != nil {
			return nil, fmt.Errorf("read the log's anchor %s: %w", info.Key, err)
		}
		out = append(out, a)
	}
	return out, nil
}

// anchor reads one; what is no anchor is one that nobody signed.
func (i *Installation) anchor(ctx context.Context, bucket, key, version string) (a audit.Anchor, err error) {
	body, _, err := i.Store.Get(ctx, bucket, key, version, 0, -1)
	if err != nil {
		return a, err
	}
	defer body.Close()
	raw, err := io.ReadAll(io.LimitReader(body, maxAnchor))
	if err == nil && json.Unmarshal(raw, &a) != nil {
		a = audit.Anchor{}
	}
	return a, err
}

// VerifyLog walks the log of the province in ctx and holds it against its
// anchors.
func (i *Installation) VerifyLog(ctx context.Context) (audit.Report, error) {
	anchors, err := i.Anchors(ctx)
	if err != nil {
		return audit.Report{}, err
	}
	return i.Audit.Verify(ctx, anchors...)
}

// ExportLog writes the log of the province in ctx with its wrapped key; audit
// verify --file reads it where the master key is named.
func (i *Installation) ExportLog(ctx context.Context, out io.Writer) (audit.Report, error) {
	key, err := i.Keys.Lasting(ctx, seal.ForLog)
	if err != nil {
		return audit.Report{}, err
	}
	return i.Audit.Export(ctx, out, key)
}

// VerifyExport walks an export of a log with the master keys alone.
func VerifyExport(in io.Reader, keys *seal.Keys, anchors ...audit.Anchor) (audit.Report, error) {
	return audit.VerifyExport(in, func(raw json.RawMessage) ([]byte, error) {
		var l seal.Lasting
		if err := json.Unmarshal(raw, &l); err != nil {
			return nil, err
		}
		return keys.Unwrap(l)
	}, anchors...)
}

package upload

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
)

// expireAtOnce bounds one run of Expire; the next run goes on.
const expireAtOnce = 500

// Expire removes uploads nobody goes on with, and what kills have left in the
// store; it answers how many uploads went. A job calls it, hourly is enough.
func (s *Uploads) Expire(ctx context.Context) (int, error) {
	q, err := db.Of(ctx)
	if err != nil {
		return 0, err
	}
	now := id.NowIn(ctx)
	var old []*uploadRow
	err = q.NewSelect().Model(&old).Where("expires_at < ?", now.UnixMicro()).
		Where("lease = '' OR lease_until < ?", now.UnixMicro()).Order("expires_at").Limit(expireAtOnce).Scan(ctx)
	if err != nil {
		return 0, fmt.Errorf("find expired uploads: %w", db.Fault(err))
	}
	for i, u := range old {
		if u.State != claimed {
			if gone, err := giveUp(ctx, u.ID); err != nil || !gone {
				if err != nil {
					return i, fmt.Errorf("expire upload: %w", err)
				}
				continue // claimed this very moment
			}
		}
		if err := s.clear(ctx, u); err != nil {
			return i, fmt.Errorf("expire upload: %w", err)
		}
		if err := s.forget(ctx, u.ID); err != nil {
			return i, fmt.Errorf("expire upload: %w", err)
		}
	}
	return len(old), s.clearStrays(ctx, now.Add(-2*s.options.Keep))
}

// giveUp marks an upload as on its way out, unless a document rests on it. The
// mark comes before the bytes go, so that no document can claim them meanwhile.
func giveUp(ctx context.Context, uploadID string) (gone bool, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		q, err := db.Of(ctx)
		if err != nil {
			return err
		}
		// Taking the lease away makes whoever appends now lose.
		res, err := q.NewUpdate().Table("upload").Set("state = ?", aborted).Set("lease = ?", aborted).Set("lease_until = 0").Set("expires_at = 0").
			Where("id = ? AND state <> ?", uploadID, claimed).Exec(ctx)
		if err != nil {
			return db.Fault(err)
		}
		n, err := res.RowsAffected()
		gone = n == 1
		return err
	})
	return gone, err
}

// clear removes everything of an upload from the store but an object that
// documents rest on.
func (s *Uploads) clear(ctx context.Context, u *uploadRow) error {
	store, bucket := s.options.Store, s.bucket(ctx)
	// By key, not by u.Multipart: a kill may have come before the row knew it.
	if err := store.AbortAll(ctx, bucket, u.Key, id.NowIn(ctx).Add(time.Hour)); err != nil {
		return err
	}
	used, err := s.usedVersion(ctx, u.Key)
	if err != nil {
		return err
	}
	if used == unnamed {
		return nil // any of its versions may be the one
	}
	for _, prefix := range []string{u.Key, tailPrefix(u.ID)} {
		for info, err := range store.List(ctx, bucket, prefix, true) {
			if err != nil {
				return err
			}
			if info.Version == used {
				continue
			}
			if err := store.Remove(ctx, bucket, info.Key, info.Version, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// unnamed stands for an object whose version the store never told.
const unnamed = "?"

// usedVersion is the version of the key that documents rest on, or "".
func (s *Uploads) usedVersion(ctx context.Context, key string) (string, error) {
	q, err := db.Of(ctx)
	if err != nil {
		return "", err
	}
	var versions []string
	err = q.NewSelect().Table("document_object").Column("version").Where("key = ?", key).Scan(ctx, &versions)
	switch {
	case err != nil || len(versions) == 0:
		return "", db.Fault(err)
	case versions[0] == "":
		return unnamed, nil
	}
	return versions[0], nil
}

// forget removes the row.
func (s *Uploads) forget(ctx context.Context, uploadID string) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		q, err := db.Of(ctx)
		if err != nil {
			return err
		}
		if _, err := q.NewDelete().Table("upload_part").Where("upload_id = ?", uploadID).Exec(ctx); err != nil {
			return db.Fault(err)
		}
		_, err = q.NewDelete().Table("upload").Where("id = ?", uploadID).Exec(ctx)
		return db.Fault(err)
	})
}

// clearStrays takes tails and multipart uploads without a row.
func (s *Uploads) clearStrays(ctx context.Context, before time.Time) error {
	store, bucket := s.options.Store, s.bucket(ctx)
	if err := store.AbortAll(ctx, bucket, "object/", before); err != nil {
		return err
	}
	for info, err := range store.List(ctx, bucket, "tail/", true) {
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		uploadID := strings.Split(info.Key, "/")[1]
		if info.At.After(before) {
			continue
		}
		if alive, err := s.tailAlive(ctx, uploadID, info.Version); err != nil || alive {
			if err != nil {
				return err
			}
			continue
		}
		if err := store.Remove(ctx, bucket, info.Key, info.Version, true); err != nil {
			return err
		}
	}
	return nil
}

func (s *Uploads) tailAlive(ctx context.Context, uploadID, version string) (bool, error) {
	q, err := db.Of(ctx)
	if err != nil {
		return false, err
	}
	alive, err := q.NewSelect().Table("upload").Where("id = ? AND tail_version = ?", uploadID, version).Exists(ctx)
	return alive, db.Fault(err)
}

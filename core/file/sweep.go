package file

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record"
)

// What a record hears when its proof breaks or is whole again.
const (
	evidenceBroken = "evidence_broken"
	evidenceMended = "evidence_mended"
)

// untold marks an object whose records have yet to hear of its change, so that
// a kill in between loses nothing.
const untold = -1

// sweepAtOnce bounds one Sweep; the job comes again.
const sweepAtOnce = 1000

// Swept tells what a sweep found.
type Swept struct {
	Checked int
	Broken  int // newly
	Mended  int // newly
	Bytes   int64
}

// Sweep re-hashes the objects checked longest ago, up to about so many bytes.
// What no longer has its hash is not sound: it stops counting as proof, and the
// records that rest on it hear of it. A job calls it.
func (f *Files) Sweep(ctx context.Context, bytes int64) (Swept, error) {
	ctx = identity.System(ctx, "file.sweep")
	var swept Swept
	q, err := db.Of(ctx)
	if err != nil {
		return swept, err
	}
	var rows []objectRow
	err = q.NewSelect().Model(&rows).Order("checked_at", "sha256").Limit(sweepAtOnce).Scan(ctx)
	if err != nil {
		return swept, fmt.Errorf("find objects to check: %w", db.Fault(err))
	}
	var troubles []error
	for i := range rows {
		if swept.Bytes >= bytes {
			break
		}
		sound, err := f.rehash(ctx, &rows[i])
		if err != nil {
			return swept, fmt.Errorf("check object: %w", err)
		}
		swept.Checked++
		swept.Bytes += rows[i].Size
		if rows[i].Sound && !sound {
			swept.Broken++
		}
		if !rows[i].Sound && sound {
			swept.Mended++
		}
		troubles = append(troubles, f.mark(ctx, &rows[i], sound))
	}
	return swept, errors.Join(troubles...)
}

// rehash reads an object through. Only a store that is away is an error: one
// that answers but cannot give these bytes has lost them.
func (f *Files) rehash(ctx context.Context, o *objectRow) (bool, error) {
	sum, err := f.sumOf(ctx, o)
	switch {
	case err == nil:
		return sum == o.SHA256, nil
	case fault.Is(err, fault.NotFound):
		return false, nil
	}
	if away := f.deps.Store.Ready(ctx); away != nil {
		return false, away
	}
	if sum, err = f.sumOf(ctx, o); err != nil && ctx.Err() != nil {
		return false, err
	}
	return err == nil && sum == o.SHA256, nil
}

func (f *Files) sumOf(ctx context.Context, o *objectRow) (string, error) {
	body, _, err := f.deps.Store.Get(ctx, f.bucket(ctx), o.Key, o.Version, 0, -1)
	if err != nil {
		return "", err
	}
	defer body.Close()
	h := sha256.New()
	if _, err := io.Copy(h, body); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// mark keeps what was found. A change is kept first and told after, each
// record in a transaction of its own: one that refuses does not hide it from
// the others.
func (f *Files) mark(ctx context.Context, o *objectRow, sound bool) error {
	now := id.NowIn(ctx).UnixMicro()
	if o.Sound == sound && o.CheckedAt != untold {
		return setObject(ctx, o, sound, now)
	}
	if err := setObject(ctx, o, sound, untold); err != nil {
		return err
	}
	action := evidenceMended
	if !sound {
		action = evidenceBroken
	}
	if err := f.tell(ctx, o.SHA256, action); err != nil {
		return err
	}
	return setObject(ctx, o, sound, now)
}

// setObject leaves alone an object that fresh bytes have replaced meanwhile.
func setObject(ctx context.Context, o *objectRow, sound bool, checkedAt int64) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		q, err := db.Of(ctx)
		if err != nil {
			return err
		}
		_, err = q.NewUpdate().Table("document_object").Set("sound = ?", sound).Set("checked_at = ?", checkedAt).
			Where("sha256 = ? AND key = ?", o.SHA256, o.Key).Exec(ctx)
		return db.Fault(err)
	})
}

// tell lets the records that rest on the bytes count anew.
func (f *Files) tell(ctx context.Context, sum, action string) error {
	ctx = identity.System(ctx, "file.sweep")
	q, err := db.Of(ctx)
	if err != nil {
		return err
	}
	var rows []shownRow
	if err := linked(q).Where("v.sha256 = ?", sum).Scan(ctx, &rows); err != nil {
		return fmt.Errorf("find records to tell: %w", db.Fault(err))
	}
	var troubles []error
	told := map[string]bool{}
	for _, r := range rows {
		if told[r.RecordID] {
			continue
		}
		told[r.RecordID] = true
		note := record.FieldChange{Field: r.Slot, New: noteOf(r.ID, r.Name, r.Version, r.SHA256)}
		err := f.deps.Records.Within(ctx, r.RecordID, action, func(context.Context) error { return nil }, note)
		if err != nil && !fault.Is(err, fault.NotFound) { // a record thrown away has no figures
			troubles = append(troubles, fmt.Errorf("tell record: %w", err))
		}
	}
	return errors.Join(troubles...)
}

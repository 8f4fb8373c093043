package document

import (
	"context"
	"errors"
	"fmt"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/upload"
)

// What a record hears when its proof breaks or is whole again.
const (
	evidenceBroken = "evidence_broken"
	evidenceMended = "evidence_mended"
)

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
func (ds *Documents) Sweep(ctx context.Context, bytes int64) (Swept, error) {
	ctx = identity.System(ctx, "document.sweep")
	var swept Swept
	objects, err := ds.uploads.Unchecked(ctx, sweepAtOnce)
	if err != nil {
		return swept, err
	}
	var troubles []error
	for _, o := range objects {
		if swept.Bytes >= bytes {
			break
		}
		sound, err := ds.uploads.Rehash(ctx, o)
		if err != nil {
			return swept, fmt.Errorf("check object: %w", err)
		}
		swept.Checked++
		swept.Bytes += o.Size
		if o.Sound && !sound {
			swept.Broken++
		}
		if !o.Sound && sound {
			swept.Mended++
		}
		troubles = append(troubles, ds.mark(ctx, o, sound))
	}
	return swept, errors.Join(troubles...)
}

// mark keeps what was found. A change is kept first and told after, each
// record in a transaction of its own: one that refuses does not hide it from
// the others.
func (ds *Documents) mark(ctx context.Context, o upload.Object, sound bool) error {
	now := id.NowIn(ctx).UnixMicro()
	if o.Sound == sound && o.CheckedAt != upload.NotTold {
		return ds.uploads.SetSound(ctx, o, sound, now)
	}
	if err := ds.uploads.SetSound(ctx, o, sound, upload.NotTold); err != nil {
		return err
	}
	action := evidenceMended
	if !sound {
		action = evidenceBroken
	}
	if err := ds.tell(ctx, o.SHA256, action); err != nil {
		return err
	}
	return ds.uploads.SetSound(ctx, o, sound, now)
}

// tell lets the records that rest on the bytes count anew.
func (ds *Documents) tell(ctx context.Context, sum, action string) error {
	ctx = identity.System(ctx, "document.sweep")
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
		err := ds.records.Within(ctx, r.RecordID, record.Touch{Action: action, Slots: []string{r.Slot}, Notes: []record.FieldChange{note}}, func(context.Context) error { return nil })
		if err != nil && !fault.Is(err, fault.NotFound) { // a record thrown away has no figures
			troubles = append(troubles, fmt.Errorf("tell record: %w", err))
		}
	}
	return errors.Join(troubles...)
}
